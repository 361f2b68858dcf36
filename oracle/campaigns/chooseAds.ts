import type { AdImpression } from "../store/adImpressions.ts";
import type { RunningCampaign } from "./runningCampaigns.ts";

/** So many different campaigns reach one viewer in an epoch, at most. */
const FREQUENCY_CAP = 3;

export interface Choice {
  campaign: RunningCampaign;
  /** The ad that stands in this place already in this epoch: it is shown again, and counts once. */
  again: AdImpression | null;
}

/**
 * Chooses what a place shows: first what stood there before in this epoch, then what this viewer has seen least, then the highest bid.
 * A campaign that is new to the viewer must be open, and within the cap.
 * @param eligible campaigns whose audience this viewer and place belong to
 * @param shown everything the viewer was shown in this epoch
 * @param most how many ads the place has room for
 */
export function chooseAds(
  eligible: readonly RunningCampaign[],
  shown: readonly AdImpression[],
  place: string,
  most: number,
): Choice[] {
  const times = new Map<string, number>();
  for (const { campaignId } of shown) times.set(campaignId, (times.get(campaignId) ?? 0) + 1);
  const ranked = eligible
    .map((campaign) => ({
      campaign,
      again: shown.find((one) => one.campaignId === campaign.campaignId && one.place === place) ?? null,
      times: times.get(campaign.campaignId) ?? 0,
    }))
    .sort(
      (a, b) =>
        Number(b.again !== null) - Number(a.again !== null) ||
        a.times - b.times ||
        compare(b.campaign.maxRateWei, a.campaign.maxRateWei) ||
        compare(BigInt(a.campaign.campaignId), BigInt(b.campaign.campaignId)),
    );
  const chosen: Choice[] = [];
  for (const { campaign, again, times: before } of ranked) {
    if (chosen.length >= most) break;
    if (before === 0) {
      if (!campaign.open || times.size >= FREQUENCY_CAP) continue;
      times.set(campaign.campaignId, 1);
    }
    chosen.push({ campaign, again });
  }
  return chosen;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
