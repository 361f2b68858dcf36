import { expect } from "chai";
import { eq } from "drizzle-orm";
import { attention } from "../../oracle/store/schema/behaviour.ts";
import { adImpressions, earners } from "../../oracle/store/schema/campaigns.ts";
import { campaigns } from "../../oracle/store/schema/chain.ts";
import {
  ADVERTISER,
  code,
  EPOCH_MS,
  HEED,
  LATE,
  PIECES,
  READER,
  STRANGER,
  useCampaignMarket,
} from "./support/campaignMarket.ts";
import type { Visitor } from "./support/server.ts";
import { account } from "./support/testChain.ts";
import { rewardsOn } from "./support/testRewards.ts";

describe("campaigns and their ads", () => {
  const place = useCampaignMarket();
  const { adsOf, age, begin, clock, db, forgetRunning, optIn } = place;

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
    expect(ad.creative).to.include({ title: `Ad ${place.made}`, link: "https://example.org/" });
    expect((await place.anyone.send("GET", "/feed")).body.ads).to.deep.equal([]);
    expect(await adsOf(await place.oracle.signInConsenting(STRANGER))).to.deep.equal([]);
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
    expect(code(await place.anyone.send("POST", `/ads/${id}/viewed`))).to.deep.equal([401, "not-signed-in"]);
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
    expect([await beside("24"), await beside("999"), await beside("1", place.anyone)]).to.deep.equal([
      null,
      null,
      null,
    ]);
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
    place.oracle.market.catalogue.invalidate();
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
    await rewardsOn(place.chain).createCampaign(ADVERTISER, HEED, {});
    await place.oracle.market.indexer.catchUp();
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
});
