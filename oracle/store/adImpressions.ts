import { and, asc, eq, gte, isNull, sql } from "drizzle-orm";
import { type Database, rows } from "./database.ts";
import { adImpressions } from "./schema/campaigns.ts";

export type AdImpression = typeof adImpressions.$inferSelect;

/** What a viewer was shown since a moment, oldest first. */
export async function readShown(db: Database, viewer: string, sinceMs: number): Promise<AdImpression[]> {
  return await db
    .select()
    .from(adImpressions)
    .where(and(eq(adImpressions.viewer, viewer), gte(adImpressions.servedAtMs, sinceMs)))
    .orderBy(asc(adImpressions.servedAtMs), asc(adImpressions.id));
}

export async function insertShown(db: Database, shown: readonly (typeof adImpressions.$inferInsert)[]): Promise<void> {
  if (shown.length > 0) await db.insert(adImpressions).values([...shown]);
}

export async function readImpression(db: Database, id: string): Promise<AdImpression | null> {
  const [row] = await db.select().from(adImpressions).where(eq(adImpressions.id, id));
  return row ?? null;
}

/** Notes that a viewer saw or followed an ad; what was noted before stays. */
export async function markImpression(
  db: Database,
  id: string,
  what: "viewedAtMs" | "clickedAtMs",
  atMs: number,
): Promise<void> {
  await db
    .update(adImpressions)
    .set({ [what]: atMs })
    .where(and(eq(adImpressions.id, id), isNull(adImpressions[what])));
}

/** To how many different viewers each campaign was shown since a moment. */
export async function countShown(db: Database, sinceMs: number): Promise<Map<string, number>> {
  const counted = await rows<{ campaignId: string; viewers: number }>(
    db,
    sql`select campaign_id as "campaignId", count(distinct viewer)::int as viewers from ad_impressions
        where served_at_ms >= ${sinceMs}::bigint group by campaign_id`,
  );
  return new Map(counted.map(({ campaignId, viewers }) => [campaignId, viewers]));
}
