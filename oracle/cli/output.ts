import { explainError, HeedError } from "../service/errors.ts";
import { wantsStackTraces } from "../service/options.ts";

/** Prints a command's answer: with --json one object on standard output and nothing else, otherwise the lines for people. */
export function printAnswer(json: boolean | undefined, answer: object, lines: () => string): void {
  process.stdout.write(`${json ? JSON.stringify(answer, encode) : plain(lines())}\n`);
}

/** Prints progress and remarks where they can't mix with the answer. */
export function printProgress(line: string): void {
  process.stderr.write(`${plain(line)}\n`);
}

/** Prints an error without a stack trace (HEED_LOG_LEVEL=debug adds it), in JSON if the command was asked for JSON. */
export function printError(error: unknown, json: boolean): void {
  if (json && error instanceof HeedError) process.stdout.write(`${JSON.stringify(error.toBody())}\n`);
  process.stderr.write(`✗ ${plain(explainError(error))}\n`);
  if (wantsStackTraces() && error instanceof Error) process.stderr.write(`${error.stack}\n`);
}

/** Without control characters: what strangers wrote must not steer the reader's terminal. */
function plain(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, "");
}

// Wei are bigints in the program and digits in a string in JSON.
function encode(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
