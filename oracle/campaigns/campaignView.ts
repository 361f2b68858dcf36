import type { EpochTerms } from "../chain/epochTerms.ts";
import type { Delivery } from "../insight/campaignFigures.ts";
import type { CampaignMoney, StoredCampaign } from "../store/campaigns.ts";

export const CAMPAIGN_STATES = ["scheduled", "running", "ended", "closed", "refunded"] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

export type CampaignView = ReturnType<typeof viewOf>;

/** A campaign as everybody may see it: wei as decimal text, a Unix second named S. */
export function viewOf(
  campaign: StoredCampaign,
  dates: { state: CampaignState; refundableAtS: number; refundable: boolean },
  money: CampaignMoney,
  delivery: Delivery | null,
) {
  const { paidInWei, refundedWei, spentWei, boughtMs } = money;
  return {
    campaignId: campaign.campaignId,
    advertiser: { address: campaign.advertiser, name: campaign.advertiserName ?? "" },
    audience: campaign.audience && {
      ...campaign.audience,
      topics: [...campaign.audience.topics],
      languages: [...campaign.audience.languages],
    },
    creative: campaign.creative,
    maxRateWei: campaign.maxRateWei.toString(),
    startsAtS: campaign.startsAt,
    endsAtS: campaign.endsAt,
    ...dates,
    paidInWei: paidInWei.toString(),
    spentWei: spentWei.toString(),
    availableWei: (paidInWei - refundedWei - spentWei).toString(),
    boughtMs,
    costPerSecondWei: boughtMs === 0 ? null : ((spentWei * 1000n) / BigInt(boughtMs)).toString(),
    served: delivery?.served ?? null,
    viewable: delivery?.viewable ?? null,
    viewability: delivery?.viewability ?? null,
    clicks: delivery?.clicks ?? null,
    reach: delivery?.reach ?? null,
  };
}

/** When the epoch that runs now began, ms. */
export function epochStartMs(nowMs: number, { durationS }: Pick<EpochTerms, "durationS">): number {
  const durationMs = durationS * 1000;
  return Math.floor(nowMs / durationMs) * durationMs;
}

/** First second at which the leftover is paid back: as the contract reckons it. */
export function refundableAtS(
  { endsAt }: { endsAt: number },
  terms: Pick<EpochTerms, "durationS" | "settlementWindowS">,
): number {
  return (Math.floor(endsAt / terms.durationS) + 1) * terms.durationS + terms.settlementWindowS + 1;
}

/** Where a campaign stands at the chain's time `nowS`, Unix seconds. */
export function campaignState(
  { startsAt, endsAt, closedInBlock }: Pick<StoredCampaign, "startsAt" | "endsAt" | "closedInBlock">,
  { refundedWei }: Pick<CampaignMoney, "refundedWei">,
  nowS: number,
): CampaignState {
  if (refundedWei > 0n) return "refunded";
  if (closedInBlock !== null) return "closed";
  if (nowS > endsAt) return "ended";
  return nowS < startsAt ? "scheduled" : "running";
}
