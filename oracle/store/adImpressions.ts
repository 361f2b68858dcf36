import { and, asc, eq, gte, isNull, or, sql } from "drizzle-orm";
import { type Database, rows } from "./database.ts";
import { adImpressions } from "./schema/campaigns.ts";

export type AdImpression = typeof adImpressions.$inferSelect;

/** Who hasn't had an ad in view this long after it was served, ms, most likely won't. */
const AWAITED_MS = 30_000;

/** What a viewer was shown, or had in view, since a moment, oldest first. */
export async function readShown(db: Database, viewer: string, sinceMs: number): Promise<AdImpression[]> {
  return await db
    .select()
    .from(adImpressions)
    .where(
      and(
        eq(adImpressions.viewer, viewer),
        or(gte(adImpressions.servedAtMs, sinceMs), gte(adImpressions.viewedAtMs, sinceMs)),
      ),
    )
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

/**
 * How many different viewers each campaign reached since a moment: who had an ad in view, and who may yet, because it was served less than
 * half a minute ago. Being served alone counts for nothing: it costs nothing either.
 */
export async function countReached(
  db: Database,
  sinceMs: number,
  nowMs: number,
): Promise<Map<string, { established: number; newcomers: number }>> {
  const counted = await rows<{ campaignId: string; established: number; newcomers: number }>(
    db,
    sql`select campaign_id as "campaignId", (count(distinct viewer) filter (where not newcomer))::int as established,
          (count(distinct viewer) filter (where newcomer))::int as newcomers
        from ad_impressions
        where viewed_at_ms >= ${sinceMs}::bigint or (viewed_at_ms is null and served_at_ms >= ${nowMs - AWAITED_MS}::bigint)
        group by campaign_id`,
  );
  return new Map(counted.map(({ campaignId, ...viewers }) => [campaignId, viewers]));
}
