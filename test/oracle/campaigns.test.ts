import type { Brief } from "@heed/contracts/brief";
import { expect } from "chai";
import { eq, sql } from "drizzle-orm";
import { saveBrief } from "../../oracle/store/campaignBriefs.ts";
import { attention } from "../../oracle/store/schema/behaviour.ts";
import { adImpressions, campaignBriefs, earners } from "../../oracle/store/schema/campaigns.ts";
import { works } from "../../oracle/store/schema/catalogue.ts";
import { campaigns } from "../../oracle/store/schema/chain.ts";
import { epochCampaigns, epochs } from "../../oracle/store/schema/settlement.ts";
import { publishContents } from "./support/contents.ts";
import { SetClock } from "./support/context.ts";
import { storeEarners } from "./support/earners.ts";
import { type Answer, Visitor } from "./support/server.ts";
import { account, startTestChain, type TestChain } from "./support/testChain.ts";
import { openTestMarket, type TestMarket } from "./support/testMarket.ts";
import { rewardsOn } from "./support/testRewards.ts";

const HEED = 10n ** 18n;
const ADVERTISER = 2;
const READER = 3;
const STRANGER = 4;
const LATE = 5;
const PIECES = 24;
/** The test chain's. */
const EPOCH_MS = 3_600_000;
const code = ({ status, body }: Answer) => [status, body.error?.code];
const brief: Brief = {
  audience: { topics: ["test"], languages: ["en"], matching: "standard" },
  creative: { title: "A telescope", text: "Made to last.", link: "https://example.org/", language: "en" },
};

describe("campaigns and their ads", () => {
  let chain: TestChain;
  let oracle: TestMarket;
  let anyone: Visitor;
  let made = 0;
  /** Stands in the middle of an epoch, however long a test takes. */
  const clock = new SetClock((Math.floor(Date.now() / EPOCH_MS) + 0.5) * EPOCH_MS);
  const db = () => oracle.context.store.db;

  before(async () => {
    chain = await startTestChain();
    oracle = await openTestMarket(chain, {}, clock);
    anyone = new Visitor(oracle.url);
    await publishContents(db(), PIECES);
    await db()
      .update(works)
      .set({ topics: ["cooking"] })
      .where(eq(works.title, "Piece 24"));
    oracle.market.catalogue.invalidate();
  });
  after(async () => {
    await oracle?.close();
    await chain?.stop();
  });

  /** Nothing runs and nobody is opted in; what earlier tests began is over. */
  beforeEach(async () => {
    for (const table of [adImpressions, earners, attention, epochCampaigns, epochs, campaignBriefs])
      await db().delete(table);
    await db().update(campaigns).set({ endsAt: 1 });
    await forgetRunning();
  });

  /** What runs is remembered for a second, or until the next block with news. */
  async function forgetRunning() {
    await chain.test.mine({ blocks: 1 });
    await oracle.market.indexer.catchUp();
  }

  /** Creates a campaign with a brief of its own, and waits until it is served. */
  async function begin(changes: Partial<Brief["audience"]> = {}, budget = 10_000n * HEED, advertiser = ADVERTISER) {
    const own = {
      audience: { ...brief.audience, ...changes },
      creative: { ...brief.creative, title: `Ad ${++made}` },
    };
    const audienceHash = await saveBrief(db(), account(advertiser).address, own, clock.nowMs());
    const id = await rewardsOn(chain).createCampaign(advertiser, budget, { audienceHash });
    await oracle.market.indexer.catchUp();
    // A chain that mined many blocks in a second is ahead of the clock.
    await db().update(campaigns).set({ startsAt: 0 }).where(eq(campaigns.campaignId, id.toString()));
    await forgetRunning();
    return id.toString();
  }

  async function optIn(index: number) {
    const visitor = await oracle.signInConsenting(index);
    expect((await visitor.send("PUT", "/me/earning", {})).status).to.equal(200);
    return visitor;
  }

  const adsOf = async (visitor: Visitor) => (await visitor.send("GET", "/feed")).body.ads;
  /** As if every ad had been served so long ago. */
  const age = (ms: number) =>
    db()
      .update(adImpressions)
      .set({ servedAtMs: sql`${adImpressions.servedAtMs} - ${ms}` });

  it("shows an ad in the feed, saying who pays and why, to who opted in and to nobody else", async () => {
    const campaignId = await begin();
    const reader = await optIn(READER);
    const [ad, ...more] = await adsOf(reader);
    expect(more).to.have.length(0);
    expect(ad).to.deep.include({
      campaignId,
      advertiser: { address: account(ADVERTISER).address, name: "" },
      reason: { topics: ["test"], languages: ["en"], interest: null },
    });
    expect(ad.creative).to.include({ title: `Ad ${made}`, link: "https://example.org/" });
    expect((await anyone.send("GET", "/feed")).body.ads).to.deep.equal([]);
    expect(await adsOf(await oracle.signInConsenting(STRANGER))).to.deep.equal([]);
    await reader.send("DELETE", "/me/earning");
    expect(await adsOf(reader)).to.deep.equal([]);
  });

  it("leaves the feed's pieces and their order as they are without ads", async () => {
    const reader = await optIn(READER);
    const before = (await reader.send("GET", "/feed")).body;
    await begin();
    const { ads, ...after } = (await reader.send("GET", "/feed")).body;
    expect(ads).to.have.length(1);
    expect({ ...after, ads: [] }).to.deep.equal(before);
  });

  it("serves the same ad again within an epoch, counts it once, and another viewer's is another", async () => {
    await begin();
    const reader = await optIn(READER);
    const other = await optIn(STRANGER);
    const [first] = await adsOf(reader);
    const again = await Promise.all([adsOf(reader), adsOf(reader), adsOf(other)]);
    expect(again[0]![0].id).to.equal(first.id);
    expect(again[1]![0].id).to.equal(first.id);
    expect(again[2]![0].id).not.to.equal(first.id);
    expect(await db().$count(adImpressions)).to.equal(2);
  });

  it("notes a view a second after serving at the earliest, once, and for its own viewer only", async () => {
    await begin();
    const reader = await optIn(READER);
    const other = await optIn(STRANGER);
    const [{ id }] = await adsOf(reader);
    expect(code(await reader.send("POST", `/ads/${id}/viewed`))).to.deep.equal([409, "too-early"]);
    await age(1_000);
    expect(code(await other.send("POST", `/ads/${id}/viewed`))).to.deep.equal([404, "unknown-ad"]);
    expect(code(await anyone.send("POST", `/ads/${id}/viewed`))).to.deep.equal([401, "not-signed-in"]);
    expect(code(await reader.send("POST", "/ads/7/viewed"))).to.deep.equal([400, "bad-input"]);
    expect((await reader.send("POST", `/ads/${id}/viewed`)).status).to.equal(204);
    const [noted] = await db().select().from(adImpressions).where(eq(adImpressions.id, id));
    expect(noted!.viewedAtMs).to.be.a("number");
    expect((await reader.send("POST", `/ads/${id}/viewed`)).status).to.equal(204);
    expect((await reader.send("POST", `/ads/${id}/clicked`)).status).to.equal(204);
    const [after] = await db().select().from(adImpressions).where(eq(adImpressions.id, id));
    expect(after).to.include({ viewedAtMs: noted!.viewedAtMs });
    expect(after!.clickedAtMs).to.be.a("number");
  });

  it("takes no view of an ad that was served more than an epoch ago", async () => {
    await begin();
    const reader = await optIn(READER);
    const [{ id }] = await adsOf(reader);
    await age(EPOCH_MS + 1_000);
    expect(code(await reader.send("POST", `/ads/${id}/viewed`))).to.deep.equal([409, "ad-too-old"]);
  });

  it("stands beside the pieces that match, and beside no others", async () => {
    const campaignId = await begin();
    const reader = await optIn(READER);
    const beside = async (contentId: string, visitor: Visitor = reader) =>
      (await visitor.send("GET", `/ads?contentId=${contentId}`)).body.ad;
    expect((await beside("1")).campaignId).to.equal(campaignId);
    expect((await beside("1")).id).to.equal((await beside("1")).id);
    expect((await beside("2")).id).not.to.equal((await beside("1")).id);
    expect([await beside("24"), await beside("999"), await beside("1", anyone)]).to.deep.equal([null, null, null]);
  });

  it("has at most one ad for eight pieces, and reaches nobody with more than three campaigns in an epoch", async () => {
    for (let more = 0; more < 4; more += 1) await begin();
    const reader = await optIn(READER);
    const ids = (await adsOf(reader)).map(({ campaignId }: { campaignId: string }) => campaignId);
    expect(ids).to.have.length(PIECES / 8);
    const seen = new Set(ids);
    for (let contentId = 1; contentId <= 6; contentId += 1)
      seen.add((await reader.send("GET", `/ads?contentId=${contentId}`)).body.ad.campaignId);
    expect(seen.size).to.equal(3);
  });

  it("is paced: what a budget can't pay for in this epoch isn't begun with", async () => {
    // A day of epochs; each pays for a tenth of a second.
    await begin({}, HEED / 40n);
    expect(await adsOf(await optIn(READER))).to.deep.equal([]);
    const campaignId = await begin({}, 10_000n * HEED);
    const shown = await adsOf(await optIn(STRANGER));
    expect(shown.map((ad: { campaignId: string }) => ad.campaignId)).to.deep.equal([campaignId]);
  });

  describe("whose budget pays for one viewer's attention", () => {
    const DAY_MS = 24 * 3600 * 1000;
    /** Twelve seconds an epoch. */
    const ONE_VIEWERS = 3n * HEED;
    const isShown = async (visitor: Visitor) => (await adsOf(visitor)).length === 1;

    /** Opts somebody in who attended to something on two days long before. */
    async function optInEstablished(index: number) {
      const visitor = await optIn(index);
      const [earner] = await db()
        .select()
        .from(earners)
        .where(eq(earners.account, account(index).address));
      for (const days of [4, 5]) {
        const fromMs = clock.nowMs() - days * DAY_MS;
        await db()
          .insert(attention)
          .values({ viewer: earner!.viewer, contentId: "1", fromMs, toMs: fromMs + 1_000 });
      }
      return visitor;
    }

    it("waits half a minute for who was shown its ad, and then counts only who had it in view", async () => {
      await begin({}, ONE_VIEWERS);
      const [blind, reader, late] = [
        await optInEstablished(READER),
        await optInEstablished(STRANGER),
        await optInEstablished(LATE),
      ];
      expect(await isShown(blind)).to.equal(true);
      await forgetRunning();
      expect(await isShown(reader)).to.equal(false);
      await age(30_001);
      await forgetRunning();
      const [{ id }] = await adsOf(reader);
      await age(30_001);
      expect((await reader.send("POST", `/ads/${id}/viewed`)).status).to.equal(204);
      await forgetRunning();
      expect(await isShown(late)).to.equal(false);
    });

    it("isn't used up by newcomers, who are counted by themselves", async () => {
      await begin({}, ONE_VIEWERS);
      expect(await isShown(await optIn(READER))).to.equal(true);
      await forgetRunning();
      expect(await isShown(await optIn(STRANGER))).to.equal(false);
      expect(await isShown(await optInEstablished(LATE))).to.equal(true);
    });
  });

  it("counts a campaign that was served in one epoch and seen in the next to the next one's three", async () => {
    for (let more = 0; more < 3; more += 1) await begin();
    const reader = await optIn(READER);
    expect(await adsOf(reader)).to.have.length(3);
    const fromMs = Math.floor(clock.nowMs() / EPOCH_MS) * EPOCH_MS;
    await db()
      .update(adImpressions)
      .set({ servedAtMs: fromMs - 1_000, viewedAtMs: fromMs });
    const campaignId = await begin();
    await db()
      .update(campaigns)
      .set({ maxRateWei: 2n * HEED })
      .where(eq(campaigns.campaignId, campaignId));
    await forgetRunning();
    const { ad } = (await reader.send("GET", "/ads?contentId=1")).body;
    expect(ad.campaignId).not.to.equal(campaignId);
  });

  it("by personal matching reaches only who gives a quarter of their attention to such pieces, and says so", async () => {
    await begin({ topics: ["cooking"], matching: "personal" });
    const reader = await optIn(READER);
    const other = await optIn(STRANGER);
    for (const { viewer, account: address } of await db().select().from(earners)) {
      const toMs = clock.nowMs() - 10_000;
      const fond = address === account(READER).address;
      await db()
        .insert(attention)
        .values({ viewer, contentId: "24", fromMs: toMs - (fond ? 40_000 : 10_000), toMs });
      await db()
        .insert(attention)
        .values({ viewer, contentId: "1", fromMs: toMs - 140_000, toMs: toMs - 80_000 });
    }
    // The catalogue asks the store again meanwhile: nothing may be held that it would wait for.
    oracle.market.catalogue.invalidate();
    const [ad] = await adsOf(reader);
    expect(ad.reason).to.deep.equal({ topics: ["cooking"], languages: ["en"], interest: 0.4 });
    expect(await adsOf(other)).to.deep.equal([]);
    await reader.send("PUT", "/consent", { collect: true, personalise: false });
    expect(await adsOf(reader)).to.deep.equal([]);
  });

  it("never shows advertisers their own ads: nobody pays themselves", async () => {
    await begin();
    expect(await adsOf(await optIn(ADVERTISER))).to.deep.equal([]);
  });

  it("isn't shown without a brief, or before its start", async () => {
    const reader = await optIn(READER);
    await rewardsOn(chain).createCampaign(ADVERTISER, HEED, {});
    await oracle.market.indexer.catchUp();
    await forgetRunning();
    expect(await adsOf(reader)).to.deep.equal([]);
    const campaignId = await begin();
    await db()
      .update(campaigns)
      .set({ startsAt: Math.floor(clock.nowMs() / 1000) + 3600 })
      .where(eq(campaigns.campaignId, campaignId));
    await forgetRunning();
    expect(await adsOf(reader)).to.deep.equal([]);
  });

  it("goes with the viewer who is erased", async () => {
    await begin();
    const reader = await optIn(READER);
    await adsOf(reader);
    await reader.send("DELETE", "/me");
    expect(await db().$count(adImpressions)).to.equal(0);
  });

  describe("a campaign's page", () => {
    const view = async (id: string) => (await anyone.send("GET", `/campaigns/${id}`)).body;

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
      const refundable = await chain.client.readContract({
        ...rewardsOn(chain).rewards,
        functionName: "refundableAt",
        args: [BigInt(id)],
      });
      expect(body.refundableAtS).to.equal(Number(refundable));
      await chain.mined(
        await chain
          .wallet(ADVERTISER)
          .writeContract({ ...rewardsOn(chain).rewards, functionName: "close", args: [BigInt(id)] }),
      );
      await oracle.market.indexer.catchUp();
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
        (await anyone.send("GET", `/campaigns${query}`)).body.campaigns.map(
          (one: { campaignId: string }) => one.campaignId,
        );
      expect((await ids()).slice(0, 2)).to.deep.equal([second, first]);
      expect(await ids(`?advertiser=${account(STRANGER).address}`)).to.deep.equal([second]);
      expect((await ids(`?before=${second}`))[0]).to.equal(first);
    });

    it("names what is wrong with a question", async () => {
      expect(code(await anyone.send("GET", "/campaigns/999"))).to.deep.equal([404, "unknown-campaign"]);
      expect(code(await anyone.send("GET", "/campaigns/one"))).to.deep.equal([400, "bad-input"]);
      expect(code(await anyone.send("GET", "/campaigns?advertiser=0x12"))).to.deep.equal([400, "bad-input"]);
    });
  });
});
