import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { DAY, useProtocol } from "./support/protocol.ts";

describe("AttentionOracle", () => {
  const protocol = useProtocol();

  it("keeps the gate of one market, whose quotes its signer signs", async () => {
    const { oracle, market, signer } = protocol();
    expect(await oracle.market()).to.equal(market.target);
    expect(await oracle.quoteSignerExpiry(signer.address)).to.be.greaterThan(0n);
    expect(await oracle.quoteSignerExpiry(ZeroAddress)).to.equal(0n);
    expect(await oracle.counter()).to.equal(0n);
  });

  describe("rotates its signer", () => {
    it("and honours the outgoing one's open quotes until its own expiry", async () => {
      const { oracle, market, signer, other, buyer, networkHelpers, quoteOf, sign } = protocol();
      const outgoing: bigint = await oracle.quoteSignerExpiry(signer.address);
      const until = BigInt((await networkHelpers.time.latest()) + 100);
      await oracle.setQuoteSigner(signer.address, until);
      await expect(oracle.setQuoteSigner(other.address, outgoing))
        .to.emit(oracle, "QuoteSignerSet")
        .withArgs(other.address, outgoing)
        .and.to.emit(market, "QuoteGateSet")
        .withArgs(other.address, outgoing, 0n, signer.address, until);
      expect(await oracle.quoteSignerExpiry(signer.address)).to.equal(until);
      const old = await quoteOf({ expiresAt: until + 50n });
      const oldSignature = await sign(old);
      await networkHelpers.time.setNextBlockTimestamp(until);
      await market.connect(buyer).buy(old, 1n, oldSignature);
      await market.connect(buyer).buy(old, 1n, await sign(old, other));
      await expect(market.connect(buyer).buy(old, 1n, oldSignature))
        .to.be.revertedWithCustomError(market, "QuoteSignerExpired")
        .withArgs(signer.address, until);
    });

    it("and forgets the one before the outgoing one", async () => {
      const { oracle, market, signer, other, creator, buyer, quoteOf, sign } = protocol();
      const expiresAt = await oracle.quoteSignerExpiry(signer.address);
      await oracle.setQuoteSigner(other.address, expiresAt);
      await oracle.setQuoteSigner(creator.address, expiresAt);
      expect(await oracle.quoteSignerExpiry(signer.address)).to.equal(0n);
      const quote = await quoteOf();
      await expect(market.connect(buyer).buy(quote, 1n, await sign(quote)))
        .to.be.revertedWithCustomError(market, "InvalidQuoteSignature")
        .withArgs(signer.address);
    });

    it("and honours the outgoing one for an hour at most, however long it was set for", async () => {
      const { oracle, signer, other, networkHelpers } = protocol();
      const later = await oracle.quoteSignerExpiry(signer.address);
      await oracle.setQuoteSigner(other.address, later);
      const hour = BigInt((await networkHelpers.time.latest()) + 3_600);
      expect(await oracle.quoteSignerExpiry(signer.address)).to.equal(hour);
    });

    it("back to the outgoing one", async () => {
      const { oracle, signer, other, networkHelpers } = protocol();
      const later = await oracle.quoteSignerExpiry(signer.address);
      await oracle.setQuoteSigner(other.address, later);
      await oracle.setQuoteSigner(signer.address, later);
      expect(await oracle.quoteSignerExpiry(signer.address)).to.equal(later);
      const hour = BigInt((await networkHelpers.time.latest()) + 3_600);
      expect(await oracle.quoteSignerExpiry(other.address)).to.equal(hour);
    });

    it("after none was in use, and leaves the outgoing one as it is", async () => {
      const { oracle, signer, other, owner } = protocol();
      const later = await oracle.quoteSignerExpiry(signer.address);
      await oracle.setQuoteSigner(other.address, later);
      const hour = await oracle.quoteSignerExpiry(signer.address);
      await oracle.revokeQuoteSigner(other.address);
      await oracle.setQuoteSigner(owner.address, later);
      expect(await oracle.quoteSignerExpiry(signer.address)).to.equal(hour);
    });
  });

  it("trusts no key beyond its expiry", async () => {
    const { oracle, market, signer, buyer, networkHelpers, quoteOf, sign } = protocol();
    const until = BigInt((await networkHelpers.time.latest()) + 60);
    await oracle.setQuoteSigner(signer.address, until);
    const quote = await quoteOf({ expiresAt: until + 1_000n });
    const signature = await sign(quote);
    await networkHelpers.time.setNextBlockTimestamp(until);
    await market.connect(buyer).buy(quote, 1n, signature);
    await expect(market.connect(buyer).buy(quote, 1n, signature))
      .to.be.revertedWithCustomError(market, "QuoteSignerExpired")
      .withArgs(signer.address, until);
  });

  it("trusts no key for longer than 180 days, and none that is past", async () => {
    const { oracle, signer, networkHelpers } = protocol();
    const now = BigInt(await networkHelpers.time.latest()) + 10n;
    const latest = now + 180n * BigInt(DAY);
    for (const expiresAt of [0n, now, latest + 1n]) {
      await networkHelpers.time.setNextBlockTimestamp(now);
      await networkHelpers.mine(0);
      await expect(oracle.setQuoteSigner(signer.address, expiresAt))
        .to.be.revertedWithCustomError(oracle, "InvalidSignerExpiry")
        .withArgs(expiresAt, (given: bigint) => given >= latest && given < latest + 60n);
    }
    await oracle.setQuoteSigner(signer.address, latest);
    expect(await oracle.quoteSignerExpiry(signer.address)).to.equal(latest);
  });

  it("takes neither nobody nor its own market for a signer", async () => {
    const { oracle, market, networkHelpers } = protocol();
    const soon = (await networkHelpers.time.latest()) + DAY;
    for (const bad of [ZeroAddress, String(market.target)]) {
      await expect(oracle.setQuoteSigner(bad, soon))
        .to.be.revertedWithCustomError(oracle, "InvalidQuoteSigner")
        .withArgs(bad);
    }
  });

  describe("revokes", () => {
    it("the signer in use, after which only the outgoing one's quotes hold", async () => {
      const { oracle, market, signer, other, buyer, quoteOf, sign } = protocol();
      await oracle.setQuoteSigner(other.address, await oracle.quoteSignerExpiry(signer.address));
      await expect(oracle.revokeQuoteSigner(other.address))
        .to.emit(oracle, "QuoteSignerRevoked")
        .withArgs(other.address);
      const quote = await quoteOf();
      await expect(market.connect(buyer).buy(quote, 1n, await sign(quote, other)))
        .to.be.revertedWithCustomError(market, "InvalidQuoteSignature")
        .withArgs(other.address);
      await market.connect(buyer).buy(quote, 1n, await sign(quote));
      // It does not come into use again: its hour runs out.
      expect((await market.quoteGate()).signer).to.equal(ZeroAddress);
    });

    it("a signer in use that is outgoing too, wholly", async () => {
      const { oracle, signer, other } = protocol();
      const later = await oracle.quoteSignerExpiry(signer.address);
      await oracle.setQuoteSigner(other.address, later);
      await oracle.revokeQuoteSigner(other.address);
      await oracle.setQuoteSigner(signer.address, later);
      await oracle.revokeQuoteSigner(signer.address);
      expect(await oracle.quoteSignerExpiry(signer.address)).to.equal(0n);
    });

    it("the outgoing signer", async () => {
      const { oracle, market, signer, other, buyer, quoteOf, sign } = protocol();
      await oracle.setQuoteSigner(other.address, await oracle.quoteSignerExpiry(signer.address));
      await oracle.revokeQuoteSigner(signer.address);
      const quote = await quoteOf();
      await expect(market.connect(buyer).buy(quote, 1n, await sign(quote)))
        .to.be.revertedWithCustomError(market, "InvalidQuoteSignature")
        .withArgs(signer.address);
      await market.connect(buyer).buy(quote, 1n, await sign(quote, other));
    });

    it("the only signer, after which nothing is honoured, an empty signature least of all", async () => {
      const { oracle, market, signer, buyer, quoteOf, sign } = protocol();
      await oracle.revokeQuoteSigner(signer.address);
      const quote = await quoteOf();
      await expect(market.connect(buyer).buy(quote, 1n, await sign(quote)))
        .to.be.revertedWithCustomError(market, "InvalidQuoteSignature")
        .withArgs(signer.address);
      for (const signature of ["0x", `0x${"00".repeat(65)}`]) {
        await expect(market.connect(buyer).buy(quote, 1n, signature))
          .to.be.revertedWithCustomError(market, "QuoteSignerExpired")
          .withArgs(ZeroAddress, 0n);
      }
    });

    it("nobody else", async () => {
      const { oracle, other } = protocol();
      for (const stranger of [other.address, ZeroAddress]) {
        await expect(oracle.revokeQuoteSigner(stranger))
          .to.be.revertedWithCustomError(oracle, "UnknownQuoteSigner")
          .withArgs(stranger);
      }
    });
  });

  it("cancels every open quote by raising the counter", async () => {
    const { oracle, market, buyer, quoteOf, sign, buy } = protocol();
    const quote = await quoteOf();
    const signature = await sign(quote);
    await expect(oracle.raiseCounter()).to.emit(oracle, "CounterRaised").withArgs(1n);
    await expect(market.connect(buyer).buy(quote, 1n, signature))
      .to.be.revertedWithCustomError(market, "QuoteCancelled")
      .withArgs(0n, 1n);
    expect(await oracle.counter()).to.equal(1n);
    await buy();
  });

  describe("with a contract for a signer", () => {
    it("asks it by ERC-1271, while in use and while outgoing", async () => {
      const { ethers, oracle, market, signer, other, buyer, quoteOf, sign } = protocol();
      const account = await ethers.deployContract("ContractAccount", [other.address]);
      const expiresAt = await oracle.quoteSignerExpiry(signer.address);
      await oracle.setQuoteSigner(account.target, expiresAt);
      const quote = await quoteOf();
      await market.connect(buyer).buy(quote, 1n, await sign(quote, other));
      await expect(market.connect(buyer).buy(quote, 1n, await sign(quote, buyer)))
        .to.be.revertedWithCustomError(market, "InvalidQuoteSignature")
        .withArgs(buyer.address);
      await oracle.setQuoteSigner(signer.address, expiresAt);
      await market.connect(buyer).buy(quote, 1n, await sign(quote, other));
    });

    it("gives it no chance to act while it is asked", async () => {
      const { ethers, oracle, market, signer, buyer, quoteOf } = protocol();
      const data = market.interface.encodeFunctionData("createSplit", [[(await market.terms()).treasury], [10_000]]);
      const hostile = await ethers.deployContract("HostileSigner", [market.target, data]);
      await oracle.setQuoteSigner(hostile.target, await oracle.quoteSignerExpiry(signer.address));
      const quote = await quoteOf();
      await expect(market.connect(buyer).buy(quote, 1n, "0x1234"))
        .to.be.revertedWithCustomError(market, "InvalidQuoteSignature")
        .withArgs(ZeroAddress);
    });
  });

  describe("and the market obey", () => {
    it("nobody without the role", async () => {
      const { oracle, market, other, signer } = protocol();
      const gate = await market.quoteGate();
      const attempts = [
        [oracle, "setQuoteSigner", [signer.address, 1n]],
        [oracle, "revokeQuoteSigner", [signer.address]],
        [oracle, "raiseCounter", []],
        [market, "setQuoteGate", [gate.toObject()]],
        [market, "pauseSales", []],
        [market, "resumeSales", []],
      ] as const;
      for (const [contract, name, args] of attempts) {
        await expect(contract.connect(other)[name](...args), name)
          .to.be.revertedWithCustomError(contract, "AccessManagedUnauthorized")
          .withArgs(other.address);
      }
    });

    it("not even the administrator, where the gate is the oracle's", async () => {
      const { market, deployer } = protocol();
      const gate = (await market.quoteGate()).toObject();
      await expect(market.setQuoteGate(gate))
        .to.be.revertedWithCustomError(market, "AccessManagedUnauthorized")
        .withArgs(deployer.address);
    });

    it("the guardian, who pauses and resumes sales and support", async () => {
      const { market, deployer, buy } = protocol();
      await expect(market.pauseSales()).to.emit(market, "SalesPaused").withArgs(deployer.address);
      expect(await market.salesPaused()).to.equal(true);
      await expect(market.resumeSales()).to.emit(market, "SalesResumed").withArgs(deployer.address);
      expect(await market.salesPaused()).to.equal(false);
      await buy();
    });

    it("the oracle, which leaves a pause as it is", async () => {
      const { oracle, market } = protocol();
      await market.pauseSales();
      await oracle.raiseCounter();
      expect(await market.salesPaused()).to.equal(true);
    });
  });
});
