import { expect } from "chai";
import { eq } from "drizzle-orm";
import { zeroAddress } from "viem";
import { priceSteps } from "../../oracle/price/steps.ts";
import type { StoredQuote } from "../../oracle/price/storedQuote.ts";
import { unitPrice } from "../../oracle/price/unitPrice.ts";
import { quoteTag } from "../../oracle/privacy/keys.ts";
import { quotes } from "../../oracle/store/schema/quotes.ts";
import {
  ASSUMED_WEI,
  BUYER,
  CREATOR,
  code,
  HEED,
  type MarketApi,
  OTHER,
  openMarketApi,
  TEXT,
} from "./support/marketApi.ts";
import type { Visitor } from "./support/server.ts";
import { alterStoredQuote, readStoredQuote } from "./support/storedQuotes.ts";
import { account } from "./support/testChain.ts";

describe("the market's API", () => {
  let chain: MarketApi["chain"];
  let oracle: MarketApi["oracle"];
  let anyone: MarketApi["anyone"];
  let contentId: string;
  before(async () => {
    ({ chain, oracle, anyone, contentId } = await openMarketApi());
  });
  after(async () => {
    await oracle?.close();
    await chain?.stop();
  });

  describe("quotes", () => {
    const ask = (query: string, visitor: Visitor = anyone, id = contentId) =>
      visitor.send("GET", `/quotes/${id}${query}`);

    it("gives anyone who names a buyer the standard price, signed, and says how it came about", async () => {
      const { status, body } = await ask(`?buyer=${account(BUYER).address}&maxQuantity=3`);
      expect(status).to.equal(200);
      expect(body.personal).to.equal(null);
      expect(body.standard.message).to.include({
        buyer: account(BUYER).address,
        recipient: account(BUYER).address,
        referrer: zeroAddress,
        contentId,
        maxQuantity: "3",
        unitPrice: ASSUMED_WEI.toString(),
        counter: "0",
      });
      expect(body.explanation).to.include({ standardValue: 50, model: "untrained", clampedBy: null });
      expect(body.explanation.reasons[0]).to.include({ code: "no-model-yet" });
      const price = unitPrice(50, HEED / 100n, { floorWei: HEED / 100n, ceilingWei: HEED });
      const bounds = { floorWei: HEED / 100n, ceilingWei: HEED };
      expect(body.explanation.steps).to.deep.equal(priceSteps(50, HEED / 100n, bounds, price));
    });

    it("asks for what is missing and names what is wrong", async () => {
      const buyer = account(BUYER).address;
      const flipped = buyer.replace(/[a-f]/, (letter) => letter.toUpperCase());
      const field = async (query: string) => {
        const { status, body } = await ask(query);
        return [status, body.error?.code, body.error?.field];
      };
      expect(await field("")).to.deep.equal([400, "no-buyer", "buyer"]);
      expect(await field("?buyer=0x12")).to.deep.equal([400, "bad-input", "buyer"]);
      expect(await field(`?buyer=${flipped}`)).to.deep.equal([400, "bad-address", "buyer"]);
      expect(await field(`?buyer=${buyer}&recipient=me`)).to.deep.equal([400, "bad-input", "recipient"]);
      expect(await field(`?buyer=${buyer}&recipient=${zeroAddress}`)).to.deep.equal([
        400,
        "bad-recipient",
        "recipient",
      ]);
      expect(await field(`?buyer=${buyer}&referrer=0xzz`)).to.deep.equal([400, "bad-input", "referrer"]);
      expect(await field(`?buyer=${buyer}&maxQuantity=0`)).to.deep.equal([400, "bad-input", "maxQuantity"]);
      expect(await field(`?buyer=${buyer}&maxQuantity=65536`)).to.deep.equal([400, "bad-quantity", "maxQuantity"]);
      expect(code(await ask(`?buyer=${buyer}`, anyone, "999"))).to.deep.equal([404, "unknown-content"]);
      expect(code(await ask(`?buyer=${buyer}`, anyone, "0x1"))).to.deep.equal([400, "bad-input"]);
      expect(code(await ask(`?buyer=${buyer}&viewer=v_1`))).to.deep.equal([403, "operator-only"]);
    });

    it("refuses what was taken off sale", async () => {
      const id = await oracle.publish(CREATOR, "A short text that goes off sale.");
      const args = [BigInt(id)] as const;
      await chain.mined(await chain.wallet(CREATOR).writeContract({ ...chain.market, functionName: "unlist", args }));
      await oracle.market.indexer.catchUp();
      const answer = await ask(`?buyer=${account(BUYER).address}`, anyone, id);
      expect(code(answer)).to.deep.equal([409, "content-not-listed"]);
    });

    it("keeps prices within the bounds that hold on chain", async () => {
      const id = await oracle.publish(CREATOR, `${TEXT} again`, { floor: HEED, ceiling: 2n * HEED });
      const { body } = await ask(`?buyer=${account(BUYER).address}`, anyone, id);
      expect(body.standard.unitPriceWei).to.equal(HEED.toString());
      expect(body.explanation.clampedBy).to.equal("floor");
      const args = [BigInt(id), 1n, 10n] as const;
      await chain.mined(
        await chain.wallet(CREATOR).writeContract({ ...chain.market, functionName: "setPriceBounds", args }),
      );
      await oracle.market.indexer.catchUp();
      const moved = (await ask(`?buyer=${account(BUYER).address}`, anyone, id)).body;
      expect(moved.standard.unitPriceWei).to.equal("10");
      expect(moved.explanation.clampedBy).to.equal("ceiling");
    });

    it("names as referrer neither the market nor its token, and credits no buyer for itself", async () => {
      const buyer = account(BUYER).address;
      const referred = async (query: string) => (await ask(`?buyer=${buyer}&${query}`)).body;
      for (const address of [chain.deployment.market, chain.deployment.token]) {
        const { error } = await referred(`referrer=${address}`);
        expect(error).to.include({ code: "bad-referrer", field: "referrer" });
        expect(error.hint).to.contain("wallet");
      }
      const referrerOf = async (query: string) => (await referred(query)).standard.message.referrer;
      expect(await referrerOf(`referrer=${buyer}`)).to.equal(zeroAddress);
      const other = account(OTHER).address;
      expect(await referrerOf(`referrer=${other}&recipient=${other}`)).to.equal(zeroAddress);
      expect(await referrerOf(`referrer=${other}`)).to.equal(other);
    });

    it("stores each quote, of which the database alone shows nothing that the chain has too", async () => {
      const { db } = oracle.context.store;
      await db.delete(quotes);
      const today = () => Math.floor(Date.now() / (24 * 3600 * 1000));
      const before = today();
      const { standard } = (await ask(`?buyer=${account(BUYER).address}`)).body;
      const [row, ...others] = await db.select().from(quotes);
      expect(others).to.deep.equal([]);
      expect(row).to.have.all.keys("tag", "viewer", "sealed", "createdDay");
      expect(row!.viewer).to.equal(null);
      expect(row!.createdDay).to.be.within(before, today());
      const shown = `${row!.tag} ${Buffer.from(row!.sealed).toString("latin1")} ${Buffer.from(row!.sealed).toString("hex")}`;
      for (const secret of [
        account(BUYER).address.slice(2).toLowerCase(),
        standard.digest.slice(2),
        standard.signature.slice(2),
        standard.unitPriceWei,
        standard.message.expiresAt,
      ])
        expect(shown.toLowerCase()).not.to.contain(secret);
      expect(await readStoredQuote(oracle.context, standard.digest)).to.deep.include({
        kind: "standard",
        digest: standard.digest,
        signature: standard.signature,
        unitPriceWei: standard.unitPriceWei,
      });
    });
  });

  describe("explanations", () => {
    const operator = () => ({ authorization: `Bearer ${oracle.context.operatorToken}` });
    const explain = async (digest: string, query = "") =>
      (await anyone.send("GET", `/explanations/${digest}${query}`, undefined, operator())).body;
    let asked = 0;
    // Another quantity each time: the same quote within one second is the same row.
    const quoteOnce = async () => {
      asked += 1;
      const query = `buyer=${account(BUYER).address}&referrer=${account(OTHER).address}&maxQuantity=${asked}`;
      return (await anyone.send("GET", `/quotes/${contentId}?${query}`)).body.standard.digest as string;
    };

    it("derive a quote again, down to the digest if the buyer is named", async () => {
      const digest = await quoteOnce();
      const alone = await explain(digest);
      expect(alone).to.deep.include({ holds: true, differences: [], kind: "standard" });
      expect(alone.recomputed.digest).to.equal(null);
      const named = await explain(digest, `?buyer=${account(BUYER).address}`);
      expect(named.holds).to.equal(true);
      expect(named.recomputed).to.deep.equal(named.stored);
      const wrong = await explain(digest, `?buyer=${account(OTHER).address}`);
      expect(wrong.differences.map((difference: { field: string }) => difference.field)).to.deep.equal(["digest"]);
    });

    it("are for the buyer whose digest it is: to everybody else the quote is unknown", async () => {
      const digest = await quoteOnce();
      const path = `/explanations/${digest}`;
      const buyer = await oracle.signIn(BUYER);
      const own = (await buyer.send("GET", path)).body;
      expect(own).to.deep.include({ holds: true, kind: "standard" });
      expect(own.recomputed).to.deep.equal(own.stored);
      const named = `${path}?buyer=${account(BUYER).address}`;
      const other = await oracle.signIn(OTHER);
      for (const [visitor, asked] of [
        [anyone, path],
        [anyone, named],
        [other, path],
        [other, named],
      ] as const)
        expect(code(await visitor.send("GET", asked))).to.deep.equal([404, "unknown-quote"]);
    });

    it("say that a row can't be opened which was altered without the secret", async () => {
      const digest = await quoteOnce();
      const tag = quoteTag(oracle.context.secret, "standard", digest);
      const { db } = oracle.context.store;
      const [row] = await db.select().from(quotes).where(eq(quotes.tag, tag));
      await db
        .update(quotes)
        .set({ sealed: row!.sealed.with(40, row!.sealed[40]! ^ 1) })
        .where(eq(quotes.tag, tag));
      const answer = await anyone.send("GET", `/explanations/${digest}`, undefined, operator());
      expect(code(answer)).to.deep.equal([409, "quote-unreadable"]);
    });

    for (const [what, change, field] of [
      ["price", { unitPriceWei: "1" }, "unitPriceWei"],
      ["value", { value: 49 }, "value"],
      ["rate", { rateWei: "7" }, "inputsHash"],
      ["inputs' hash", { inputsHash: `0x${"11".repeat(32)}` }, "inputsHash"],
      ["signature", { signature: `0x${"11".repeat(64)}1b` }, "signer"],
      ["model", { modelHash: `0x${"22".repeat(32)}` }, "model"],
      ["list of events", { inputSeqs: [4_000_000] }, "events"],
    ] satisfies [string, Partial<StoredQuote>, string][])
      it(`say where a row with a tampered ${what} differs`, async () => {
        const digest = await quoteOnce();
        await alterStoredQuote(oracle.context, digest, change);
        const body = await explain(digest);
        expect(body.holds).to.equal(false);
        expect(body.differences.map((difference: { field: string }) => difference.field)).to.include(field);
        expect(body.differences[0].text).to.match(/\.$|derived again/);
      });

    it("don't know a digest that was never quoted", async () => {
      expect(code(await anyone.send("GET", `/explanations/0x${"ab".repeat(32)}`))).to.deep.equal([
        404,
        "unknown-quote",
      ]);
      expect(code(await anyone.send("GET", "/explanations/0x12"))).to.deep.equal([400, "bad-input"]);
    });
  });
});
