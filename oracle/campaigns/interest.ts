import { type Audience, matchesAudience } from "@heed/contracts/brief";
import { sql } from "drizzle-orm";
import { currentConsent } from "../privacy/consent.ts";
import type { ViewerId } from "../privacy/keys.ts";
import type { Catalogue } from "../recommend/catalogue.ts";
import { type Database, rows } from "../store/database.ts";
import { INTEREST_MS, INTEREST_SHARE } from "./audienceSize.ts";

/**
 * What part of a viewer's attention of the last 28 days went to contents that an audience wants, as a function of the audience; null
 * unless the viewer allows personal use.
 */
export async function interestOf(
  db: Database,
  viewer: ViewerId,
  catalogue: Pick<Catalogue, "features">,
  nowMs: number,
) {
  const { personalise } = await currentConsent(db, viewer);
  if (!personalise) return null;
  const spent = await rows<{ contentId: string; ms: number }>(
    db,
    sql`select content_id as "contentId", sum(to_ms - from_ms)::bigint as ms from attention
        where viewer = ${viewer} and to_ms > ${nowMs - INTEREST_MS}::bigint group by content_id`,
  );
  const all = spent.reduce((sum, { ms }) => sum + ms, 0);
  const known = new Map(
    (await catalogue.features(spent.map(({ contentId }) => contentId))).map((one) => [one.contentId, one]),
  );
  return (audience: Audience): number => {
    const matching = spent.filter(({ contentId }) => {
      const features = known.get(contentId);
      return features && matchesAudience(audience, features);
    });
    return all === 0 ? 0 : matching.reduce((sum, { ms }) => sum + ms, 0) / all;
  };
}

/** Whether such a share is enough for personal matching: see {@link INTEREST_SHARE}. */
export function isInterested(share: number): boolean {
  return share >= INTEREST_SHARE;
}
