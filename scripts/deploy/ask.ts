import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";

/** Whether somebody can answer. */
export const atTerminal = (): boolean => Boolean(process.stdin.isTTY);

/**
 * Asks on the terminal, on standard error, so that standard output stays the result's own.
 *
 * @param hidden Shows nothing of the answer.
 * @throws Error if the answer is Ctrl-C or Ctrl-D.
 */
export async function ask(question: string, { hidden = false } = {}): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: hidden ? nowhere : process.stderr, terminal: true });
  const given = new AbortController();
  for (const end of ["SIGINT", "close"] as const) terminal.on(end, () => given.abort());
  try {
    if (hidden) process.stderr.write(question);
    return await terminal.question(hidden ? "" : question, { signal: given.signal });
  } catch {
    throw new Error("Stopped. Nothing was sent.");
  } finally {
    terminal.close();
    if (hidden) process.stderr.write("\n");
  }
}

/**
 * Asks for a yes before anything is sent.
 *
 * @throws Error if there is none, or nobody to ask.
 */
export async function confirm(question: string): Promise<void> {
  if (!atTerminal()) {
    throw new Error("Nothing is sent without a yes, and there is no terminal to say it at: say --yes.");
  }
  const answer = await ask(`${question} [y/N] `);
  if (!/^y(es)?$/i.test(answer.trim())) throw new Error("Stopped. Nothing was sent.");
}

let piped: Promise<string> | undefined;

/** The first line of standard input, read once. */
export async function firstPipedLine(): Promise<string> {
  piped ??= text(process.stdin);
  return (await piped).split(/\r?\n/, 1)[0]!;
}
