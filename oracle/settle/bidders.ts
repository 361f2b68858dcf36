import { and, eq, inArray, lt } from "drizzle-orm";
import type { Database } from "../store/database.ts";
import { campaignBriefs } from "../store/schema/campaigns.ts";
import { campaigns } from "../store/schema/chain.ts";

/** The most campaigns that an epoch's auction has; each makes settling dearer for everybody. */
const MOST_BIDDERS = 200;

/**
 * Returns who bids, by id, of the campaigns that run in an epoch: those whose money buys a second at half the rate before, the lowest
 * that the epoch can set; where there are more than an auction has, those that can spend most.
 */
export function biddersOf<Campaign extends { campaignId: string; spendableWei: bigint }>(
  running: readonly Campaign[],
  previousRateWei: bigint,
): Campaign[] {
  return running
    .filter(({ spendableWei }) => 2n * spendableWei >= previousRateWei)
    .sort((a, b) => compare(b.spendableWei, a.spendableWei) || byId(a, b))
    .slice(0, MOST_BIDDERS)
    .sort(byId);
}

/** The bidders among an epoch's running campaigns whose brief was deposited before its end; nobody knows whom the others want. */
export async function readBidders<Campaign extends { campaignId: string; spendableWei: bigint }>(
  db: Database,
  running: readonly Campaign[],
  { toMs, previousRateWei }: { toMs: number; previousRateWei: bigint },
): Promise<Campaign[]> {
  const ids = running.map(({ campaignId }) => campaignId);
  const briefed = await db
    .select({ campaignId: campaigns.campaignId })
    .from(campaigns)
    .innerJoin(campaignBriefs, eq(campaignBriefs.audienceHash, campaigns.audienceHash))
    .where(and(inArray(campaigns.campaignId, ids), lt(campaignBriefs.createdAtMs, toMs)));
  const known = new Set(briefed.map(({ campaignId }) => campaignId));
  return biddersOf(
    running.filter(({ campaignId }) => known.has(campaignId)),
    previousRateWei,
  );
}

const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
const byId = (a: { campaignId: string }, b: { campaignId: string }) =>
  compare(BigInt(a.campaignId), BigInt(b.campaignId));
