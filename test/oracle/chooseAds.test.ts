import { expect } from "chai";
import { campaignState, refundableAtS } from "../../oracle/campaigns/campaignView.ts";
import { chooseAds } from "../../oracle/campaigns/chooseAds.ts";
import { type Pace, viewersWanted } from "../../oracle/campaigns/pacing.ts";
import type { RunningCampaign } from "../../oracle/campaigns/runningCampaigns.ts";
import type { AdImpression } from "../../oracle/store/adImpressions.ts";

const campaign = (campaignId: string, maxRateWei: bigint, open = true): RunningCampaign => ({
  campaignId,
  advertiser: { address: "0x0", name: "" },
  maxRateWei,
  audience: { topics: [], languages: [], matching: "standard" },
  creative: { title: "", text: "", link: "", language: "en" },
  open,
  openToNewcomers: open,
});
const shownIn = (place: string, campaignId: string): AdImpression => ({
  id: `${place}-${campaignId}`,
  campaignId,
  viewer: "v",
  newcomer: false,
  place,
  servedAtMs: 0,
  viewedAtMs: null,
  clickedAtMs: null,
});

describe("choosing ads", () => {
  const all = [campaign("1", 5n), campaign("2", 9n), campaign("3", 9n), campaign("4", 1n)];
  const ids = (shown: AdImpression[], most: number, place = "feed", from = all) =>
    chooseAds(from, shown, place, most).map((one) => `${one.campaign.campaignId}${one.again ? "!" : ""}`);

  it("takes the highest bids, and the older campaign of equal ones", () => {
    expect(ids([], 2)).to.deep.equal(["2", "3"]);
  });

  it("reaches a viewer with three campaigns an epoch at most, however many places there are", () => {
    expect(ids([], 4)).to.deep.equal(["2", "3", "1"]);
    const shown = [shownIn("7", "1"), shownIn("7", "2"), shownIn("8", "4")];
    expect(ids(shown, 4)).to.deep.equal(["2", "1", "4"]);
  });

  it("leaves in a place what stood there before", () => {
    expect(ids([shownIn("feed", "4")], 2)).to.deep.equal(["4!", "2"]);
    expect(ids([shownIn("7", "4")], 2)).to.deep.equal(["2", "3"]);
  });

  it("begins with no new viewer where pacing says no, and goes on with those who know the campaign", () => {
    const paced = [campaign("1", 5n, false), campaign("2", 1n)];
    expect(ids([], 2, "feed", paced)).to.deep.equal(["2"]);
    expect(ids([shownIn("7", "1")], 2, "feed", paced)).to.deep.equal(["2", "1"]);
  });
});

describe("pacing", () => {
  const HOUR_MS = 3_600_000;
  const pace = { spendableWei: 600n, maxRateWei: 2n, rateWei: 1n, elapsed: 0, durationMs: HOUR_MS };
  const nobody = { established: 0, newcomers: 0 };
  const established = (changes: Partial<Pace>) => viewersWanted({ ...pace, ...changes }).established;

  it("wants twice the viewers whose attention the epoch's part of the budget pays for, evenly over the epoch", () => {
    // 600 seconds, sixty a viewer.
    expect(established({ elapsed: 1 })).to.equal(20);
    expect(established({ elapsed: 0.4 })).to.equal(10);
    expect(established({})).to.equal(2);
    expect(established({ spendableWei: 60n, elapsed: 1 })).to.equal(2);
  });

  it("wants nobody without money, or where no rate that can come is within its limit", () => {
    expect(viewersWanted({ ...pace, spendableWei: 0n, elapsed: 1 })).to.deep.equal(nobody);
    expect(viewersWanted({ ...pace, rateWei: 5n, elapsed: 1 })).to.deep.equal(nobody);
    expect(established({ rateWei: 4n, elapsed: 1 })).to.equal(10);
  });

  it("wants beside them only as many newcomers as settling pays newcomers for", () => {
    const newcomers = (changes: Partial<Pace>) => viewersWanted({ ...pace, elapsed: 1, ...changes }).newcomers;
    expect(newcomers({ spendableWei: 6_000n })).to.equal(20);
    expect(newcomers({ spendableWei: 60n })).to.equal(2);
    expect(newcomers({ spendableWei: 6_000n, durationMs: HOUR_MS / 10 })).to.equal(10);
    expect(newcomers({ spendableWei: 6_000n, durationMs: 1 })).to.equal(10);
    expect(established({ spendableWei: 6_000n, elapsed: 1 })).to.equal(200);
  });
});

describe("where a campaign stands", () => {
  const runs = { startsAt: 100, endsAt: 200, closedInBlock: null };
  const paid = { refundedWei: 0n };

  it("is told by its dates, its last second included, unless it was closed or refunded", () => {
    expect(campaignState(runs, paid, 99)).to.equal("scheduled");
    expect(campaignState(runs, paid, 100)).to.equal("running");
    expect(campaignState(runs, paid, 200)).to.equal("running");
    expect(campaignState(runs, paid, 201)).to.equal("ended");
    expect(campaignState({ ...runs, closedInBlock: 5 }, paid, 150)).to.equal("closed");
    expect(campaignState(runs, { refundedWei: 1n }, 150)).to.equal("refunded");
  });

  it("can be refunded a settlement window after the end of its last epoch", () => {
    expect(refundableAtS({ endsAt: 3599 }, { durationS: 3600, settlementWindowS: 10 })).to.equal(3611);
    expect(refundableAtS({ endsAt: 3600 }, { durationS: 3600, settlementWindowS: 10 })).to.equal(7211);
  });
});
