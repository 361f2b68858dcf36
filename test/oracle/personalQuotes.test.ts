import { randomUUID } from "node:crypto";
import { expect } from "chai";
import { eq } from "drizzle-orm";
import { createRandom } from "../../oracle/interest/random.ts";
import { findWholeViewer } from "../../oracle/privacy/viewers.ts";
import { events } from "../../oracle/store/schema/behaviour.ts";
import { contents } from "../../oracle/store/schema/chain.ts";
import { models } from "../../oracle/store/schema/models.ts";
import { type Answer, Visitor } from "./support/server.ts";
import { readStoredQuote } from "./support/storedQuotes.ts";
import { account, startTestChain, type TestChain } from "./support/testChain.ts";
import { buy, deposit, openTestMarket, type TestMarket } from "./support/testMarket.ts";

const HEED = 10n ** 18n;
const CREATOR = 2;
const BUYER = 5;
const PIECES = 12;
const VIEWERS = 60;
const MINUTE_MS = 60_000;
const code = (answer: Answer) => [answer.status, answer.body.error?.code];

/** Sixty viewers: each mostly opens pieces of one of two topics and reads them through; others it leaves at once. */
function audience(nowMs: number): (typeof events.$inferInsert)[] {
  const random = createRandom(7);
  return Array.from({ length: VIEWERS }, (_, viewer) => {
    let atMs = nowMs - 3 * 24 * 60 * MINUTE_MS + viewer * MINUTE_MS;
    return Array.from({ length: 20 }, () => {
      const keen = random.next() < 0.85;
      const contentId = 1 + 2 * random.below(PIECES / 2) + ((viewer + Number(keen)) % 2);
      const dwellMs = keen ? 40_000 + random.below(15_000) : 1_000 + random.below(2_000);
      atMs += dwellMs + 2 * MINUTE_MS;
      const shared = { viewer: `v_${viewer}`, contentId: String(contentId), receivedAtMs: atMs };
      return [
        { ...shared, eventId: randomUUID(), kind: "click", atMs: atMs - dwellMs, dwellMs: 0, verifiedMs: 0 },
        { ...shared, eventId: randomUUID(), kind: "dwell", atMs, dwellMs, verifiedMs: dwellMs },
      ];
    }).flat();
  }).flat();
}

describe("personal quotes", () => {
  let chain: TestChain;
  let oracle: TestMarket;
  let operator: { authorization: string };

  before(async () => {
    chain = await startTestChain();
    oracle = await openTestMarket(chain);
    operator = { authorization: `Bearer ${oracle.context.operatorToken}` };
    const creator = await oracle.signIn(CREATOR);
    for (let piece = 1; piece <= PIECES; piece++) {
      const body = Array.from({ length: 240 }, (_, index) => `p${piece}w${index}`).join(" ");
      const { contentHash } = await deposit(creator, body, [piece % 2 ? "odd" : "even"]);
      await chain.publish(CREATOR, contentHash, 1n, 10n * HEED);
    }
    await oracle.market.indexer.catchUp();
    // Nobody can have read what wasn't published yet: let that have been a week ago.
    await oracle.context.store.db.update(contents).set({ publishedAtMs: Date.now() - 7 * 24 * 60 * MINUTE_MS });
    await chain.fund(BUYER, 100n * HEED);
  });
  after(async () => {
    await oracle?.close();
    await chain?.stop();
  });

  it("begin with training, which only the operator starts, and which serves what it made", async () => {
    const anyone = new Visitor(oracle.url);
    expect(code(await anyone.send("POST", "/training"))).to.deep.equal([403, "operator-only"]);
    expect(code(await anyone.send("GET", "/training", undefined, { authorization: "Bearer no" }))).to.deep.equal([
      403,
      "operator-only",
    ]);
    expect(code(await anyone.send("POST", "/training", { model: "rnn" }, operator))[0]).to.equal(400);
    expect((await anyone.send("POST", "/training", undefined, operator)).status).to.equal(202);
    await oracle.market.training.idle();
    const failed = (await anyone.send("GET", "/training", undefined, operator)).body;
    expect(failed.state).to.equal("failed");
    expect(failed.error).to.contain("too few visits");
    expect((await anyone.send("GET", "/status")).body.model).to.equal(null);

    await oracle.context.store.db.insert(events).values(audience(Date.now()));
    expect((await anyone.send("POST", "/training", undefined, operator)).status).to.equal(202);
    expect(code(await anyone.send("POST", "/training", undefined, operator))).to.deep.equal([
      409,
      "training-under-way",
    ]);
    await oracle.market.training.idle();
    const trained = (await anyone.send("GET", "/training", undefined, operator)).body;
    expect(trained).to.deep.include({ state: "idle", model: "gru" });
    const { model, ledger, chain: followed } = (await anyone.send("GET", "/status")).body;
    expect(model.name).to.equal(oracle.market.models.current().model);
    expect(model.metrics).to.have.property("validationMae");
    // The first model has the population's mean to beat.
    expect(model.comparison).to.deep.equal(trained.outcome.comparison);
    expect(trained.outcome).to.include({ name: model.name, served: true });
    expect(model.comparison.rival).to.equal(null);
    expect(model.comparison.visits).to.be.above(10);
    expect(model.comparison.maeSeconds).to.be.below(model.comparison.rivalMaeSeconds);
    expect(ledger.balances).to.equal(true);
    expect(followed).to.include({ id: 31337, reachable: true });
  });

  it("are given only with a session and consent to personalisation", async () => {
    const stranger = await oracle.signIn(BUYER);
    expect((await stranger.send("GET", "/quotes/1")).body.personal).to.equal(null);
    await stranger.send("PUT", "/consent", { collect: true, personalise: false });
    expect((await stranger.send("GET", "/quotes/1")).body.personal).to.equal(null);
    await stranger.send("PUT", "/consent", { collect: true, personalise: true });
    const both = (await stranger.send("GET", "/quotes/1")).body;
    expect(both.personal.message.buyer).to.equal(account(BUYER).address);
    const gift = await stranger.send("GET", `/quotes/1?buyer=${account(9).address}`);
    expect(gift.body.personal, "another buyer's quote").to.equal(null);
    const named = await new Visitor(oracle.url).send("GET", `/quotes/1?buyer=${account(BUYER).address}`);
    expect(named.body.personal, "no session").to.equal(null);
    await stranger.send("PUT", "/consent", { collect: true, personalise: false });
    expect((await stranger.send("GET", "/quotes/1")).body.personal).to.equal(null);
  });

  it("change with the next accepted event, without training, and so does the feed's order", async () => {
    const viewer = await oracle.signInConsenting(BUYER);
    const value = async (id: number) => (await viewer.send("GET", `/quotes/${id}`)).body.explanation;
    const topicOfFirst = async () => (await viewer.send("GET", "/feed")).body.items[0].content.topics[0];
    const readThrough = async (ids: number[], fromMs: number) => {
      const batch = ids.flatMap((id, index) => {
        const atMs = fromMs + index * 3 * MINUTE_MS;
        const contentId = String(id);
        return [
          { id: randomUUID(), contentId, kind: "click", atMs },
          { id: randomUUID(), contentId, kind: "dwell", atMs: atMs + 50_000, dwellMs: 50_000 },
          { id: randomUUID(), contentId, kind: "like", atMs: atMs + 51_000 },
        ];
      });
      const { body } = await viewer.send("POST", "/events", { events: batch });
      expect(body.accepted).to.equal(batch.length);
    };
    const before = await value(7);
    await readThrough([1, 3, 5], Date.now() - 120 * MINUTE_MS);
    const afterOdd = await value(7);
    expect(afterOdd.model).to.equal(before.model);
    expect(afterOdd.value).to.be.greaterThan(before.value);
    const other = await value(8);
    expect(afterOdd.interest).to.be.greaterThan(other.interest);
    expect(afterOdd.value).to.be.greaterThan(other.value);
    expect(afterOdd.standardValue).to.equal(before.standardValue);
    expect(await topicOfFirst()).to.equal("odd");
    expect(afterOdd.reasons).not.to.deep.equal([]);
    // A liked text of a minute isn't expected to be read twice through.
    const { items } = (await viewer.send("GET", "/feed")).body;
    expect(Math.max(...items.map((item: { valueSeconds: number }) => item.valueSeconds))).to.be.within(60, 90);

    await readThrough([2, 4, 6, 8, 10, 12], Date.now() - 60 * MINUTE_MS);
    expect((await value(7)).inputsHash).not.to.equal(afterOdd.inputsHash);
  });

  it("are honoured on chain beside the standard quote", async () => {
    const viewer = await oracle.signIn(BUYER);
    const { personal, standard } = (await viewer.send("GET", "/quotes/9")).body;
    expect(personal.unitPriceWei).not.to.equal(standard.unitPriceWei);
    await buy(chain, BUYER, personal);
    await buy(chain, BUYER, standard);
    expect((await viewer.send("GET", "/contents/9/body")).status).to.equal(200);
  });

  it("are explained to their own viewer and the operator, and to nobody else", async () => {
    const viewer = await oracle.signIn(BUYER);
    const { digest } = (await viewer.send("GET", "/quotes/11")).body.personal;
    const path = `/explanations/${digest}`;
    const own = (await viewer.send("GET", path)).body;
    expect(own).to.deep.include({ holds: true, differences: [], kind: "personal" });
    expect(own.recomputed).to.deep.equal(own.stored);
    expect(own.events.found).to.equal(own.events.read).and.to.be.greaterThan(0);
    expect(code(await new Visitor(oracle.url).send("GET", path))).to.deep.equal([404, "unknown-quote"]);
    expect(code(await (await oracle.signInConsenting(7)).send("GET", path))).to.deep.equal([404, "unknown-quote"]);
    expect((await new Visitor(oracle.url).send("GET", path, undefined, operator)).body.holds).to.equal(true);
  });

  it("sell a few licences at most, while the standard quote sells what was asked for", async () => {
    const viewer = await oracle.signIn(BUYER);
    const { personal, standard } = (await viewer.send("GET", "/quotes/11?maxQuantity=500")).body;
    expect([personal.message.maxQuantity, standard.message.maxQuantity]).to.deep.equal(["10", "500"]);
    const few = (await viewer.send("GET", "/quotes/11?maxQuantity=2")).body;
    expect(few.personal.message.maxQuantity).to.equal("2");
  });

  it("are stored and explained in their own right where they cost what everybody pays", async () => {
    const args = [10n, 1n, 2n] as const;
    await chain.mined(
      await chain.wallet(CREATOR).writeContract({ ...chain.market, functionName: "setPriceBounds", args }),
    );
    await oracle.market.indexer.catchUp();
    const viewer = await oracle.signIn(BUYER);
    const { personal, standard } = (await viewer.send("GET", "/quotes/10")).body;
    expect(personal.digest).to.equal(standard.digest);
    const path = `/explanations/${personal.digest}`;
    for (const [query, kind] of [
      ["", "personal"],
      ["?kind=personal", "personal"],
      ["?kind=standard", "standard"],
    ])
      expect((await viewer.send("GET", path + query)).body).to.deep.include({ kind, holds: true, differences: [] });
    const { quotes } = (await viewer.send("GET", "/me/export")).body;
    expect(quotes.map(({ digest }: { digest: string }) => digest)).to.include(personal.digest);
  });

  it("no longer hold when an event that was read was altered, and can't be derived once one is gone", async () => {
    const viewer = await oracle.signIn(BUYER);
    const { digest } = (await viewer.send("GET", "/quotes/11")).body.personal;
    const { db } = oracle.context.store;
    const own = await findWholeViewer(oracle.context, account(BUYER).address);
    const seq = (await readStoredQuote(oracle.context, digest, own)).inputSeqs.at(-2)!;
    await db.update(events).set({ kind: "hide" }).where(eq(events.seq, seq));
    const altered = (await viewer.send("GET", `/explanations/${digest}`)).body;
    expect(altered.holds).to.equal(false);
    expect(altered.differences.map(({ field }: { field: string }) => field)).to.include("inputsHash");

    await db.delete(events).where(eq(events.seq, seq));
    const missing = (await viewer.send("GET", `/explanations/${digest}`)).body;
    expect(missing).to.deep.include({ holds: false, recomputed: null });
    expect(missing.differences[0]).to.include({ field: "events", recomputed: missing.events.read - 1 });
  });

  it("go with the viewer: erasure deletes the quotes, and a new consent starts from nothing", async () => {
    const viewer = await oracle.signIn(BUYER);
    const { digest } = (await viewer.send("GET", "/quotes/11")).body.personal;
    expect((await viewer.send("DELETE", "/me")).body.erased).to.equal(true);
    expect((await viewer.send("GET", "/quotes/11")).body.personal).to.equal(null);
    expect(code(await viewer.send("GET", `/explanations/${digest}`))).to.deep.equal([404, "unknown-quote"]);
    await viewer.send("PUT", "/consent", { collect: true, personalise: true });
    const anew = (await viewer.send("GET", "/quotes/11")).body.personal.digest;
    const renewed = await findWholeViewer(oracle.context, account(BUYER).address);
    expect((await readStoredQuote(oracle.context, anew, renewed)).inputSeqs).to.deep.equal([]);
  });

  it("come from the model that is active: another one takes over whole, an unreadable one doesn't", async () => {
    const { db } = oracle.context.store;
    const serving = oracle.market.models.current();
    const [row] = await db.select().from(models).where(eq(models.active, true));
    await db.update(models).set({ active: false }).where(eq(models.active, true));
    await db
      .insert(models)
      .values({ ...row!, name: "broken", hash: `0x${"00".repeat(32)}`, weights: new Uint8Array(3) });
    await oracle.market.models.reload();
    expect(oracle.market.models.current()).to.equal(serving);
    await db.delete(models).where(eq(models.name, "broken"));
    await oracle.market.models.reload();
    expect(oracle.market.models.current().model).to.equal("untrained");
    await db.update(models).set({ active: true }).where(eq(models.name, row!.name));
    await oracle.market.models.reload();
    expect(oracle.market.models.current().modelHash).to.equal(serving.modelHash);
  });
});
