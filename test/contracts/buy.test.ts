import { expect } from "chai";
import { concat, Wallet, ZeroAddress } from "ethers";
import { type Purchase, purchaseData } from "../../contracts/payment.ts";
import { permitOf } from "./support/permit.ts";
import { HEED, PRICE, transferAndCall, useProtocol } from "./support/protocol.ts";

describe("AttentionMarket: buying at a signed quote", () => {
  const protocol = useProtocol();

  describe("pays the price and gives the licence", () => {
    it("by allowance", async () => {
      const { ethers, market, token, buyer, buy } = protocol();
      const purchase = buy({ maxQuantity: 3n }, 3n);
      await expect(purchase).to.changeTokenBalances(ethers, token, [buyer, market], [-3n * PRICE, 3n * PRICE]);
      await expect(purchase)
        .to.emit(market, "TransferSingle")
        .withArgs(buyer.address, ZeroAddress, buyer.address, 1n, 3n)
        .and.to.emit(market, "Purchased")
        .withArgs(1n, PRICE);
      expect(await market.balanceOf(buyer.address, 1n)).to.equal(3n);
      expect(await market.revenue(1n)).to.equal(3n * PRICE);
    });

    it("by transferAndCall, with no approval at all", async () => {
      const { ethers, market, token, deployer, buyer, referrer, buyByTransfer } = protocol();
      await token.connect(buyer).approve(market.target, 0n);
      const purchase = buyByTransfer({ maxQuantity: 2n, referrer: referrer.address }, 2n);
      await expect(purchase).to.changeTokenBalances(ethers, token, [buyer, market], [-2n * PRICE, 2n * PRICE]);
      await expect(purchase).to.emit(market, "PurchasedThrough").withArgs(1n, referrer.address, PRICE);
      expect(await market.balanceOf(buyer.address, 1n)).to.equal(2n);
      expect(await market.balanceOf(deployer.address, 1n)).to.equal(0n);
    });

    it("by a permit in the same transaction", async () => {
      const { market, token, buyer, quoteOf, sign } = protocol();
      await token.connect(buyer).approve(market.target, 0n);
      const quote = await quoteOf();
      await market.connect(buyer).buyWithPermit(quote, 1n, await sign(quote), await permitOf(protocol(), PRICE));
      expect(await market.balanceOf(buyer.address, 1n)).to.equal(1n);
      expect(await token.allowance(buyer.address, market.target)).to.equal(0n);
    });

    it("by a permit that somebody else used first", async () => {
      const { market, token, buyer, other, quoteOf, sign } = protocol();
      await token.connect(buyer).approve(market.target, 0n);
      const { value, deadline, v, r, s } = await permitOf(protocol(), PRICE);
      await token.connect(other).permit(buyer.address, market.target, value, deadline, v, r, s);
      const quote = await quoteOf();
      await market.connect(buyer).buyWithPermit(quote, 1n, await sign(quote), { value, deadline, v, r, s });
      expect(await market.balanceOf(buyer.address, 1n)).to.equal(1n);
    });

    it("to somebody else, as a gift", async () => {
      const { market, buyer, other, buy } = protocol();
      await expect(buy({ recipient: other.address }))
        .to.emit(market, "TransferSingle")
        .withArgs(buyer.address, ZeroAddress, other.address, 1n, 1n);
      expect(await market.balanceOf(other.address, 1n)).to.equal(1n);
      expect(await market.balanceOf(buyer.address, 1n)).to.equal(0n);
    });

    it("as often as the quote is used while it holds", async () => {
      const { market, buyer, quoteOf, sign } = protocol();
      const quote = await quoteOf();
      const signature = await sign(quote);
      await market.connect(buyer).buy(quote, 1n, signature);
      await market.connect(buyer).buy(quote, 1n, signature);
      expect(await market.balanceOf(buyer.address, 1n)).to.equal(2n);
      expect(await market.revenue(1n)).to.equal(2n * PRICE);
    });

    it("to a contract with no receiver hook", async () => {
      const { ethers, market, token, deployer, buyer, quoteOf, sign } = protocol();
      const account = await ethers.deployContract("ContractAccount", [buyer.address]);
      await token.connect(deployer).transfer(account.target, HEED);
      const quote = await quoteOf({ buyer: String(account.target) });
      const data = purchaseData({ quote, quantity: 1n, signature: await sign(quote) } as Purchase);
      const call = token.interface.encodeFunctionData("transferAndCall(address,uint256,bytes)", [
        market.target,
        PRICE,
        data,
      ]);
      await account.getFunction("execute")(token.target, call);
      expect(await market.balanceOf(account.target, 1n)).to.equal(1n);
    });

    it("to an account delegated by EIP-7702 to code with no receiver hook", async () => {
      const { ethers, market, token, deployer, quoteOf, sign } = protocol();
      const account = await ethers.deployContract("ContractAccount", [deployer.address]);
      const wallet = Wallet.createRandom(ethers.provider);
      await deployer.sendTransaction({ to: wallet.address, value: HEED });
      await token.connect(deployer).transfer(wallet.address, HEED);
      const authorization = await wallet.authorize({ address: String(account.target), nonce: 1 });
      await (
        await wallet.sendTransaction({ type: 4, to: deployer.address, authorizationList: [authorization] })
      ).wait();
      expect(await ethers.provider.getCode(wallet.address)).to.equal(
        concat(["0xef0100", String(account.target)]).toLowerCase(),
      );
      const quote = await quoteOf({ buyer: wallet.address });
      const data = purchaseData({ quote, quantity: 1n, signature: await sign(quote) } as Purchase);
      await (await transferAndCall(token.connect(wallet), market.target, PRICE, data)).wait();
      expect(await market.balanceOf(wallet.address, 1n)).to.equal(1n);
    });

    it("at the floor and at the ceiling, to the wei", async () => {
      const { market, creator, buyer, buy } = protocol();
      await market.connect(creator).setPriceBounds(1n, 5n, 6n);
      await buy({ unitPrice: 5n });
      await buy({ unitPrice: 6n });
      expect(await market.revenue(1n)).to.equal(11n);
      expect(await market.balanceOf(buyer.address, 1n)).to.equal(2n);
    });

    it("up to 65,535 licences of a content an account", async () => {
      const { market, creator, buyer, buy } = protocol();
      await market.connect(creator).setPriceBounds(1n, 1n, 1n);
      await buy({ unitPrice: 1n, maxQuantity: 2n ** 256n - 1n }, 65_535n);
      expect(await market.balanceOf(buyer.address, 1n)).to.equal(65_535n);
      await expect(buy({ unitPrice: 1n }))
        .to.be.revertedWithCustomError(market, "TooManyLicences")
        .withArgs(buyer.address, 1n, 65_535n, 1n);
      await expect(buy({ unitPrice: 1n, maxQuantity: 2n ** 256n - 1n }, 2n ** 256n - 1n))
        .to.be.revertedWithCustomError(market, "TooManyLicences")
        .withArgs(buyer.address, 1n, 65_535n, 2n ** 256n - 1n);
    });
  });

  describe("with a referrer", () => {
    it("credits the referrer a twentieth, and the split the rest", async () => {
      const { market, referrer, buy } = protocol();
      await buy({ unitPrice: 1_039n, referrer: referrer.address });
      expect(await market.referralsOf(referrer.address)).to.deep.equal([51n, 0n]);
      expect(await market.revenue(1n)).to.equal(988n);
    });

    it("credits what the creator says, from nothing to a tenth", async () => {
      const { market, creator, referrer, buy } = protocol();
      await market.connect(creator).setReferral(1n, 0n);
      await buy({ unitPrice: 1_000n, referrer: referrer.address });
      expect(await market.referralsOf(referrer.address)).to.deep.equal([0n, 0n]);
      await market.connect(creator).setReferral(1n, 1_000n);
      await buy({ unitPrice: 1_000n, referrer: referrer.address });
      expect(await market.referralsOf(referrer.address)).to.deep.equal([100n, 0n]);
      expect(await market.revenue(1n)).to.equal(1_900n);
    });

    it("ignores a referrer who is the buyer or the recipient", async () => {
      const { market, buyer, other, buy } = protocol();
      for (const changes of [
        { referrer: buyer.address },
        { referrer: other.address, recipient: other.address },
        { referrer: buyer.address, recipient: other.address },
      ]) {
        await expect(buy({ ...changes, unitPrice: 1_000n }))
          .to.emit(market, "Purchased")
          .withArgs(1n, 1_000n);
      }
      expect(await market.referralsOf(buyer.address)).to.deep.equal([0n, 0n]);
      expect(await market.referralsOf(other.address)).to.deep.equal([0n, 0n]);
      expect(await market.revenue(1n)).to.equal(3_000n);
    });
  });
});
