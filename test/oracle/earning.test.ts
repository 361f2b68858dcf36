import { expect } from "chai";
import type { Listening } from "../../oracle/api/listen.ts";
import type { Context } from "../../oracle/service/context.ts";
import { audienceReaders } from "../../oracle/store/schema/audiences.ts";
import { adImpressions, earners } from "../../oracle/store/schema/campaigns.ts";
import { SetClock, testContext } from "./support/context.ts";
import { type Answer, serve, signIn, signInConsenting, Visitor } from "./support/server.ts";
import { describeOnEachStore } from "./support/stores.ts";

const off = { optedIn: false, shareBps: 3000, dailySeconds: null, sinceMs: null };
const code = ({ status, body }: Answer) => [status, body.error?.code, body.error?.field];

describeOnEachStore("opting in to earning", (store) => {
  let clock: SetClock;
  let context: Context;
  let api: Listening;

  beforeEach(async () => {
    clock = new SetClock(Date.now());
    context = testContext(store(), { clock });
    api = await serve(context);
  });
  afterEach(() => api.close());

  it("is off by default, and for who never consented to anything", async () => {
    const viewer = await signIn(api.url, context);
    expect((await viewer.send("GET", "/me/earning")).body).to.deep.equal(off);
    expect(code(await new Visitor(api.url).send("GET", "/me/earning"))).to.deep.equal([
      401,
      "not-signed-in",
      undefined,
    ]);
  });

  it("keeps the account beside the pseudonym, since when, and the viewer's own terms", async () => {
    const viewer = await signInConsenting(api.url, context);
    const since = clock.ms;
    const first = await viewer.send("PUT", "/me/earning", {});
    expect(first.body).to.deep.equal({ ...off, optedIn: true, sinceMs: since });
    clock.ms += 60_000;
    const terms = { shareBps: 10_000, dailySeconds: 1800 };
    expect((await viewer.send("PUT", "/me/earning", terms)).body).to.deep.equal({
      optedIn: true,
      ...terms,
      sinceMs: since,
    });
    expect((await viewer.send("GET", "/me/earning")).body).to.deep.include(terms);
    const stored = await store().db.select().from(earners);
    expect(stored.map(({ account }) => account)).to.deep.equal([viewer.account.address]);
  });

  it("needs consent to collection, and ends with it", async () => {
    const viewer = await signIn(api.url, context);
    expect(code(await viewer.send("PUT", "/me/earning", {}))).to.deep.equal([403, "consent-required", undefined]);
    await viewer.send("PUT", "/consent", { collect: true, personalise: false });
    expect((await viewer.send("PUT", "/me/earning", {})).status).to.equal(200);
    await viewer.send("PUT", "/consent", { collect: false, personalise: false });
    expect((await viewer.send("GET", "/me/earning")).body).to.deep.equal(off);
    expect(code(await viewer.send("PUT", "/me/earning", {}))).to.deep.equal([403, "consent-required", undefined]);
    expect(await store().db.$count(earners)).to.equal(0);
  });

  it("begins anew after opting out: attention between is never paid", async () => {
    const viewer = await signInConsenting(api.url, context);
    await viewer.send("PUT", "/me/earning", {});
    expect((await viewer.send("DELETE", "/me/earning")).body).to.deep.equal(off);
    expect((await viewer.send("DELETE", "/me/earning")).body).to.deep.equal(off);
    clock.ms += 3_600_000;
    expect((await viewer.send("PUT", "/me/earning", {})).body.sinceMs).to.equal(clock.ms);
  });

  it("names the field that is out of bounds", async () => {
    const viewer = await signInConsenting(api.url, context);
    const put = async (terms: object) => code(await viewer.send("PUT", "/me/earning", terms));
    expect(await put({ shareBps: 10_001 })).to.deep.equal([400, "bad-input", "shareBps"]);
    expect(await put({ shareBps: -1 })).to.deep.equal([400, "bad-input", "shareBps"]);
    expect(await put({ shareBps: 0.5 })).to.deep.equal([400, "bad-input", "shareBps"]);
    expect(await put({ dailySeconds: 14_401 })).to.deep.equal([400, "bad-input", "dailySeconds"]);
    expect(await put({ dailySeconds: 0 })).to.deep.equal([400, "bad-input", "dailySeconds"]);
    expect((await viewer.send("GET", "/me/earning")).body).to.deep.equal(off);
  });

  it("is in the export, and goes with the viewer together with every ad that was shown", async () => {
    const viewer = await signInConsenting(api.url, context);
    await viewer.send("PUT", "/me/earning", { shareBps: 500 });
    const [earner] = await store().db.select().from(earners);
    await store()
      .db.insert(adImpressions)
      .values({ id: "one", campaignId: "1", viewer: earner!.viewer, place: "feed", servedAtMs: clock.ms });
    const { body } = await viewer.send("GET", "/me/export");
    expect(body.earning).to.include({ shareBps: 500, account: viewer.account.address });
    expect(body.ads.map(({ campaignId }: { campaignId: string }) => campaignId)).to.deep.equal(["1"]);
    const read = { contentId: "1", ms: 1, wholeMs: 1, personalise: true };
    await store()
      .db.insert(audienceReaders)
      .values({ ...read, viewer: earner!.viewer, day: 1 });
    await viewer.send("DELETE", "/me");
    for (const table of [earners, adImpressions, audienceReaders]) expect(await store().db.$count(table)).to.equal(0);
    expect((await viewer.send("GET", "/me/export")).body).to.deep.include({ earning: null, ads: [] });
  });

  it("isn't stored for who is being erased", async () => {
    for (let round = 0; round < 3; round += 1) {
      const viewer = await signInConsenting(api.url, context);
      const optIn = () => viewer.send("PUT", "/me/earning", {});
      await Promise.all([optIn(), optIn(), viewer.send("DELETE", "/me"), optIn()]);
      expect(await store().db.$count(earners)).to.equal(0);
    }
  });
});
