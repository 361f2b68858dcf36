import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "./errors.ts";
import type { Options } from "./options.ts";

/**
 * Returns the oracle's secret: HEED_SECRET, or the one kept in the data folder, made on the first start.
 * @throws {SetupError} if the kept one isn't 32 bytes in hex.
 */
export function loadSecret(options: Pick<Options, "home" | "secret">): Uint8Array {
  if (options.secret) return Buffer.from(options.secret, "hex");
  const path = join(options.home, "secret");
  const kept = readKept(path) ?? create(options.home, path);
  if (!/^[0-9a-f]{64}$/.test(kept)) {
    throw new SetupError(`The secret in ${path} is damaged: it should be 64 hexadecimal digits.`, {
      code: "secret-damaged",
      hint: "Restore the file from a backup, or set HEED_SECRET to the secret this store was made with.",
    });
  }
  return Buffer.from(kept, "hex");
}

function readKept(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new SetupError(`The secret in ${path} can't be read.`, {
      code: "secret-unreadable",
      hint: "Give this user the right to read it, or set HEED_SECRET.",
      cause: error,
    });
  }
}

function create(home: string, path: string): string {
  mkdirSync(home, { recursive: true });
  // "wx": of two processes that start at once, one makes it and the other reads it.
  try {
    const made = randomBytes(32).toString("hex");
    writeFileSync(path, `${made}\n`, { mode: 0o600, flag: "wx" });
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return readFileSync(path, "utf8").trim();
    throw new SetupError(`The data folder ${home} can't be written.`, {
      code: "home-unwritable",
      hint: "Set HEED_HOME to a folder that this user may write.",
      cause: error,
    });
  }
}
