import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { Option } from "commander";

/** `--checkpoint`: where the sequence model's training keeps where it stands. */
export function checkpointOption(): Option {
  return new Option(
    "--checkpoint <file>",
    "keep here where training stands, each epoch and on Ctrl-C, and go on from it; removed at the end",
  ).argParser((path: string) => resolve(path));
}

/** Removes what is needed no more once a command's answer is there. */
export async function removeCheckpoint(path: string | undefined): Promise<void> {
  if (path !== undefined) await rm(path, { force: true });
}
