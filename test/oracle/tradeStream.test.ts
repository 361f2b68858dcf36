import { expect } from "chai";
import { and, eq } from "drizzle-orm";
import { networkOf } from "../../oracle/api/guard.ts";
import type { Listening } from "../../oracle/api/listen.ts";
import { type TradeEvent, TradeFeed, tradeId } from "../../oracle/insight/tradeFeed.ts";
import type { Context } from "../../oracle/service/context.ts";
import type { Database } from "../../oracle/store/database.ts";
import { chainCursor, purchases } from "../../oracle/store/schema/chain.ts";
import { testContext } from "./support/context.ts";
import { serve, signIn } from "./support/server.ts";
import { describeOnEachStore } from "./support/stores.ts";

const hashOf = (block: number) => `0x${block.toString(16).padStart(64, "0")}`;
const address = `0x${"1".repeat(40)}`;

/** Indexes a purchase in a block, as another replica would. */
async function index(db: Database, block: number): Promise<string> {
  const trade = {
    ...{ txHash: hashOf(block), logIndex: 3, block, atMs: block * 1_000, contentId: "7", buyer: address },
    ...{ recipient: address, quantity: 2n, unitPriceWei: 5n, referrer: null },
  };
  await db.insert(purchases).values(trade);
  await revise(db, block);
  return tradeId(trade);
}

async function revise(db: Database, revision: number): Promise<void> {
  const cursor = { chainId: 1, market: address, indexedBlock: revision, indexedHash: hashOf(revision), revision };
  await db
    .insert(chainCursor)
    .values({ id: "market", ...cursor })
    .onConflictDoUpdate({ target: chainCursor.id, set: cursor });
}

describeOnEachStore("live trades", (store) => {
  let context: Context;
  let listening: Listening;
  let open: AbortController[];

  beforeEach(async () => {
    context = testContext(store());
    listening = await serve(context);
    open = [];
  });
  afterEach(async () => {
    for (const one of open) one.abort();
    await listening.close();
  });

  /** Opens a stream; each call returns its next event. */
  async function follow(lastId?: string) {
    const abort = new AbortController();
    open.push(abort);
    const headers: Record<string, string> = lastId === undefined ? {} : { "last-event-id": lastId };
    const answer = await fetch(`${listening.url}/market/stream`, { headers, signal: abort.signal });
    const chunks = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    const next = async (): Promise<Record<string, string>> => {
      for (;;) {
        const end = text.indexOf("\n\n");
        if (end === -1) {
          const { value, done } = await chunks!.read();
          if (done) throw new Error("The stream ended.");
          text += value;
          continue;
        }
        const lines = text.slice(0, end).split("\n");
        text = text.slice(end + 2);
        const fields = Object.fromEntries(lines.map((line) => line.split(/: (.*)/s, 2) as [string, string]));
        if (fields.event) return fields;
      }
    };
    return { answer, next };
  }

  it("begin with the newest and go on with each as it is indexed, whoever indexed it", async () => {
    const first = await index(store().db, 1);
    const { answer, next } = await follow();
    expect(answer.headers.get("content-type")).to.include("text/event-stream");
    expect((await next()).id).to.equal(first);
    const second = await index(store().db, 2);
    const event = await next();
    expect([event.event, event.id]).to.deep.equal(["trade", second]);
    expect(JSON.parse(event.data!)).to.deep.equal({
      ...{ id: second, contentId: "7", title: "", language: "", atMs: 2_000 },
      ...{ quantity: "2", unitPriceWei: "5", amountWei: "10", txHash: hashOf(2) },
    });
  });

  it("go on after the one that was seen last, or begin anew where that isn't known any more", async () => {
    const ids = [await index(store().db, 1), await index(store().db, 2), await index(store().db, 3)];
    const resumed = await follow(ids[0]);
    expect([(await resumed.next()).id, (await resumed.next()).id]).to.deep.equal(ids.slice(1));
    const lost = await follow("gone-0");
    expect((await lost.next()).id).to.equal(ids[0]);
  });

  it("say so when a re-org takes one back", async () => {
    const id = await index(store().db, 1);
    const { next } = await follow();
    await next();
    await store()
      .db.delete(purchases)
      .where(and(eq(purchases.block, 1)));
    await revise(store().db, 2);
    const event = await next();
    expect([event.event, event.id, JSON.parse(event.data!)]).to.deep.equal(["withdrawn", undefined, { id }]);
  });

  it("are for twenty streams of one peer, and no more until one of them closes", async () => {
    await Promise.all(Array.from({ length: 20 }, () => follow()));
    const ask = async () => {
      const abort = new AbortController();
      open.push(abort);
      return fetch(`${listening.url}/market/stream`, { signal: abort.signal });
    };
    const refused = await ask();
    const { error } = (await refused.json()) as { error: { code: string } };
    expect([refused.status, error.code]).to.deep.equal([429, "too-many-streams"]);
    open[0]!.abort();
    // The server learns of it by the connection's end.
    while ((await ask()).status !== 200);
  });

  it("are counted by session where there is one: neighbours behind one address don't take its place", async () => {
    await Promise.all(Array.from({ length: 20 }, () => follow()));
    const visitor = await signIn(listening.url, context);
    const abort = new AbortController();
    open.push(abort);
    const headers = { cookie: visitor.cookie! };
    const answer = await fetch(`${listening.url}/market/stream`, { headers, signal: abort.signal });
    expect(answer.status).to.equal(200);
  });

  it("tell every listener in the same order, and end when the feed closes", async () => {
    const feed = new TradeFeed(store().db);
    const heard: (TradeEvent | null)[][] = [[], []];
    let closed = 0;
    let told = () => {};
    const all = new Promise<void>((resolve) => {
      told = resolve;
    });
    for (const list of heard)
      await feed.subscribe((event) => {
        list.push(event);
        if (event === null) closed += 1;
        if (heard.every(({ length }) => length === 2)) told();
      });
    await store().db.transaction(async (tx) => {
      await index(tx, 1);
      await index(tx, 2);
    });
    await all;
    for (const list of heard) expect(list.map((event) => event?.trade.block)).to.deep.equal([1, 2]);
    feed.close();
    expect(closed).to.equal(2);
  });
});

describe("where a connection comes from", () => {
  it("is an IPv4 address, or a host's /64, however it is written", () => {
    expect(networkOf("192.0.2.7")).to.equal("192.0.2.7");
    expect(networkOf("::ffff:192.0.2.7")).to.equal("192.0.2.7");
    expect(networkOf("2001:db8:0:7:1:2:3:4")).to.equal("2001:db8:0:7::/64");
    expect(networkOf("2001:db8:0:7::9")).to.equal(networkOf("2001:0db8::7:a:b:c:d"));
    expect(networkOf("2001:db8:0:8::9")).not.to.equal(networkOf("2001:db8:0:7::9"));
    expect(networkOf("::1")).to.equal("0:0:0:0::/64");
    expect(networkOf("fe80::1%eth0")).to.equal("fe80:0:0:0::/64");
    expect(networkOf("unknown")).to.equal("unknown");
  });
});

describeOnEachStore("GET /market", (store) => {
  it("lists what sells most by what was paid, and the newest purchases first", async () => {
    const { db } = store();
    const trade = { logIndex: 0, atMs: 1, buyer: address, recipient: address, referrer: null };
    await db.insert(purchases).values([
      { ...trade, txHash: hashOf(1), block: 1, contentId: "7", quantity: 1n, unitPriceWei: 9n },
      { ...trade, txHash: hashOf(2), block: 2, contentId: "8", quantity: 5n, unitPriceWei: 3n },
      { ...trade, txHash: hashOf(3), block: 3, contentId: "8", quantity: 1n, unitPriceWei: 2n },
    ]);
    const listening = await serve(testContext(store()));
    const body = (await (await fetch(`${listening.url}/market`)).json()) as Record<string, { contentId: string }[]>;
    await listening.close();
    expect(body.topBySales).to.deep.equal([
      { contentId: "8", title: "", language: "", licences: 6, revenueWei: "17" },
      { contentId: "7", title: "", language: "", licences: 1, revenueWei: "9" },
    ]);
    expect(body.trades!.map(({ contentId }) => contentId)).to.deep.equal(["8", "8", "7"]);
    expect(body.topByAttention).to.deep.equal([]);
  });
});
