import { sql } from "drizzle-orm";
import { type Database, rows } from "../store/database.ts";
import { LEAST_VIEWERS } from "./attentionByContent.ts";

/** What became of a campaign's ads, up to the beginning of the current epoch, in whole tens; nothing below ten viewers. */
export interface Delivery {
  served: number;
  viewable: number;
  /** Share of the served that were in view (MRC), 0..1, in whole hundredths. */
  viewability: number;
  clicks: number;
  /** Different viewers who had an ad in view. */
  reach: number;
}

/**
 * Reads the delivery of these campaigns, by id; those with fewer than ten viewers are left out. Whole tens, and only what is over: neither
 * one more answer nor a comparison of two says what one viewer did.
 * @param beforeMs when the current epoch began
 */
export async function readDeliveries(
  db: Database,
  campaignIds: readonly string[],
  beforeMs: number,
): Promise<Map<string, Delivery>> {
  const found = await rows<{ campaignId: string; served: number; viewable: number; clicks: number; reach: number }>(
    db,
    sql`select campaign_id as "campaignId", count(*)::int as served, count(viewed_at_ms)::int as viewable,
          count(clicked_at_ms)::int as clicks, (count(distinct viewer) filter (where viewed_at_ms is not null))::int as reach
        from ad_impressions where campaign_id = any(${sql.param([...campaignIds])}::text[]) and served_at_ms < ${beforeMs}::bigint
        group by campaign_id having count(distinct viewer) filter (where viewed_at_ms is not null) >= ${LEAST_VIEWERS}`,
  );
  return new Map(
    found.map(({ campaignId, served, viewable, clicks, reach }) => [
      campaignId,
      {
        served: tens(served),
        viewable: tens(viewable),
        viewability: Math.round((100 * viewable) / served) / 100,
        clicks: tens(clicks),
        reach: tens(reach),
      },
    ]),
  );
}

function tens(count: number): number {
  return 10 * Math.floor(count / 10);
}
