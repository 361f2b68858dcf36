import { desc, eq } from "drizzle-orm";
import type { Database } from "../store/database.ts";
import { consents } from "../store/schema/behaviour.ts";
import type { ViewerId } from "./keys.ts";

/** What a viewer allows: storing behaviour, and using it for prices and ranking of the viewer's own. */
export interface Consent {
  collect: boolean;
  personalise: boolean;
}

export const NO_CONSENT: Consent = { collect: false, personalise: false };

/** Returns the consent in force: the ledger's newest entry, or nothing allowed. */
export async function currentConsent(db: Database, viewer: ViewerId): Promise<Consent> {
  const [newest] = await db
    .select({ collect: consents.collect, personalise: consents.personalise })
    .from(consents)
    .where(eq(consents.viewer, viewer))
    .orderBy(desc(consents.seq))
    .limit(1);
  return newest ?? NO_CONSENT;
}

/** Appends to the ledger; what was decided before stays on record. */
export async function recordConsent(db: Database, viewer: ViewerId, consent: Consent, atMs: number): Promise<void> {
  await db.insert(consents).values({ viewer, ...consent, atMs });
}
