import { eq } from "drizzle-orm";
import { fingerprint } from "../privacy/keys.ts";
import { SetupError } from "../service/errors.ts";
import type { Database } from "./database.ts";
import { settings } from "./schema/settings.ts";

/** Returns a fact that the store keeps about itself, or null. */
export async function readSetting(db: Database, name: string): Promise<string | null> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.name, name));
  return row?.value ?? null;
}

/** Keeps a fact in place of the one of this name. */
export async function writeSetting(db: Database, name: string, value: string): Promise<void> {
  await db.insert(settings).values({ name, value }).onConflictDoUpdate({ target: settings.name, set: { value } });
}

/**
 * Ties a new store to its secret, and refuses a store that was made with another one: every pseudonym in it would be lost.
 * @throws {SetupError}
 */
export async function checkSecret(db: Database, secret: Uint8Array): Promise<void> {
  const wanted = fingerprint(secret);
  await db.insert(settings).values({ name: "secret", value: wanted }).onConflictDoNothing();
  if ((await readSetting(db, "secret")) === wanted) return;
  throw new SetupError("This store was made with a different secret: nobody's behaviour could be found again.", {
    code: "secret-changed",
    hint: "Set HEED_SECRET (or put back the file secret in HEED_HOME) as it was; to begin anew, use another HEED_HOME or database.",
  });
}
