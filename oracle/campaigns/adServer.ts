import { randomUUID } from "node:crypto";
import { matchesAudience } from "@heed/contracts/brief";
import { holdViewer } from "../privacy/holdViewer.ts";
import type { ViewerId } from "../privacy/keys.ts";
import { findViewer } from "../privacy/viewers.ts";
import type { CatalogueEntry } from "../recommend/catalogue.ts";
import type { Context } from "../service/context.ts";
import { HeedError, NotFoundError } from "../service/errors.ts";
import type { Market } from "../service/market.ts";
import { isNewcomer } from "../settle/newcomer.ts";
import { insertShown, markImpression, readImpression, readShown } from "../store/adImpressions.ts";
import { findEarningViewer, readEarner } from "../store/earners.ts";
import { chooseAds } from "./chooseAds.ts";
import { interestOf, isInterested } from "./interest.ts";
import { createRunningCampaigns, type Running, type RunningCampaign } from "./runningCampaigns.ts";

/** An ad as it was put before one viewer. */
export interface ServedAd {
  id: string;
  campaign: RunningCampaign;
  /** With personal matching: the part of the viewer's attention that goes to such contents. */
  interest: number | null;
}

/** The feed shows at most one ad for so many pieces. */
export const PIECES_AN_AD = 8;
const MOST_IN_FEED = 3;
/** MRC: in view for a second. */
const LEAST_IN_VIEW_MS = 1_000;

/** Puts ads before viewers who opted in, paced and capped, and notes which of them were seen. */
export function createAdServer(context: Context, market: Pick<Market, "indexer" | "rateWei" | "catalogue">) {
  const { store, clock } = context;
  const readRunning = createRunningCampaigns(context, market);

  /** Campaigns of these that the viewer belongs to, each with the interest that personal matching found. */
  async function matched(viewer: string, account: string, candidates: readonly RunningCampaign[]) {
    const foreign = candidates.filter(({ advertiser }) => advertiser.address !== account);
    const personal = foreign.some(({ audience }) => audience.matching === "personal");
    const interest = personal ? await interestOf(store.db, viewer as ViewerId, market.catalogue, clock.nowMs()) : null;
    return foreign.flatMap((campaign) => {
      if (campaign.audience.matching === "standard") return { campaign, interest: null };
      const share = interest?.(campaign.audience) ?? 0;
      return isInterested(share) ? { campaign, interest: share } : [];
    });
  }

  async function serve(
    address: string,
    place: string,
    running: Running,
    candidates: readonly RunningCampaign[],
    most: number,
  ) {
    if (candidates.length === 0 || most === 0) return [];
    const earning = await findEarningViewer(store.db, address);
    if (earning === null) return [];
    // Asked before anything is held: what asks the store on its own inside a transaction would wait for itself.
    const found = await matched(earning, address, candidates);
    if (found.length === 0) return [];
    const { fromMs, durationMs } = running;
    const newcomer = await isNewcomer(store.db, earning, { fromMs, toMs: fromMs + durationMs });
    const eligible = found.map(({ campaign, interest }) => ({
      campaign: newcomer ? { ...campaign, open: campaign.openToNewcomers } : campaign,
      interest,
    }));
    // Held, so that two requests at once don't both begin, and neither an opting out nor an erasure is followed by an ad.
    const served = await holdViewer(context, address, findViewer, async (transaction, viewer): Promise<ServedAd[]> => {
      if (viewer !== earning || !(await readEarner(transaction, viewer))) return [];
      const shown = await readShown(transaction, viewer, fromMs);
      const chosen = chooseAds(
        eligible.map(({ campaign }) => campaign),
        shown,
        place,
        most,
      ).map(({ campaign, again }) => ({
        id: again?.id ?? randomUUID(),
        isNew: again === null,
        campaign,
        interest: eligible.find((one) => one.campaign === campaign)!.interest,
      }));
      const servedAtMs = clock.nowMs();
      const rows = chosen.filter(({ isNew }) => isNew);
      await insertShown(
        transaction,
        rows.map(({ id, campaign: { campaignId } }) => ({ id, campaignId, viewer, newcomer, place, servedAtMs })),
      );
      return chosen.map(({ id, campaign, interest }) => ({ id, campaign, interest }));
    });
    return served ?? [];
  }

  /** The viewer's own impression, when its second and its epoch allow a note of it. */
  async function noteable(address: string, id: string) {
    const [viewer, impression] = await Promise.all([findViewer(context, address), readImpression(store.db, id)]);
    if (!viewer || impression?.viewer !== viewer) throw unknownAd(id);
    return impression;
  }

  async function note(address: string, id: string, what: "viewedAtMs" | "clickedAtMs"): Promise<void> {
    const impression = await noteable(address, id);
    if (impression[what] !== null) return;
    const ageMs = clock.nowMs() - impression.servedAtMs;
    if (ageMs < LEAST_IN_VIEW_MS) throw tooEarly();
    const running = await readRunning();
    if (running && ageMs > running.durationMs) throw tooOld();
    await markImpression(store.db, id, what, clock.nowMs());
  }

  return {
    /**
     * Ads for a viewer's feed, in the order in which they are to stand between its pieces; none unless the wallet's viewer opted in. Never
     * throws: a feed without ads is a feed.
     */
    async forFeed(address: string, pieces: readonly CatalogueEntry[]): Promise<ServedAd[]> {
      try {
        const running = await readRunning();
        if (!running) return [];
        const most = Math.min(MOST_IN_FEED, Math.floor(pieces.length / PIECES_AN_AD));
        const candidates = running.campaigns.filter(({ audience }) =>
          pieces.some(({ features }) => features && matchesAudience(audience, features)),
        );
        return await serve(address, "feed", running, candidates, most);
      } catch (err) {
        context.logger.warn({ err }, "the feed goes without ads");
        return [];
      }
    },

    /** The ad beside a content whose attention some campaign wants, or null. */
    async beside(address: string, piece: CatalogueEntry): Promise<ServedAd | null> {
      const running = await readRunning();
      const { features } = piece;
      if (!running || !features) return null;
      const candidates = running.campaigns.filter(({ audience }) => matchesAudience(audience, features));
      return (await serve(address, piece.contentId, running, candidates, 1))[0] ?? null;
    },

    /**
     * Notes that half of an ad was in view for a second: with this the campaign can buy the viewer's matching attention of the epoch. Again,
     * it changes nothing.
     * @throws {NotFoundError} unknown-ad, of another viewer too; {HeedError} too-early, ad-too-old
     */
    viewed: (address: string, id: string) => note(address, id, "viewedAtMs"),

    /** Notes that an ad's link was followed; the same errors. */
    clicked: (address: string, id: string) => note(address, id, "clickedAtMs"),
  };
}

export type AdServer = ReturnType<typeof createAdServer>;

function unknownAd(id: string): NotFoundError {
  return new NotFoundError(`No ad ${id} was put before you.`, {
    code: "unknown-ad",
    field: "id",
    hint: "Take the id of an ad in your own feed or beside a piece.",
  });
}

function tooEarly(): HeedError {
  return new HeedError("The ad was served less than a second ago: nobody can have had it in view for one.", {
    code: "too-early",
    status: 409,
    hint: "Say so when half of it has been in view for a second.",
    retry: true,
  });
}

function tooOld(): HeedError {
  return new HeedError("The ad was served more than an epoch ago.", {
    code: "ad-too-old",
    status: 409,
    hint: "Ask for the feed, or the ad beside the piece, again.",
  });
}
