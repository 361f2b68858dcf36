import { expect } from "chai";
import { concat, getBytes, hexlify, toBeHex, ZeroAddress } from "ethers";
import type { Hex } from "viem";
import { cartData, type Purchase, purchaseData, supportData } from "../../contracts/payment.ts";
import { quoteTypes } from "../../contracts/quote.ts";
import { authorize } from "./support/authorization.ts";
import { HEED, PRICE, type TestQuote, transferAndCall, useProtocol } from "./support/protocol.ts";

describe("AttentionMarket: ways to pay", () => {
  const protocol = useProtocol();

  /** A quote as the payment's encoders take it, signed. */
  async function purchaseOf(changes: Partial<TestQuote> = {}, quantity = 1n): Promise<Purchase> {
    const { quoteOf, sign } = protocol();
    const quote = await quoteOf(changes);
    return { quote, quantity, signature: await sign(quote) } as Purchase;
  }

  /** Who would have signed this very quote. */
  function signerOf(quote: Purchase["quote"], signature: string): string {
    const { ethers, domain } = protocol();
    return ethers.verifyTypedData(domain, { Quote: [...quoteTypes.Quote] }, quote, signature);
  }

  async function publish(...contentIds: bigint[]) {
    const { ethers, market, creator } = protocol();
    for (const id of contentIds) {
      await market.connect(creator).publish(`heed://${id}`, ethers.id(`${id}`), 1n, 1_000n * HEED, 1n);
    }
  }

  describe("transferAndCall", () => {
    const pay = (data: string, value: bigint, by = protocol().buyer) =>
      transferAndCall(protocol().token.connect(by), protocol().market.target, value, data);

    it("buys for the sender with 20 bytes and the signature", async () => {
      const { market, buyer } = protocol();
      const data = purchaseData(await purchaseOf());
      expect(getBytes(data)).to.have.length(85);
      await pay(data, PRICE);
      expect(await market.balanceOf(buyer.address, 1n)).to.equal(1n);
    });

    it("buys for somebody else, and through a referrer", async () => {
      const { market, buyer, other, referrer } = protocol();
      const changes = { recipient: other.address, referrer: referrer.address, maxQuantity: 3n };
      await expect(pay(purchaseData(await purchaseOf(changes, 3n)), 3n * PRICE))
        .to.emit(market, "TransferSingle")
        .withArgs(buyer.address, ZeroAddress, other.address, 1n, 3n)
        .and.to.emit(market, "PurchasedThrough")
        .withArgs(1n, referrer.address, PRICE);
      expect(await market.balanceOf(other.address, 1n)).to.equal(3n);
      expect(await market.referralsOf(referrer.address)).to.deep.equal([(3n * PRICE) / 20n, 0n]);
    });

    it("makes another quote, which nobody signed, of more or less than the price", async () => {
      const { market } = protocol();
      const purchase = await purchaseOf();
      const data = purchaseData(purchase);
      for (const paid of [PRICE - 1n, PRICE + 1n]) {
        await expect(pay(data, paid))
          .to.be.revertedWithCustomError(market, "InvalidQuoteSignature")
          .withArgs(signerOf({ ...purchase.quote, unitPrice: paid }, purchase.signature));
      }
      await expect(pay(data, 0n))
        .to.be.revertedWithCustomError(market, "PriceOutOfBounds")
        .withArgs(0n, 1n, 1_000n * HEED);
    });

    it("refuses a payment that isn't the price of each licence times their number", async () => {
      const { market } = protocol();
      const data = purchaseData(await purchaseOf({ maxQuantity: 2n }, 2n));
      await expect(pay(data, 2n * PRICE + 1n))
        .to.be.revertedWithCustomError(market, "WrongPayment")
        .withArgs(2n * PRICE + 1n, 2n * PRICE);
    });

    it("refuses no licences", async () => {
      const { market } = protocol();
      const data = purchaseData(await purchaseOf({ maxQuantity: 2n }, 0n));
      await expect(pay(data, PRICE)).to.be.revertedWithCustomError(market, "InvalidQuantity").withArgs(0n, 2n);
    });

    it("refuses data too short for its kind, and kinds that aren't", async () => {
      const { market, other } = protocol();
      const own = purchaseData(await purchaseOf());
      const gift = purchaseData(await purchaseOf({ recipient: other.address }));
      const cart = cartData([await purchaseOf()]);
      const support = supportData(1n);
      const cut = (data: string, length: number) => hexlify(getBytes(data).slice(0, length));
      for (const bad of [
        cut(own, 19),
        cut(gift, 59),
        cut(cart, 64),
        "0x",
        cut(support, 5),
        concat([support, "0x00"]),
      ]) {
        await expect(pay(bad, PRICE))
          .to.be.revertedWithCustomError(market, "InvalidPaymentData")
          .withArgs(getBytes(bad).length);
      }
      await expect(pay(concat(["0x04", own]), PRICE))
        .to.be.revertedWithCustomError(market, "UnknownPaymentKind")
        .withArgs(4n);
    });

    it("refuses data that was cut in the signature", async () => {
      const { market } = protocol();
      const data = purchaseData(await purchaseOf());
      await expect(pay(data.slice(0, -2), PRICE))
        .to.be.revertedWithCustomError(market, "InvalidQuoteSignature")
        .withArgs(ZeroAddress);
    });

    it("takes no call but the token's", async () => {
      const { market, buyer } = protocol();
      const data = purchaseData(await purchaseOf());
      await expect(market.connect(buyer).onTransferReceived(buyer.address, buyer.address, PRICE, data))
        .to.be.revertedWithCustomError(market, "WrongToken")
        .withArgs(buyer.address);
    });

    it("by somebody the buyer approved buys at the buyer's quote, not at the sender's", async () => {
      const { market, token, buyer, other } = protocol();
      await token.connect(buyer).approve(other.address, PRICE);
      const send = (data: string) =>
        token.connect(other).getFunction("transferFromAndCall(address,address,uint256,bytes)")(
          buyer.address,
          market.target,
          PRICE,
          data,
        );
      const { quote, quantity, signature } = await purchaseOf({ buyer: other.address, recipient: buyer.address });
      const mine = { ...quote, buyer: buyer.address as Hex };
      await expect(send(purchaseData({ quote: mine, quantity, signature })))
        .to.be.revertedWithCustomError(market, "InvalidQuoteSignature")
        .withArgs(signerOf(mine, signature));
      await send(purchaseData(await purchaseOf()));
      expect(await market.balanceOf(buyer.address, 1n)).to.equal(1n);
    });

    it("packs no field that doesn't fit", async () => {
      const purchase = await purchaseOf();
      const tooMuch: [string, Purchase][] = [
        ["contentId", { ...purchase, quote: { ...purchase.quote, contentId: 2n ** 40n } }],
        ["quantity", { ...purchase, quantity: 65_536n }],
        ["maxQuantity", { ...purchase, quote: { ...purchase.quote, maxQuantity: 65_536n } }],
      ];
      for (const [field, bad] of tooMuch) expect(() => purchaseData(bad)).to.throw(`${field} must fit`);
    });
  });

  describe("a cart", () => {
    it("buys several contents for one transfer", async () => {
      const { ethers, market, token, buyer, other, referrer } = protocol();
      await publish(2n, 3n);
      const cart = [
        await purchaseOf(),
        await purchaseOf({ contentId: 2n, unitPrice: 7n, maxQuantity: 4n, recipient: other.address }, 4n),
        await purchaseOf({ contentId: 3n, unitPrice: 100n, referrer: referrer.address }),
      ];
      const total = PRICE + 28n + 100n;
      const purchase = market.connect(buyer).buyMany(cart);
      await expect(purchase).to.changeTokenBalances(ethers, token, [buyer, market], [-total, total]);
      const logs = (await (await purchase).wait())!.logs as { address: string }[];
      expect(logs.filter(({ address }) => address === token.target)).to.have.length(1);
      expect(await market.balanceOf(other.address, 2n)).to.equal(4n);
      expect(await market.balanceOf(buyer.address, 3n)).to.equal(1n);
      expect(await market.revenue(1n)).to.equal(total - 5n);
      expect(await market.referralsOf(referrer.address)).to.deep.equal([5n, 0n]);
    });

    it("is paid by transferAndCall with no approval", async () => {
      const { market, token, buyer } = protocol();
      await token.connect(buyer).approve(market.target, 0n);
      await publish(2n);
      const data = cartData([await purchaseOf(), await purchaseOf({ contentId: 2n, unitPrice: 5n })]);
      for (const paid of [PRICE + 4n, PRICE + 6n]) {
        await expect(transferAndCall(token.connect(buyer), market.target, paid, data))
          .to.be.revertedWithCustomError(market, "WrongPayment")
          .withArgs(paid, PRICE + 5n);
      }
      await transferAndCall(token.connect(buyer), market.target, PRICE + 5n, data);
      expect(await market.balanceOf(buyer.address, 2n)).to.equal(1n);
    });

    it("buys all or nothing", async () => {
      const { market, token, buyer } = protocol();
      const stale = await purchaseOf({ expiresAt: 1n });
      const had = await token.balanceOf(buyer.address);
      await expect(market.connect(buyer).buyMany([await purchaseOf(), stale]))
        .to.be.revertedWithCustomError(market, "QuoteExpired")
        .withArgs(1n);
      expect(await token.balanceOf(buyer.address)).to.equal(had);
      expect(await market.balanceOf(buyer.address, 1n)).to.equal(0n);
    });

    it("of nothing is refused, by either way to pay", async () => {
      const { market, token, buyer } = protocol();
      await expect(market.connect(buyer).buyMany([])).to.be.revertedWithCustomError(market, "EmptyCart");
      await expect(
        transferAndCall(token.connect(buyer), market.target, 1n, cartData([])),
      ).to.be.revertedWithCustomError(market, "EmptyCart");
    });

    it("takes nobody else's quote", async () => {
      const { market, buyer, other } = protocol();
      await expect(market.connect(buyer).buyMany([await purchaseOf({ buyer: other.address })]))
        .to.be.revertedWithCustomError(market, "WrongBuyer")
        .withArgs(other.address, buyer.address);
    });

    // The compiler's own checks refuse it and say nothing, which the token reports as a receiver that did not answer.
    it("whose data points outside of it is refused", async () => {
      const { market, token, buyer } = protocol();
      const data = cartData([await purchaseOf()]);
      const [length, place] = [data.slice(0, 2 + 66), data.slice(2 + 130)];
      const endless = `${length}${toBeHex(2n ** 255n, 32).slice(2)}${place}`;
      const outside = `${data.slice(0, 2 + 130)}${toBeHex(2n ** 64n, 32).slice(2)}${data.slice(2 + 194)}`;
      for (const broken of [endless, outside]) {
        await expect(transferAndCall(token.connect(buyer), market.target, PRICE, broken))
          .to.be.revertedWithCustomError(token, "ERC1363InvalidReceiver")
          .withArgs(market.target);
      }
      expect(await market.balanceOf(buyer.address, 1n)).to.equal(0n);
    });
  });

  describe("an authorisation", () => {
    const send = ({ quote, quantity, signature }: Purchase, authorization: object) =>
      protocol().market.connect(protocol().other).buyWithAuthorization(quote, quantity, signature, authorization);

    it("buys for a buyer who sends no transaction and gave no approval", async () => {
      const { ethers, market, token, buyer } = protocol();
      await token.connect(buyer).approve(market.target, 0n);
      const purchase = await purchaseOf({ maxQuantity: 2n }, 2n);
      const sent = send(purchase, await authorize(protocol(), purchase));
      await expect(sent).to.changeTokenBalances(ethers, token, [buyer, market], [-2n * PRICE, 2n * PRICE]);
      await expect(sent)
        .to.emit(market, "TransferSingle")
        .withArgs(buyer.address, ZeroAddress, buyer.address, 1n, 2n)
        .and.to.emit(market, "Purchased")
        .withArgs(1n, PRICE);
    });

    it("is good for one purchase once", async () => {
      const { token, buyer } = protocol();
      const purchase = await purchaseOf();
      const authorization = await authorize(protocol(), purchase);
      await send(purchase, authorization);
      await expect(send(purchase, authorization))
        .to.be.revertedWithCustomError(token, "ERC3009UsedAuthorization")
        .withArgs(buyer.address, authorization.nonce);
    });

    it("is good for no other quote, no other quantity and no other nonce", async () => {
      const { token, creator } = protocol();
      await publish(2n);
      const purchase = await purchaseOf({ maxQuantity: 2n });
      const authorization = await authorize(protocol(), purchase);
      const another = await purchaseOf({ contentId: 2n, maxQuantity: 2n, referrer: creator.address });
      const halved = await purchaseOf({ unitPrice: PRICE / 2n, maxQuantity: 2n }, 2n);
      for (const other of [another, halved, { ...purchase, quantity: 2n }]) {
        await expect(send(other, authorization)).to.be.revertedWithCustomError(token, "ERC3009InvalidSignature");
      }
      const foreign = await authorize(protocol(), purchase, { nonce: toBeHex(7n, 32) as Hex });
      await expect(send(purchase, foreign)).to.be.revertedWithCustomError(token, "ERC3009InvalidSignature");
    });

    it("holds between its seconds, and not in them", async () => {
      const { market, token, networkHelpers, buyer } = protocol();
      const now = BigInt(await networkHelpers.time.latest());
      const purchase = await purchaseOf({ maxQuantity: 9n });
      const window = { validAfter: now + 10n, validBefore: now + 20n };
      const authorization = await authorize(protocol(), purchase, { window });
      for (const second of [now + 10n, now + 20n]) {
        const snapshot = await networkHelpers.takeSnapshot();
        await networkHelpers.time.setNextBlockTimestamp(second);
        await expect(send(purchase, authorization))
          .to.be.revertedWithCustomError(token, "ERC3009InvalidAuthorizationTime")
          .withArgs(window.validAfter, window.validBefore);
        await snapshot.restore();
      }
      await networkHelpers.time.setNextBlockTimestamp(now + 19n);
      await send(purchase, authorization);
      expect(await market.balanceOf(buyer.address, 1n)).to.equal(1n);
    });

    it("can't be used past the market", async () => {
      const { market, token, buyer, other } = protocol();
      const { validAfter, validBefore, nonce, v, r, s } = await authorize(protocol(), await purchaseOf());
      await expect(
        token
          .connect(other)
          .receiveWithAuthorization(buyer.address, market.target, PRICE, validAfter, validBefore, nonce, v, r, s),
      )
        .to.be.revertedWithCustomError(token, "ERC20InvalidReceiver")
        .withArgs(market.target);
    });
  });
});
