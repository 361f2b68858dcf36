import { eq } from "drizzle-orm";
import type { Database } from "./database.ts";
import { earners } from "./schema/campaigns.ts";

export type Earner = typeof earners.$inferSelect;

/** A viewer's opting in, or null. */
export async function readEarner(db: Database, viewer: string): Promise<Earner | null> {
  const [row] = await db.select().from(earners).where(eq(earners.viewer, viewer));
  return row ?? null;
}

/** Opts a viewer in, or changes the terms; since when stays as it was. Returns what holds now. */
export async function saveEarner(db: Database, earner: Earner): Promise<Earner> {
  const { account, shareBps, dailySeconds } = earner;
  const [saved] = await db
    .insert(earners)
    .values(earner)
    .onConflictDoUpdate({ target: earners.viewer, set: { account, shareBps, dailySeconds } })
    .returning();
  return saved!;
}

/** Opts a viewer out: no attention from now on is paid. */
export async function deleteEarner(db: Database, viewer: string): Promise<void> {
  await db.delete(earners).where(eq(earners.viewer, viewer));
}

/** The viewer that a wallet opted in with, or null: one look-up by the account, for the many who did not. */
export async function findEarningViewer(db: Database, account: string): Promise<string | null> {
  const [row] = await db.select({ viewer: earners.viewer }).from(earners).where(eq(earners.account, account));
  return row?.viewer ?? null;
}
