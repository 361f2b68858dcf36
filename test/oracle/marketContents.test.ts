import { expect } from "chai";
import { keccak256, toHex } from "viem";
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
import { account } from "./support/testChain.ts";
import { deposit } from "./support/testMarket.ts";

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
});
