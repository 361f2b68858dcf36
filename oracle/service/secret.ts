import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "./errors.ts";
import type { Options } from "./options.ts";

/**
 * Returns the oracle's secret: HEED_SECRET, or the one kept in the data folder, made on the first start.
 * @throws {SetupError} if the kept one isn't 32 bytes in hex, or can't be read or made.
 */
export function loadSecret({ home, secret }: Pick<Options, "home" | "secret">): Uint8Array {
  return Buffer.from(secret ?? loadKept(home, "secret", "HEED_SECRET"), "hex");
}

/** Returns the operator's token: HEED_OPERATOR_TOKEN, or the one kept in the data folder, made on the first start. */
export function loadOperatorToken({ home, operatorToken }: Pick<Options, "home" | "operatorToken">): string {
  return operatorToken ?? loadKept(home, "operator-token", "HEED_OPERATOR_TOKEN");
}

function loadKept(home: string, name: string, variable: string): string {
  const path = join(home, name);
  const kept = read(path, variable) ?? create(home, path);
  if (/^[0-9a-f]{64}$/.test(kept)) return kept;
  throw new SetupError(`${path} is damaged: it should hold 64 hexadecimal digits.`, {
    code: "secret-damaged",
    hint: `Restore the file from a backup, or set ${variable} to what it held.`,
  });
}

function read(path: string, variable: string): string | null {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new SetupError(`${path} can't be read.`, {
      code: "secret-unreadable",
      hint: `Give this user the right to read it, or set ${variable}.`,
      cause,
    });
  }
}

function create(home: string, path: string): string {
  try {
    mkdirSync(home, { recursive: true });
    const made = randomBytes(32).toString("hex");
    // "wx": of two processes that start at once, one makes it and the other reads it.
    writeFileSync(path, `${made}\n`, { mode: 0o600, flag: "wx" });
    return made;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return readFileSync(path, "utf8").trim();
    throw new SetupError(`The data folder ${home} can't be written.`, {
      code: "home-unwritable",
      hint: "Set HEED_HOME to a folder that this user may write.",
      cause,
    });
  }
}
