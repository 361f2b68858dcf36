import { expect } from "chai";
import { supportData } from "../../contracts/payment.ts";
import { transferAndCall, useProtocol } from "./support/protocol.ts";

describe("AttentionMarket: buying at a signed quote", () => {
  const protocol = useProtocol();

  describe("support", () => {
    it("adds to the split's revenue and gives no licence", async () => {
      const { ethers, market, token, buyer } = protocol();
      const thanks = market.connect(buyer).support(1n, 77n);
      await expect(thanks).to.changeTokenBalances(ethers, token, [buyer, market], [-77n, 77n]);
      await expect(thanks).to.emit(market, "Supported").withArgs(1n, buyer.address, 77n);
      expect(await market.revenue(1n)).to.equal(77n);
      expect(await market.balanceOf(buyer.address, 1n)).to.equal(0n);
    });

    it("needs no approval by transferAndCall", async () => {
      const { market, token, buyer } = protocol();
      await token.connect(buyer).approve(market.target, 0n);
      await expect(transferAndCall(token.connect(buyer), market.target, 77n, supportData(1n)))
        .to.emit(market, "Supported")
        .withArgs(1n, buyer.address, 77n);
    });

    it("of nothing, or of no content, is refused", async () => {
      const { market, buyer } = protocol();
      await expect(market.connect(buyer).support(1n, 0n))
        .to.be.revertedWithCustomError(market, "InvalidAmount")
        .withArgs(0n);
      await expect(market.connect(buyer).support(2n, 1n))
        .to.be.revertedWithCustomError(market, "UnknownContent")
        .withArgs(2n);
    });
  });
});
