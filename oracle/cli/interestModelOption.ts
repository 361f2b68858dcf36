import { Option } from "commander";
import { INTEREST_KINDS } from "../interest/architecture.ts";

/** `--model`: which sequence model foretells interest. */
export function interestModelOption(): Option {
  return new Option("--model <name>", "the sequence model that foretells interest")
    .choices(INTEREST_KINDS)
    .default("gru");
}
