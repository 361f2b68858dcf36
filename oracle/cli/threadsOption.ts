import { Option } from "commander";
import { wholeNumber } from "./wholeNumber.ts";

/** `--threads`: how many threads share the sequence model's training. */
export function threadsOption(): Option {
  return new Option(
    "--threads <n>",
    "threads that share each training step (default: the machine's cores, at most 4, where the work is worth it)",
  ).argParser(wholeNumber(1, 64));
}
