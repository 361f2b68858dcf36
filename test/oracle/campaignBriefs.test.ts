import { briefHash } from "@heed/contracts/brief";
import { expect } from "chai";
import { eq, inArray } from "drizzle-orm";
import type { Listening } from "../../oracle/api/listen.ts";
import { createAudienceSizes } from "../../oracle/campaigns/audienceSize.ts";
import { createCatalogue } from "../../oracle/recommend/catalogue.ts";
import type { Context } from "../../oracle/service/context.ts";
import { campaignBriefs, earners } from "../../oracle/store/schema/campaigns.ts";
import { works } from "../../oracle/store/schema/catalogue.ts";
import { publishContents } from "./support/contents.ts";
import { SetClock, testContext } from "./support/context.ts";
import { storeEarners } from "./support/earners.ts";
import { type Answer, serve, signIn, Visitor } from "./support/server.ts";
import { describeOnEachStore } from "./support/stores.ts";

const HEED = 10n ** 18n;
const DAY_MS = 24 * 3600 * 1000;
const code = ({ status, body }: Answer) => [status, body.error?.code, body.error?.field];

describeOnEachStore("briefs of campaigns", (store) => {
  let clock: SetClock;
  let context: Context;
  let api: Listening;
  let advertiser: Awaited<ReturnType<typeof signIn>>;

  beforeEach(async () => {
    clock = new SetClock(Date.now());
    context = testContext(store(), { clock });
    // 3: cooking, zh; the others: test, en.
    await publishContents(store().db, 6);
    await store()
      .db.update(works)
      .set({ topics: ["cooking"], language: "zh" })
      .where(eq(works.title, "Piece 3"));
    api = await serve(context);
    advertiser = await signIn(api.url, context);
  });
  afterEach(() => api.close());

  const audience = { topics: ["test"], languages: ["en"], matching: "standard" };
  const creative = { title: "A telescope", text: "Made to last.", link: "https://example.org/a", language: "en" };
  const terms = () => ({
    budgetWei: (100n * HEED).toString(),
    maxRateWei: (HEED / 50n).toString(),
    startsAtS: Math.floor(clock.ms / 1000),
    endsAtS: Math.floor(clock.ms / 1000) + 3600,
  });
  const brief = (changes: { audience?: object; creative?: object; terms?: object } = {}) => ({
    audience: { ...audience, ...changes.audience },
    creative: { ...creative, ...changes.creative },
    terms: { ...terms(), ...changes.terms },
  });
  const deposit = (changes?: Parameters<typeof brief>[0]) =>
    advertiser.send("POST", "/campaigns/briefs", brief(changes));

  it("are kept under the hash that goes on chain, the same one twice", async () => {
    await storeEarners(store().db, 10, clock.ms, { 1: 10_000 });
    const first = await deposit();
    expect(first.status).to.equal(200);
    expect(first.body.audienceHash).to.equal(briefHash({ audience: { ...audience, matching: "standard" }, creative }));
    expect((await deposit({ audience: { topics: ["test", "test"] } })).body.audienceHash).to.equal(
      first.body.audienceHash,
    );
    const kept = await store().db.select().from(campaignBriefs);
    expect(kept).to.have.length(1);
    expect(kept[0]).to.deep.include({ advertiser: advertiser.account.address, audience, creative });
  });

  it("are refused for an audience of nobody or under ten, without saying how many there are", async () => {
    expect(code(await deposit())).to.deep.equal([400, "audience-too-small", "audience"]);
    await storeEarners(store().db, 9, clock.ms, { 1: 10_000 });
    const refused = await deposit();
    expect(code(refused)).to.deep.equal([400, "audience-too-small", "audience"]);
    expect(JSON.stringify(refused.body)).not.to.match(/\b[0-9]\b/);
    await storeEarners(store().db, 1, clock.ms, { 2: 10_000 });
    expect((await deposit()).status).to.equal(200);
    expect(await store().db.$count(campaignBriefs)).to.equal(1);
  });

  it("count only who opted in and attended to such pieces in the last four weeks", async () => {
    const viewers = await storeEarners(store().db, 10, clock.ms, { 1: 10_000 });
    await storeEarners(store().db, 10, clock.ms, { 3: 10_000 });
    await storeEarners(store().db, 10, clock.ms - 29 * DAY_MS, { 1: 10_000 });
    expect((await deposit()).status).to.equal(200);
    await store().db.delete(earners).where(eq(earners.viewer, viewers[0]!));
    // Nobody's going shows before the next day.
    expect((await deposit()).status).to.equal(200);
    clock.ms += DAY_MS;
    expect(code(await deposit())).to.deep.equal([400, "audience-too-small", "audience"]);
    expect((await deposit({ audience: { topics: ["cooking"], languages: ["zh"] } })).status).to.equal(200);
    expect((await deposit({ audience: { topics: [], languages: [] } })).status).to.equal(200);
  });

  it("by personal matching count who gave such pieces a quarter of their attention, and allows that use", async () => {
    const personal = { audience: { matching: "personal" } };
    await storeEarners(store().db, 9, clock.ms, { 1: 10_000, 2: 10_000, 3: 60_000 });
    await storeEarners(store().db, 5, clock.ms, { 1: 10_000, 2: 10_000, 3: 70_000 });
    await storeEarners(store().db, 5, clock.ms, { 1: 10_000 }, false);
    expect((await deposit()).status).to.equal(200);
    expect(code(await deposit(personal))).to.deep.equal([400, "audience-too-small", "audience"]);
    await storeEarners(store().db, 1, clock.ms, { 1: 10_000 });
    expect(code(await deposit(personal))).to.deep.equal([400, "audience-too-small", "audience"]);
    clock.ms += DAY_MS;
    expect((await deposit(personal)).status).to.equal(200);
  });

  it("are refused by the name of the field that is wrong", async () => {
    await storeEarners(store().db, 10, clock.ms, { 1: 10_000, 3: 10_000 });
    const nowS = Math.floor(clock.ms / 1000);
    const refusals: [Parameters<typeof brief>[0], string, string][] = [
      [{ terms: { budgetWei: "0" } }, "no-budget", "terms.budgetWei"],
      [{ terms: { budgetWei: "1" } }, "bad-budget", "terms.budgetWei"],
      [{ terms: { budgetWei: (1n << 96n).toString() } }, "bad-budget", "terms.budgetWei"],
      [{ terms: { budgetWei: "1.5" } }, "bad-input", "terms.budgetWei"],
      [{ terms: { maxRateWei: "0" } }, "bad-rate", "terms.maxRateWei"],
      [{ terms: { maxRateWei: (1n << 80n).toString() } }, "bad-rate", "terms.maxRateWei"],
      [{ terms: { startsAtS: nowS + 200, endsAtS: nowS + 100 } }, "dates-reversed", "terms.endsAtS"],
      [{ terms: { startsAtS: nowS - 200, endsAtS: nowS - 100 } }, "dates-past", "terms.endsAtS"],
      [{ terms: { startsAtS: clock.ms, endsAtS: clock.ms + 1 } }, "bad-dates", "terms.endsAtS"],
      [{ audience: { topics: ["alchemy"] } }, "unknown-topic", "audience.topics"],
      [{ audience: { languages: ["de"] } }, "unknown-language", "audience.languages"],
      [{ audience: { matching: "all" } }, "bad-input", "audience.matching"],
      [{ creative: { title: "x".repeat(81) } }, "bad-input", "creative.title"],
      [{ creative: { title: "two\nlines" } }, "bad-input", "creative.title"],
      [{ creative: { title: "a\u0000b" } }, "bad-input", "creative.title"],
      [{ creative: { title: "\u202eevil" } }, "bad-input", "creative.title"],
      [{ creative: { title: "\ud800" } }, "bad-input", "creative.title"],
      [{ creative: { text: " " } }, "bad-input", "creative.text"],
      [{ creative: { text: "x".repeat(281) } }, "bad-input", "creative.text"],
      [{ creative: { link: "javascript:alert(1)" } }, "bad-link", "creative.link"],
      [{ creative: { link: "example.org" } }, "bad-link", "creative.link"],
      [{ creative: { link: "data:text/html,hi" } }, "bad-link", "creative.link"],
      [{ creative: { link: "https://bank.example@evil.example/" } }, "bad-link", "creative.link"],
      [{ creative: { link: `https://example.org/${"x".repeat(500)}` } }, "bad-input", "creative.link"],
      [{ creative: { language: "English" } }, "bad-input", "creative.language"],
    ];
    for (const [changes, error, field] of refusals) {
      expect(code(await deposit(changes)), JSON.stringify(changes).slice(0, 60)).to.deep.equal([400, error, field]);
    }
    expect(code(await new Visitor(api.url).send("POST", "/campaigns/briefs", brief()))[1]).to.equal("not-signed-in");
    expect(await store().db.$count(campaignBriefs)).to.equal(0);
  });

  describe("the size of an audience", () => {
    const size = async (query = "?topic=test") => {
      const { body } = await advertiser.send("GET", `/campaigns/audience${query}`);
      return body.viewers;
    };

    it("comes with the topics and languages that there are", async () => {
      const { body } = await advertiser.send("GET", "/campaigns/audience");
      expect(body).to.deep.equal({ topics: ["cooking", "test"], languages: ["en", "zh"], viewers: null });
      expect(code(await new Visitor(api.url).send("GET", "/campaigns/audience"))[1]).to.equal("not-signed-in");
    });

    it("isn't told below ten, and is a multiple of ten from there on, less than ten off", async () => {
      await storeEarners(store().db, 9, clock.ms, { 1: 10_000 });
      expect(await size()).to.equal(null);
      clock.ms += 3600 * 1000;
      await storeEarners(store().db, 28, clock.ms, { 1: 10_000 });
      expect(await size()).to.be.oneOf([30, 40]);
      expect(await size("?topic=cooking")).to.equal(null);
      expect(await size("?topic=cooking&topic=test&language=en&language=zh")).to.be.oneOf([30, 40]);
    });

    it("is the same whenever it is asked on a day, so that one viewer's coming and going doesn't show", async () => {
      const viewers = await storeEarners(store().db, 20, clock.ms, { 1: 10_000 });
      clock.ms = Math.ceil(clock.ms / DAY_MS) * DAY_MS;
      const first = await size();
      await storeEarners(store().db, 15, clock.ms, { 1: 10_000 });
      expect(await size()).to.equal(first);
      // Not for contents that nobody has asked about before, nor at another replica, either.
      expect(await size("?topic=test&topic=cooking")).to.equal(first);
      const replica = createAudienceSizes(context);
      const anything = { topics: [], languages: [], matching: "standard" } as const;
      const entries = await createCatalogue(store().db, () => clock.ms).all();
      expect(await replica.roughSize("0x1", anything, entries)).to.equal(first);
      await store().db.delete(earners).where(inArray(earners.viewer, viewers));
      expect(await size("?topic=test&language=en&matching=personal")).to.equal(first);
      clock.ms += DAY_MS;
      expect(await size()).to.be.oneOf([10, 20]);
    });

    it("is rounded from one offset, however the audience is put: many questions don't average it out", async () => {
      await storeEarners(store().db, 15, clock.ms, { 1: 10_000 });
      const seen = new Set<number>();
      for (const topics of ["", "&topic=test", "&topic=test&topic=cooking"])
        for (const languages of ["", "&language=en", "&language=en&language=zh"])
          seen.add(await size(`?${topics}${languages}`));
      expect(seen.size).to.equal(1);
    });

    it("is told of forty different audiences an hour and wallet; one that is put otherwise is the same", async () => {
      const { db } = store();
      await storeEarners(db, 10, clock.ms, { 1: 10_000 });
      for (const [index, { contentHash }] of (await db.select().from(works)).entries())
        await db
          .update(works)
          .set({ topics: [`t${index}`] })
          .where(eq(works.contentHash, contentHash));
      const topics = (await createCatalogue(db, () => clock.ms).all()).map(({ features }) => features!.topics[0]!);
      const sizes = createAudienceSizes(context);
      const entries = await createCatalogue(db, () => clock.ms).all();
      const ask = (asker: string, set: number, languages: string[] = []) => {
        const chosen = topics.filter((_, index) => (set >> index) & 1);
        return sizes.roughSize(asker, { topics: chosen, languages, matching: "standard" }, entries);
      };
      for (let set = 1; set <= 40; set += 1) await ask("0x1", set);
      await ask("0x1", 40);
      await ask("0x1", 40, ["en", "zh"]);
      const refusal = await ask("0x1", 41).catch((error: unknown) => error);
      expect(refusal).to.include({ code: "too-many-audiences", status: 429 });
      await ask("0x2", 41);
      clock.ms += 3600 * 1000;
      await ask("0x1", 41);
    });
  });
});
