import { expect } from "chai";
import { concat, Signature, toBeHex, Wallet, ZeroAddress } from "ethers";
import { type Purchase, purchaseData, supportData } from "../../contracts/payment.ts";
import { quoteTypes } from "../../contracts/quote.ts";
import { permitTypes } from "./support/permit.ts";
import { HEED, PRICE, type TestQuote, transferAndCall, useProtocol } from "./support/protocol.ts";

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
      await market.connect(buyer).buyWithPermit(quote, 1n, await sign(quote), await permit(PRICE));
      expect(await market.balanceOf(buyer.address, 1n)).to.equal(1n);
      expect(await token.allowance(buyer.address, market.target)).to.equal(0n);
    });

    it("by a permit that somebody else used first", async () => {
      const { market, token, buyer, other, quoteOf, sign } = protocol();
      await token.connect(buyer).approve(market.target, 0n);
      const { value, deadline, v, r, s } = await permit(PRICE);
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
      const signedPermit = await permit(PRICE);
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
      const stale = { ...(await permit(PRICE)), deadline: 1n };
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

  /** The buyer's permit for the market. */
  async function permit(value: bigint) {
    const { ethers, market, token, buyer } = protocol();
    const { chainId } = await ethers.provider.getNetwork();
    const domain = { name: "Heed", version: "1", chainId, verifyingContract: String(token.target) };
    const nonce = await token.nonces(buyer.address);
    const deadline = 2n ** 64n;
    const message = { owner: buyer.address, spender: market.target, value, nonce, deadline };
    const { v, r, s } = Signature.from(await buyer.signTypedData(domain, permitTypes, message));
    return { value, deadline, v, r, s };
  }
});

const quoteFields = { Quote: [...quoteTypes.Quote] };
