import { expect } from "chai";
import { zeroAddress } from "viem";
import { BUYER, code, type MarketApi, openMarketApi } from "./support/marketApi.ts";
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
