import { expect } from "chai";
import { adImpressions } from "../../oracle/store/schema/campaigns.ts";
import { epochCampaigns, epochs } from "../../oracle/store/schema/settlement.ts";
import { ADVERTISER, brief, code, EPOCH_MS, HEED, STRANGER, useCampaignMarket } from "./support/campaignMarket.ts";
import { storeEarners } from "./support/earners.ts";
import { account } from "./support/testChain.ts";
import { rewardsOn } from "./support/testRewards.ts";

describe("campaigns and their ads", () => {
  const place = useCampaignMarket();
  const { begin, clock, db } = place;

  describe("a campaign's page", () => {
    const view = async (id: string) => (await place.anyone.send("GET", `/campaigns/${id}`)).body;

    it("says what it is, what it has and until when, as the chain does", async () => {
      const id = await begin({}, 50n * HEED);
      const body = await view(id);
      expect(body).to.deep.include({
        campaignId: id,
        advertiser: { address: account(ADVERTISER).address, name: "" },
        audience: brief.audience,
        state: "running",
        paidInWei: (50n * HEED).toString(),
        spentWei: "0",
        availableWei: (50n * HEED).toString(),
        maxRateWei: HEED.toString(),
        boughtMs: 0,
        costPerSecondWei: null,
        served: null,
        reach: null,
        epochs: [],
      });
      const refundable = await place.chain.client.readContract({
        ...rewardsOn(place.chain).rewards,
        functionName: "refundableAt",
        args: [BigInt(id)],
      });
      expect(body.refundableAtS).to.equal(Number(refundable));
      await place.chain.mined(
        await place.chain
          .wallet(ADVERTISER)
          .writeContract({ ...rewardsOn(place.chain).rewards, functionName: "close", args: [BigInt(id)] }),
      );
      await place.oracle.market.indexer.catchUp();
      expect(await view(id)).to.include({ state: "closed" });
    });

    it("adds up what standing reports say it spent, and leaves out a vetoed epoch's", async () => {
      const id = await begin({}, 50n * HEED);
      const row = { campaignId: id, maxRateWei: HEED, availableWei: 50n * HEED, spendableWei: HEED };
      const empty = { audienceHash: "0x", topics: [], languages: [] };
      const state = { toMs: 11_000, frozenAtMs: 1, block: 1, previousRateWei: 7n };
      await db()
        .insert(epochs)
        .values([
          { epoch: 8, fromMs: 8_000, state: "settled", report: { rate: "500" }, ...state },
          { epoch: 9, fromMs: 9_000, state: "posted", report: { rate: "1000" }, ...state },
          { epoch: 10, fromMs: 10_000, state: "vetoed", ...state },
        ]);
      await db()
        .insert(epochCampaigns)
        .values([
          { epoch: 8, ...row, ...empty, spentWei: 1_000n, boughtMs: 2_000 },
          { epoch: 9, ...row, ...empty, spentWei: 2_000n, boughtMs: 2_000 },
          { epoch: 10, ...row, ...empty, spentWei: 9_000n, boughtMs: 9_000 },
        ] as (typeof epochCampaigns.$inferInsert)[]);
      expect(await view(id)).to.deep.include({
        spentWei: "3000",
        boughtMs: 4000,
        costPerSecondWei: "750",
        availableWei: (50n * HEED - 3000n).toString(),
        epochs: [
          { epoch: 8, fromMs: 8_000, spentWei: "1000", boughtMs: 2000, rateWei: "500" },
          { epoch: 9, fromMs: 9_000, spentWei: "2000", boughtMs: 2000, rateWei: "1000" },
        ],
      });
    });

    it("tells delivery in whole tens, without the current epoch, and nothing under ten viewers", async () => {
      const id = await begin();
      const viewers = await storeEarners(db(), 14, clock.nowMs(), {});
      const before = Math.floor(clock.nowMs() / EPOCH_MS) * EPOCH_MS - 1;
      const show = (viewer: string, servedAtMs: number, viewed: boolean) =>
        db()
          .insert(adImpressions)
          .values({
            id: `${viewer}${servedAtMs}`,
            campaignId: id,
            viewer,
            place: "feed",
            servedAtMs,
            viewedAtMs: viewed ? servedAtMs : null,
          });
      for (const viewer of viewers.slice(0, 9)) await show(viewer, before, true);
      await show(viewers[9]!, before + 1, true);
      expect(await view(id)).to.include({ served: null, viewable: null, viewability: null, clicks: null, reach: null });
      for (const viewer of viewers.slice(10)) await show(viewer, before, true);
      for (const viewer of viewers) await show(viewer, before - 1, false);
      expect(await view(id)).to.include({ served: 20, viewable: 10, viewability: 0.48, clicks: 0, reach: 10 });
    });

    it("is listed, newest first, everybody's or one advertiser's", async () => {
      const first = await begin();
      const second = await begin({}, HEED, STRANGER);
      const ids = async (query = "") =>
        (await place.anyone.send("GET", `/campaigns${query}`)).body.campaigns.map(
          (one: { campaignId: string }) => one.campaignId,
        );
      expect((await ids()).slice(0, 2)).to.deep.equal([second, first]);
      expect(await ids(`?advertiser=${account(STRANGER).address}`)).to.deep.equal([second]);
      expect((await ids(`?before=${second}`))[0]).to.equal(first);
    });

    it("names what is wrong with a question", async () => {
      expect(code(await place.anyone.send("GET", "/campaigns/999"))).to.deep.equal([404, "unknown-campaign"]);
      expect(code(await place.anyone.send("GET", "/campaigns/one"))).to.deep.equal([400, "bad-input"]);
      expect(code(await place.anyone.send("GET", "/campaigns?advertiser=0x12"))).to.deep.equal([400, "bad-input"]);
    });
  });
});
