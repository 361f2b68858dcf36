import { attentionOracleAbi } from "@heed/contracts/abis";
import { expect } from "chai";
import { eq } from "drizzle-orm";
import { BaseError, ContractFunctionRevertedError, keccak256, toHex, zeroAddress } from "viem";
import { priceSteps } from "../../oracle/price/steps.ts";
import type { StoredQuote } from "../../oracle/price/storedQuote.ts";
import { unitPrice } from "../../oracle/price/unitPrice.ts";
import { quoteTag } from "../../oracle/privacy/keys.ts";
import { readLedger } from "../../oracle/settle/readLedger.ts";
import { attention } from "../../oracle/store/schema/behaviour.ts";
import { contents } from "../../oracle/store/schema/chain.ts";
import { quotes } from "../../oracle/store/schema/quotes.ts";
import { type Answer, signIn, Visitor } from "./support/server.ts";
import { alterStoredQuote, readStoredQuote } from "./support/storedQuotes.ts";
import { account, startTestChain, type TestChain } from "./support/testChain.ts";
import { buy, deposit, openTestMarket, quoteOf, type TestMarket } from "./support/testMarket.ts";

const HEED = 10n ** 18n;
const CREATOR = 2;
const PARTNER = 3;
const BUYER = 5;
const OTHER = 6;
// 400 words: 100 seconds, half of which an untrained oracle assumes, at 0.01 HEED each.
const TEXT = Array.from({ length: 400 }, (_, index) => `word${index}`).join(" ");
const ASSUMED_WEI = HEED / 2n;

const code = (answer: Answer) => [answer.status, answer.body.error?.code];

/** The name of the custom error that a call reverts with. */
async function revertOf(call: Promise<unknown>): Promise<string | undefined> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof BaseError)) return undefined;
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  return reverted instanceof ContractFunctionRevertedError ? reverted.data?.errorName : error.shortMessage;
}

describe("the market's API", () => {
  let chain: TestChain;
  let oracle: TestMarket;
  let anyone: Visitor;
  let contentId: string;

  before(async () => {
    chain = await startTestChain();
    oracle = await openTestMarket(chain);
    anyone = new Visitor(oracle.url);
    contentId = await oracle.publish(CREATOR, TEXT, { floor: HEED / 100n, partners: [account(PARTNER).address] });
    await chain.fund(BUYER, 100n * HEED);
    await chain.fund(OTHER, 100n * HEED);
  });
  after(async () => {
    await oracle?.close();
    await chain?.stop();
  });

  describe("contents", () => {
    it("shows what was deposited and published, at its standard price", async () => {
      const { body } = await anyone.send("GET", "/contents");
      expect(body.contents[0]).to.deep.include({
        contentId,
        creator: { address: account(CREATOR).address, name: "" },
        words: 400,
        topics: ["testing"],
        floorWei: (HEED / 100n).toString(),
        standardWei: ASSUMED_WEI.toString(),
        payees: 3,
      });
      const detail = (await anyone.send("GET", `/contents/${contentId}`)).body;
      expect(TEXT.startsWith(detail.preview)).to.equal(true);
      expect(detail.preview.length).to.be.lessThan(TEXT.length);
      expect(detail.shares.map((share: { bps: number }) => share.bps)).to.deep.equal([250, 4875, 4875]);
      expect(detail).to.include({ contentHash: keccak256(toHex(TEXT)), listed: true });
    });

    it("lists one creator's contents, and nothing that isn't held or isn't on sale", async () => {
      const ofCreator = await anyone.send("GET", `/contents?creator=${account(CREATOR).address.toLowerCase()}`);
      expect(ofCreator.body.contents).to.have.length(1);
      const ofOther = await anyone.send("GET", `/contents?creator=${account(OTHER).address}`);
      expect(ofOther.body.contents).to.have.length(0);
    });

    it("refuses a work of another creator, deposited or published", async () => {
      const thief = await oracle.signIn(OTHER);
      const work = { title: "Mine", summary: "Mine.", language: "en", topics: ["x"], body: TEXT };
      expect(code(await thief.send("POST", "/works", work))).to.deep.equal([409, "not-the-creator"]);
      const body = "Published on chain before it was deposited.";
      await chain.publish(CREATOR, keccak256(toHex(body)), 1n, 2n);
      await oracle.market.indexer.catchUp();
      expect(code(await thief.send("POST", "/works", { ...work, body }))).to.deep.equal([409, "not-the-creator"]);
    });

    it("gives a copied hash no text: the work stays its creator's", async () => {
      const copy = await chain.publish(OTHER, keccak256(toHex(TEXT)), 1n, 2n);
      await oracle.market.indexer.catchUp();
      const thief = await oracle.signIn(OTHER);
      const answer = await thief.send("GET", `/contents/${copy.contentId}/body`);
      expect(code(answer)).to.deep.equal([409, "content-not-held"]);
      expect(code(await anyone.send("GET", `/quotes/${copy.contentId}?buyer=${account(BUYER).address}`))).to.deep.equal(
        [409, "content-not-held"],
      );
    });

    it("leaves a text with who deposited it, whoever publishes its hash first", async () => {
      const body = "Deposited, and then published by somebody who had seen the hash.";
      const creator = await oracle.signIn(CREATOR);
      const { contentHash } = await deposit(creator, body);
      const copy = await chain.publish(OTHER, contentHash, 1n, 2n);
      await oracle.market.indexer.catchUp();
      const work = { title: "Mine", summary: "Mine.", language: "de", topics: ["mine"], body };
      const thief = await oracle.signIn(OTHER);
      expect(code(await thief.send("POST", "/works", work))).to.deep.equal([409, "not-the-creator"]);
      expect((await creator.send("POST", "/works", work)).status).to.equal(200);
      const { contentId: id } = await chain.publish(CREATOR, contentHash, 1n, 2n);
      await oracle.market.indexer.catchUp();
      const own = (await anyone.send("GET", `/contents/${id}`)).body;
      // The thief's publication fixed nothing either.
      expect(own).to.deep.include({ title: "Mine", language: "de", topics: ["mine"] });
      expect((await creator.send("GET", `/contents/${id}/body`)).body).to.deep.equal({ body });
      expect((await anyone.send("GET", `/contents/${copy.contentId}`)).body.title).to.equal("");
    });

    it("keeps what prices are made from fixed once published, and lets title and summary change", async () => {
      const creator = await oracle.signIn(CREATOR);
      const change = { title: "Better", summary: "Better.", language: "de", topics: ["other"], body: TEXT };
      expect((await creator.send("POST", "/works", change)).status).to.equal(200);
      const { body } = await anyone.send("GET", `/contents/${contentId}`);
      expect(body).to.deep.include({ title: "Better", summary: "Better.", language: "en", topics: ["testing"] });
    });

    it("names the field of a work that is wrong", async () => {
      const creator = await oracle.signIn(CREATOR);
      const work = { title: "T", summary: "S", language: "en", topics: ["x"], body: "B" };
      const wrong = async (change: object) => (await creator.send("POST", "/works", { ...work, ...change })).body.error;
      expect(await wrong({ language: "English" })).to.include({ code: "bad-input", field: "language" });
      expect(await wrong({ topics: [] })).to.include({ code: "bad-input", field: "topics" });
      expect(await wrong({ body: "a\u0000b" })).to.include({ code: "bad-input", field: "body" });
      expect(await wrong({ body: "\ud800" })).to.include({ code: "bad-input", field: "body" });
      expect(await wrong({ title: " " })).to.include({ code: "bad-input", field: "title" });
      expect(code(await anyone.send("POST", "/works", work))).to.deep.equal([401, "not-signed-in"]);
    });
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

  describe("buying", () => {
    it("sells at the signed price and then delivers the text, to that wallet and the creator only", async () => {
      const buyer = await oracle.signIn(BUYER);
      const path = `/contents/${contentId}/body`;
      expect(code(await anyone.send("GET", path))).to.deep.equal([401, "not-signed-in"]);
      expect(code(await buyer.send("GET", path))).to.deep.equal([403, "licence-required"]);

      const { body } = await buyer.send("GET", `/quotes/${contentId}`);
      await buy(chain, BUYER, body.standard);

      expect((await buyer.send("GET", path)).body).to.deep.equal({ body: TEXT });
      expect((await (await oracle.signIn(CREATOR)).send("GET", path)).body).to.deep.equal({ body: TEXT });
      expect(code(await (await oracle.signIn(OTHER)).send("GET", path))).to.deep.equal([403, "licence-required"]);

      await oracle.market.indexer.catchUp();
      const { licences } = (await buyer.send("GET", "/library")).body;
      expect(licences).to.have.length(1);
      expect(licences[0]).to.deep.include({ quantity: 1, unitPriceWei: ASSUMED_WEI.toString() });
      expect(licences[0].content.contentId).to.equal(contentId);
      expect(code(await anyone.send("GET", "/library"))).to.deep.equal([401, "not-signed-in"]);
    });

    it("delivers no text while the chain has another content under that id than the index", async () => {
      const { db } = oracle.context.store;
      const buyer = await oracle.signIn(BUYER);
      const path = `/contents/${contentId}/body`;
      const [indexed] = await db.select().from(contents).where(eq(contents.contentId, contentId));
      const secret = await oracle.publish(CREATOR, "Another text, which that licence is not for.");
      const [other] = await db.select().from(contents).where(eq(contents.contentId, secret));
      const index = async (change: Partial<typeof contents.$inferInsert>) => {
        await db.update(contents).set(change).where(eq(contents.contentId, contentId));
        oracle.market.catalogue.invalidate();
      };
      await index({ contentHash: other!.contentHash });
      const moved = await buyer.send("GET", path);
      expect(code(moved)).to.deep.equal([503, "content-moved"]);
      expect(moved.body.error).to.include({ field: "contentId", retry: true });
      await index({ contentHash: indexed!.contentHash, creator: account(OTHER).address });
      expect(code(await buyer.send("GET", path))).to.deep.equal([503, "content-moved"]);
      await index({ creator: indexed!.creator });
      expect((await buyer.send("GET", path)).body).to.deep.equal({ body: TEXT });
      const never = { ...indexed!, contentId: "4000000" };
      await db.insert(contents).values(never);
      oracle.market.catalogue.invalidate();
      expect(code(await buyer.send("GET", "/contents/4000000/body"))).to.deep.equal([503, "content-moved"]);
      await db.delete(contents).where(eq(contents.contentId, "4000000"));
      oracle.market.catalogue.invalidate();
    });

    it("gives the licence to a named recipient", async () => {
      const recipient = account(9).address;
      const query = `?buyer=${account(BUYER).address}&recipient=${recipient}`;
      await buy(chain, BUYER, (await anyone.send("GET", `/quotes/${contentId}${query}`)).body.standard);
      const given = await oracle.signIn(9);
      expect((await given.send("GET", `/contents/${contentId}/body`)).status).to.equal(200);
    });

    it("sells nothing at an altered quote, to another buyer, on another market, or after the counter was raised", async () => {
      const { standard } = (await anyone.send("GET", `/quotes/${contentId}?buyer=${account(BUYER).address}`)).body;
      const { quote, signature } = quoteOf(standard);
      const attempt = (buyer: number, changed: Partial<typeof quote>, by = signature) =>
        revertOf(
          chain.client.simulateContract({
            ...chain.market,
            functionName: "buy",
            args: [{ ...quote, ...changed }, 1n, by],
            account: account(buyer).address,
          }),
        );
      expect(await attempt(BUYER, {})).to.equal(undefined);
      for (const changed of [
        { unitPrice: quote.unitPrice - 1n },
        { maxQuantity: 2n },
        { referrer: account(OTHER).address },
        { recipient: account(OTHER).address },
        { expiresAt: quote.expiresAt + 1n },
        { contentId: quote.contentId + 1n },
      ])
        expect(await attempt(BUYER, changed)).to.be.oneOf(["InvalidQuoteSignature", "PriceOutOfBounds"]);
      expect(await attempt(OTHER, {})).to.equal("WrongBuyer");
      expect(await attempt(OTHER, { buyer: account(OTHER).address })).to.equal("InvalidQuoteSignature");

      const raise = {
        address: chain.deployment.oracle,
        abi: attentionOracleAbi,
        functionName: "raiseCounter",
      } as const;
      await chain.mined(await chain.wallet(0).writeContract(raise));
      expect(await attempt(BUYER, {})).to.equal("QuoteCancelled");
      await oracle.market.indexer.catchUp();
      const renewed = (await anyone.send("GET", `/quotes/${contentId}?buyer=${account(BUYER).address}`)).body.standard;
      expect(renewed.message.counter).to.equal("1");
      await buy(chain, BUYER, renewed);
    });

    it("quotes by the chain's clock, which can run ahead of ours", async () => {
      await chain.test.increaseTime({ seconds: 3_600 });
      await chain.test.mine({ blocks: 1 });
      await oracle.market.indexer.catchUp();
      const { standard } = (await anyone.send("GET", `/quotes/${contentId}?buyer=${account(BUYER).address}`)).body;
      await buy(chain, BUYER, standard);
      await chain.test.increaseTime({ seconds: 121 });
      await chain.test.mine({ blocks: 1 });
      const { quote, signature } = quoteOf(standard);
      const args = [quote, 1n, signature] as const;
      const again = { ...chain.market, functionName: "buy", args, account: account(BUYER).address } as const;
      expect(await revertOf(chain.client.simulateContract(again))).to.equal("QuoteExpired");
      await oracle.market.indexer.catchUp();
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

  describe("creators", () => {
    it("see revenue, shares, dues and claims as the chain has them, and the ledger balances", async () => {
      const buyer = account(BUYER).address;
      const query = `?buyer=${buyer}&referrer=${account(OTHER).address}&maxQuantity=2`;
      await buy(chain, BUYER, (await anyone.send("GET", `/quotes/${contentId}${query}`)).body.standard, 2n);
      const support = { ...chain.market, functionName: "support", args: [BigInt(contentId), 777n] } as const;
      await chain.mined(await chain.wallet(BUYER).writeContract(support));
      await oracle.market.indexer.catchUp();

      const page = async (index: number) => (await anyone.send("GET", `/creators/${account(index).address}`)).body;
      const due = (index: number, splits: bigint[]) =>
        chain.client.readContract({
          ...chain.market,
          functionName: "claimable",
          args: [account(index).address, splits],
        });
      for (const index of [CREATOR, PARTNER]) {
        for (const split of (await page(index)).splits) {
          const sold = await anyone.send("GET", `/contents/${split.contents[0].contentId}`);
          expect(sold.body).to.include({ splitId: split.splitId, title: split.contents[0].title });
          const id = BigInt(split.splitId);
          expect(split.dueWei).to.equal((await due(index, [id])).toString());
          const revenue = await chain.client.readContract({ ...chain.market, functionName: "revenue", args: [id] });
          expect(split.revenueWei).to.equal(revenue.toString());
        }
      }
      const splits = (await page(PARTNER)).splits.map((split: { splitId: string }) => BigInt(split.splitId));
      const expected = await due(PARTNER, splits);
      await chain.mined(
        await chain.wallet(PARTNER).writeContract({ ...chain.market, functionName: "claim", args: [splits] }),
      );
      await buy(chain, BUYER, (await anyone.send("GET", `/quotes/${contentId}${query}`)).body.standard);
      await oracle.market.indexer.catchUp();
      const claimed = await page(PARTNER);
      expect(claimed.claimedWei).to.equal(expected.toString());
      expect(claimed.splits[0].dueWei).to.equal((await due(PARTNER, splits)).toString());
      expect((await page(CREATOR)).purchases).to.be.greaterThan(3);

      const { db } = oracle.context.store;
      const book = await readLedger(db, chain.client, chain.deployment);
      expect(book.balances).to.equal(true);
      expect(book.unaskedWei).to.equal(0n);
      expect(book.heldWei).to.equal(book.paidInWei - book.claimedWei);
      expect(book.splitWei + book.referralsWei + book.dustWei).to.equal(book.paidInWei);
      const referrer = book.accounts.find((one) => one.account === account(OTHER).address);
      expect(referrer?.dueWei).to.equal(await due(OTHER, []));
      expect(referrer?.dueWei).to.equal((3n * ASSUMED_WEI * 500n) / 10_000n);
    });

    it("see attention on their contents only from ten viewers on", async () => {
      const { db } = oracle.context.store;
      const attend = (viewer: number) =>
        db.insert(attention).values({ viewer: `v_${viewer}`, contentId, fromMs: 1_000, toMs: 4_500 });
      const seen = async () => {
        const { body } = await anyone.send("GET", `/creators/${account(CREATOR).address}`);
        return body.attention.find((one: { contentId: string }) => one.contentId === contentId);
      };
      for (let viewer = 1; viewer <= 9; viewer++) await attend(viewer);
      expect(await seen()).to.deep.equal({ contentId, seconds: null, viewers: null });
      await attend(10);
      expect(await seen()).to.deep.equal({ contentId, seconds: 35, viewers: 10 });
    });

    it("are called what they want to be called", async () => {
      const creator = await oracle.signIn(CREATOR);
      expect((await creator.send("PUT", "/creators/me", { name: "Ada", bio: "Writes." })).status).to.equal(200);
      const { body } = await anyone.send("GET", `/creators/${account(CREATOR).address}`);
      expect(body).to.include({ name: "Ada", bio: "Writes.", following: false });
      expect((await anyone.send("GET", "/contents")).body.contents[0].creator.name).to.equal("Ada");
    });

    it("can be followed with consent, and the feed can be narrowed to them", async () => {
      const address = account(CREATOR).address;
      const shy = await signIn(oracle.url, oracle.context);
      expect(code(await shy.send("PUT", `/follows/${address}`))).to.deep.equal([403, "consent-required"]);
      const reader = await oracle.signInConsenting(8);
      const following = async () => (await reader.send("GET", "/feed?scope=following")).body.items.length;
      expect(await following()).to.equal(0);
      expect((await reader.send("PUT", `/follows/${address.toLowerCase()}`)).body.following).to.equal(true);
      expect(await following()).to.be.greaterThan(0);
      expect((await reader.send("GET", "/follows")).body.creators).to.deep.equal([{ address, name: "Ada" }]);
      expect((await reader.send("GET", `/creators/${address}`)).body.following).to.equal(true);
      expect((await reader.send("DELETE", `/follows/${address}`)).body.following).to.equal(false);
      expect(await following()).to.equal(0);
      expect(code(await anyone.send("GET", "/feed?scope=following"))).to.deep.equal([401, "not-signed-in"]);
    });
  });

  describe("feed", () => {
    it("is in everybody's order, at standard prices, without consent", async () => {
      const { body } = await anyone.send("GET", "/feed");
      expect(body.personalised).to.equal(false);
      const values = body.items.map((item: { valueSeconds: number }) => item.valueSeconds);
      expect(values).to.deep.equal([...values].sort((a, b) => b - a));
      expect(body.items.every((item: { personalWei: unknown }) => item.personalWei === null)).to.equal(true);
      expect(body.items[0].reasons[0].text).to.contain("No model is trained yet");
    });
  });

  describe("faucet", () => {
    const poor = "0x00000000000000000000000000000000000A11Ce".toLowerCase() as `0x${string}`;

    it("gives ether and HEED once an address, and says whether it did", async () => {
      const had = async () => (await anyone.send("GET", `/faucet/${poor}`)).body.given;
      expect(await had()).to.equal(false);
      const { status, body } = await anyone.send("POST", "/faucet", { address: poor });
      expect(status).to.equal(200);
      expect(await chain.client.getBalance({ address: poor })).to.equal(BigInt(body.ethWei));
      const balance = await chain.client.readContract({ ...chain.token, functionName: "balanceOf", args: [poor] });
      expect(balance).to.equal(BigInt(body.heedWei));
      expect(code(await anyone.send("POST", "/faucet", { address: poor }))).to.deep.equal([409, "faucet-used"]);
      expect(await had()).to.equal(true);
    });

    it("serves many at once from one account", async () => {
      const addresses = Array.from({ length: 6 }, (_, index) => `0x${(0xbee0 + index).toString(16).padStart(40, "0")}`);
      const answers = await Promise.all(addresses.map((address) => anyone.send("POST", "/faucet", { address })));
      expect(answers.map((answer) => answer.status)).to.deep.equal(addresses.map(() => 200));
    });

    it("refuses what is no address", async () => {
      const answer = await anyone.send("POST", "/faucet", { address: "0xnobody" });
      expect([...code(answer), answer.body.error.field]).to.deep.equal([400, "bad-input", "address"]);
      expect(code(await anyone.send("GET", "/faucet/0xnobody"))).to.deep.equal([400, "bad-input"]);
    });
  });

  describe("without a chain", () => {
    it("says that it can't be reached and that the same request can succeed later", async () => {
      await chain.stop();
      await oracle.market.indexer.catchUp().catch(() => {});
      const quote = await anyone.send("GET", `/quotes/${contentId}?buyer=${account(BUYER).address}`);
      expect(quote.body.error).to.include({ code: "chain-unreachable", retry: true });
      expect(quote.status).to.equal(503);
      const reader = await oracle.signIn(BUYER);
      expect(code(await reader.send("GET", `/contents/${contentId}/body`))).to.deep.equal([503, "chain-unreachable"]);
      expect(code(await anyone.send("POST", "/faucet", { address: zeroAddress }))).to.deep.equal([
        503,
        "chain-unreachable",
      ]);
      expect((await anyone.send("GET", "/contents")).status).to.equal(200);
    });
  });
});
