import { sql } from "drizzle-orm";
import { type Database, rows } from "./database.ts";

export interface Matching {
  contentIds: readonly string[];
  /** Attention before this doesn't count, ms. */
  sinceMs: number;
  /** For those whose consent to personal use is in force: the least part of their attention that goes to these contents. Null: everybody with any. */
  leastShare: number | null;
  /** Counting ends here. */
  limit?: number;
}

/** How many opted-in viewers attended to these contents. */
export async function countMatchingEarners(db: Database, matching: Matching): Promise<number> {
  const { contentIds, sinceMs, leastShare, limit } = matching;
  if (contentIds.length === 0) return 0;
  const attended = sql`from attention a where a.viewer = e.viewer and a.to_ms > ${sinceMs}::bigint`;
  const wanted = sql`a.content_id = any(${sql.param([...contentIds])}::text[])`;
  const condition =
    leastShare === null
      ? sql`exists (select ${attended} and ${wanted})`
      : sql`(select c.personalise from consents c where c.viewer = e.viewer order by c.seq desc limit 1)
          and (select sum(a.to_ms - a.from_ms) filter (where ${wanted}) >= ${leastShare} * sum(a.to_ms - a.from_ms) ${attended})`;
  const [found] = await rows<{ count: number }>(
    db,
    sql`select count(*)::int as count from (select from earners e where ${condition} ${
      limit === undefined ? sql`` : sql`limit ${limit}`
    }) as matching`,
  );
  return found!.count;
}
