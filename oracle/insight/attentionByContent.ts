import { sql } from "drizzle-orm";
import { type Database, rows } from "../store/database.ts";

/** Published aggregates cover at least this many viewers: design, section 2, rule 7. */
export const LEAST_VIEWERS = 10;

export interface ContentAttention {
  contentId: string;
  /** Verified attention of all viewers, whole seconds; null for fewer than ten of them. */
  seconds: number | null;
  /** How many different viewers; null for fewer than ten. */
  viewers: number | null;
}

/** Attention that a creator's contents received. Groups below ten are suppressed in the query already: they never leave the store. */
export async function attentionByContent(db: Database, contentIds: readonly string[]): Promise<ContentAttention[]> {
  if (contentIds.length === 0) return [];
  const found = await rows<{ content_id: string; seconds: number; viewers: number }>(
    db,
    sql`select content_id, floor(sum(to_ms - from_ms) / 1000)::int as seconds, count(distinct viewer)::int as viewers
        from attention where content_id = any(${sql.param([...contentIds])}::text[])
        group by content_id having count(distinct viewer) >= ${LEAST_VIEWERS}`,
  );
  const byContent = new Map(found.map((row) => [row.content_id, row]));
  return contentIds.map((contentId) => {
    const row = byContent.get(contentId);
    return { contentId, seconds: row?.seconds ?? null, viewers: row?.viewers ?? null };
  });
}
