import { attentionOracleAbi } from "@heed/contracts/abis";
import { expect } from "chai";
import { eq } from "drizzle-orm";
import { BaseError, ContractFunctionRevertedError } from "viem";
import { readLedger } from "../../oracle/settle/readLedger.ts";
import { attention } from "../../oracle/store/schema/behaviour.ts";
import { contents } from "../../oracle/store/schema/chain.ts";
import {
  ASSUMED_WEI,
  BUYER,
  CREATOR,
  code,
  type MarketApi,
  OTHER,
  openMarketApi,
  PARTNER,
  TEXT,
} from "./support/marketApi.ts";
import { signIn } from "./support/server.ts";
import { account } from "./support/testChain.ts";
import { buy, quoteOf } from "./support/testMarket.ts";

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
});
