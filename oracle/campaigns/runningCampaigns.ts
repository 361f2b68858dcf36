import type { Audience, Brief, Creative } from "@heed/contracts/brief";
import { eq, inArray } from "drizzle-orm";
import type { Context } from "../service/context.ts";
import type { Market } from "../service/market.ts";
import { readBidders } from "../settle/bidders.ts";
import { readBudgets } from "../settle/budgets.ts";
import { countReached } from "../store/adImpressions.ts";
import { campaignBriefs } from "../store/schema/campaigns.ts";
import { creators } from "../store/schema/catalogue.ts";
import { campaigns } from "../store/schema/chain.ts";
import { viewersWanted } from "./pacing.ts";

export interface RunningCampaign extends Brief {
  campaignId: string;
  advertiser: { address: string; name: string };
  maxRateWei: bigint;
  /** Whether pacing lets it be shown to one viewer more, as far as it was known a second ago; and to one newcomer more. */
  open: boolean;
  openToNewcomers: boolean;
}

export interface Running {
  /** The epoch that runs now, and its bounds. */
  epoch: number;
  fromMs: number;
  durationMs: number;
  /** In order of id. */
  campaigns: readonly RunningCampaign[];
}

const REFRESHED_MS = 1_000;

/** Keeps what runs now in memory for a second: no request for a feed waits for these queries but the one that begins them. */
export function createRunningCampaigns(
  { store: { db }, clock }: Pick<Context, "store" | "clock">,
  { indexer, rateWei }: Pick<Market, "indexer" | "rateWei">,
) {
  let known: { atMs: number; running: Promise<Running | null> } | null = null;
  // A campaign that was just created or closed counts from the block on.
  indexer.onChange(() => {
    known = null;
  });

  async function read(): Promise<Running | null> {
    const { state } = indexer;
    if (!state) return null;
    const nowMs = clock.nowMs();
    const { durationS } = state.terms;
    const durationMs = durationS * 1000;
    const epoch = Math.floor(nowMs / durationMs);
    const fromMs = epoch * durationMs;
    const all = await readBudgets(db, { epoch, terms: state.terms, block: state.indexedBlock });
    const bidders = await readBidders(db, all, { toMs: fromMs + durationMs, previousRateWei: rateWei() });
    const budgets = new Map(bidders.map((budget) => [budget.campaignId, budget]));
    if (budgets.size === 0) return { epoch, fromMs, durationMs, campaigns: [] };
    const briefed = await db
      .select()
      .from(campaigns)
      .innerJoin(campaignBriefs, eq(campaignBriefs.audienceHash, campaigns.audienceHash))
      .leftJoin(creators, eq(creators.address, campaigns.advertiser))
      .where(inArray(campaigns.campaignId, [...budgets.keys()]));
    const reached = await countReached(db, fromMs, nowMs);
    const elapsed = (nowMs - fromMs) / durationMs;
    // Budgets go by whole epochs, dates by seconds.
    const now = Math.floor(nowMs / 1000);
    const inDates = briefed.filter(({ campaigns: { startsAt, endsAt } }) => startsAt <= now && now <= endsAt);
    const running = inDates.map(({ campaigns: { campaignId, advertiser, maxRateWei }, campaign_briefs, creators }) => {
      const wanted = viewersWanted({ ...budgets.get(campaignId)!, rateWei: rateWei(), elapsed, durationMs });
      const { established, newcomers } = reached.get(campaignId) ?? { established: 0, newcomers: 0 };
      return {
        campaignId,
        advertiser: { address: advertiser, name: creators?.name ?? "" },
        maxRateWei,
        audience: campaign_briefs.audience as Audience,
        creative: campaign_briefs.creative as Creative,
        open: established < wanted.established,
        openToNewcomers: newcomers < wanted.newcomers,
      };
    });
    running.sort((a, b) => Number(BigInt(a.campaignId) - BigInt(b.campaignId)));
    return { epoch, fromMs, durationMs, campaigns: running };
  }

  return (): Promise<Running | null> => {
    const nowMs = clock.nowMs();
    if (known && nowMs - known.atMs < REFRESHED_MS && nowMs >= known.atMs) return known.running;
    const running = read();
    known = { atMs: nowMs, running };
    // A failure is the caller's to see, and not to be remembered.
    running.catch(() => {
      known = null;
    });
    return running;
  };
}
