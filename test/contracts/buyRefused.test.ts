import { expect } from "chai";
import { concat, Signature, toBeHex, Wallet, ZeroAddress } from "ethers";
import { quoteTypes } from "../../contracts/quote.ts";
import { permitOf } from "./support/permit.ts";
import { HEED, PRICE, type TestQuote, useProtocol } from "./support/protocol.ts";

describe("AttentionMarket: buying at a signed quote", () => {
  const protocol = useProtocol();

  describe("is refused", () => {
    it("after the quote's last second, and not in it", async () => {
      const { market, buyer, networkHelpers, quoteOf, sign } = protocol();
      const quote = await quoteOf();
      const signature = await sign(quote);
      await networkHelpers.time.setNextBlockTimestamp(quote.expiresAt);
      await market.connect(buyer).buy(quote, 1n, signature);
      await expect(market.connect(buyer).buy(quote, 1n, signature))
        .to.be.revertedWithCustomError(market, "QuoteExpired")
        .withArgs(quote.expiresAt);
    });

    it("by any account but the quote's buyer", async () => {
      const { market, buyer, other, quoteOf, sign } = protocol();
      const quote = await quoteOf();
      const signature = await sign(quote);
      const foreign = market.connect(other);
      const signedPermit = await permitOf(protocol(), PRICE);
      for (const attempt of [
        () => foreign.buy(quote, 1n, signature),
        () => foreign.buyWithPermit(quote, 1n, signature, signedPermit),
      ]) {
        await expect(attempt())
          .to.be.revertedWithCustomError(market, "WrongBuyer")
          .withArgs(buyer.address, other.address);
      }
    });

    it("for no licences, and for more than the quote allows", async () => {
      const { market, buy } = protocol();
      await expect(buy({ maxQuantity: 2n }, 0n))
        .to.be.revertedWithCustomError(market, "InvalidQuantity")
        .withArgs(0n, 2n);
      await expect(buy({ maxQuantity: 2n }, 3n))
        .to.be.revertedWithCustomError(market, "InvalidQuantity")
        .withArgs(3n, 2n);
    });

    it("at a price outside the creator's bounds, even when signed", async () => {
      const { market, creator, buy } = protocol();
      await market.connect(creator).setPriceBounds(1n, 10n, 20n);
      for (const unitPrice of [9n, 21n, 0n, 2n ** 256n - 1n]) {
        await expect(buy({ unitPrice }))
          .to.be.revertedWithCustomError(market, "PriceOutOfBounds")
          .withArgs(unitPrice, 10n, 20n);
      }
    });

    it("for a content that does not exist", async () => {
      const { market, buy } = protocol();
      for (const contentId of [0n, 2n, 2n ** 256n - 1n]) {
        for (const unitPrice of [PRICE, 0n]) {
          await expect(buy({ contentId, unitPrice }))
            .to.be.revertedWithCustomError(market, "UnknownContent")
            .withArgs(contentId);
        }
      }
    });

    it("for nobody", async () => {
      const { market, buy } = protocol();
      await expect(buy({ recipient: ZeroAddress }))
        .to.be.revertedWithCustomError(market, "ERC1155InvalidReceiver")
        .withArgs(ZeroAddress);
    });

    it("with a quote of another chain, another market, another name or another version", async () => {
      const { ethers, market, buyer, signer, domain, quoteOf } = protocol();
      const foreign = [
        { chainId: 1 },
        { verifyingContract: buyer.address as `0x${string}` },
        { name: "Heap" },
        { version: "2" },
      ];
      for (const change of foreign) {
        const quote = await quoteOf();
        const signature = await signer.signTypedData({ ...domain, ...change }, quoteFields, quote);
        await expect(market.connect(buyer).buy(quote, 1n, signature))
          .to.be.revertedWithCustomError(market, "InvalidQuoteSignature")
          .withArgs(ethers.verifyTypedData(domain, quoteFields, quote, signature));
      }
    });

    it("with somebody else's signature", async () => {
      const { market, buyer, quoteOf, sign } = protocol();
      const quote = await quoteOf();
      await expect(market.connect(buyer).buy(quote, 1n, await sign(quote, buyer)))
        .to.be.revertedWithCustomError(market, "InvalidQuoteSignature")
        .withArgs(buyer.address);
    });

    it("with a signature that is short, long, empty, malleable or of nothing", async () => {
      const { market, buyer, quoteOf, sign } = protocol();
      const quote = await quoteOf();
      const { r, s, yParity, serialized } = Signature.from(await sign(quote));
      const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
      const malleable = concat([r, toBeHex(order - BigInt(s), 32), yParity === 0 ? "0x1c" : "0x1b"]);
      const compact = Signature.from(serialized).compactSerialized;
      const nothing = `0x${"00".repeat(65)}`;
      for (const signature of [serialized.slice(0, -2), `${serialized}00`, "0x", malleable, compact, nothing]) {
        await expect(market.connect(buyer).buy(quote, 1n, signature))
          .to.be.revertedWithCustomError(market, "InvalidQuoteSignature")
          .withArgs(ZeroAddress);
      }
    });

    it("without the tokens or the allowance for it", async () => {
      const { market, token, buyer, deployer, buy } = protocol();
      await token.connect(buyer).approve(market.target, PRICE - 1n);
      await expect(buy())
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(market.target, PRICE - 1n, PRICE);
      await token.connect(buyer).approve(market.target, PRICE);
      const left = PRICE - 1n;
      await token.connect(buyer).transfer(deployer.address, 10_000n * HEED - left);
      await expect(buy())
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(buyer.address, left, PRICE);
      expect(await market.balanceOf(buyer.address, 1n)).to.equal(0n);
      expect(await market.revenue(1n)).to.equal(0n);
    });

    it("with a permit that fails where the allowance does not suffice", async () => {
      const { market, token, buyer, quoteOf, sign } = protocol();
      await token.connect(buyer).approve(market.target, 0n);
      const quote = await quoteOf();
      const stale = { ...(await permitOf(protocol(), PRICE)), deadline: 1n };
      await expect(market.connect(buyer).buyWithPermit(quote, 1n, await sign(quote), stale))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(market.target, 0n, PRICE);
    });

    it("with calldata whose addresses carry dirty bits", async () => {
      const { ethers, market, buyer, domain, quoteOf, sign } = protocol();
      const quote = await quoteOf();
      const signature = await sign(quote);
      const typeHash = ethers.id(ethers.TypedDataEncoder.from(quoteFields).encodeType("Quote"));
      const clean: string = market.interface.encodeFunctionData("buy", [quote, 1n, signature]);
      await buyer.call({ to: market.target, data: clean });
      for (const word of [0, 1, 3]) {
        const at = 2 + 8 + word * 64;
        const dirty = `${clean.slice(0, at)}01${clean.slice(at + 2)}`;
        // What is hashed is what came, dirt and all, which nobody signed.
        const words = `0x${dirty.slice(2 + 8, 2 + 8 + 8 * 64)}`;
        const structHash = ethers.keccak256(concat([typeHash, words]));
        const digest = ethers.keccak256(concat(["0x1901", ethers.TypedDataEncoder.hashDomain(domain), structHash]));
        await expect(buyer.sendTransaction({ to: market.target, data: dirty }), `word ${word}`)
          .to.be.revertedWithCustomError(market, "InvalidQuoteSignature")
          .withArgs(ethers.recoverAddress(digest, signature));
      }
    });
  });

  describe("checks every signed field: altered alone,", () => {
    const alterations: [keyof TestQuote, (quote: TestQuote) => bigint | string, string?][] = [
      ["buyer", () => Wallet.createRandom().address, "WrongBuyer"],
      ["recipient", () => Wallet.createRandom().address],
      ["contentId", () => 2n],
      ["referrer", () => Wallet.createRandom().address],
      ["unitPrice", (quote) => quote.unitPrice - 1n],
      ["maxQuantity", (quote) => quote.maxQuantity + 1n],
      ["expiresAt", (quote) => quote.expiresAt + 1n],
      ["counter", (quote) => quote.counter + 1n, "QuoteCancelled"],
    ];
    for (const [field, alter, error = "InvalidQuoteSignature"] of alterations) {
      it(`${field} gives ${error}`, async () => {
        const { ethers, market, creator, buyer, domain, quoteOf, sign } = protocol();
        await market.connect(creator).publish("heed://2", ethers.id("two"), 1n, 1_000n * HEED, 1n);
        const quote = await quoteOf({ maxQuantity: 5n });
        const signature = await sign(quote);
        const altered = { ...quote, [field]: alter(quote) };
        const args = {
          WrongBuyer: [altered.buyer, buyer.address],
          QuoteCancelled: [altered.counter, quote.counter],
          InvalidQuoteSignature: [ethers.verifyTypedData(domain, quoteFields, altered, signature)],
        }[error];
        await expect(market.connect(buyer).buy(altered, 1n, signature))
          .to.be.revertedWithCustomError(market, error)
          .withArgs(...args!);
        await market.connect(buyer).buy(quote, 1n, signature);
      });
    }

    it("and hashes them as EIP-712 says", async () => {
      const { ethers, market, domain, other, referrer, quoteOf } = protocol();
      const quote = await quoteOf({
        recipient: other.address,
        referrer: referrer.address,
        maxQuantity: 9n,
        counter: 7n,
      });
      expect(await market.quoteDigest(quote)).to.equal(ethers.TypedDataEncoder.hash(domain, quoteFields, quote));
    });
  });
});

const quoteFields = { Quote: [...quoteTypes.Quote] };
