import { and, eq, type SQL, sql } from "drizzle-orm";
import type { ReductionReason } from "../prepare/cleaning.ts";
import { type Database, rows } from "./database.ts";
import { attention, reductions } from "./schema/behaviour.ts";

export interface ContentAttention {
  contentId: string;
  verifiedMs: number;
}

/** Returns a viewer's verified attention by content, most first; of one content if it is named. */
export async function attentionByContent(
  db: Database,
  viewer: string,
  contentId?: string,
): Promise<ContentAttention[]> {
  const only: SQL | undefined = contentId === undefined ? undefined : eq(attention.contentId, contentId);
  return rows<{ contentId: string; verifiedMs: number }>(
    db,
    sql`select content_id as "contentId", sum(to_ms - from_ms)::bigint as "verifiedMs" from attention
        where ${and(eq(attention.viewer, viewer), only)} group by content_id order by 2 desc, 1`,
  );
}

/** Returns what was taken off a viewer's claims, by reason; of one content if it is named. */
export async function reductionsByReason(db: Database, viewer: string, contentId?: string) {
  const only: SQL | undefined = contentId === undefined ? undefined : eq(reductions.contentId, contentId);
  return rows<{ reason: ReductionReason; count: number; cutMs: number }>(
    db,
    sql`select reason, count(*)::bigint as count, sum(cut_ms)::bigint as "cutMs" from reductions
        where ${and(eq(reductions.viewer, viewer), only)} group by reason order by reason`,
  );
}
