import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { HEED, PRICE, useProtocol } from "./support/protocol.ts";

const MAX_PRICE = 2n ** 96n - 1n;

describe("AttentionMarket: publishing", () => {
  const protocol = useProtocol();

  describe("a split", () => {
    it("is created by anyone, counts from 1 and can be read back", async () => {
      const { market, other, deployer, creator } = protocol();
      const payees = [creator.address, deployer.address];
      await expect(market.connect(other).createSplit(payees, [9_750, 250]))
        .to.emit(market, "SplitCreated")
        .withArgs(2n, payees, [9_750n, 250n]);
      expect(await market.splitCount()).to.equal(2n);
      expect(await market.shares(2n)).to.deep.equal([payees, [9_750n, 250n]]);
      expect(await market.revenue(2n)).to.equal(0n);
    });

    it("may have 32 payees", async () => {
      const { market, deployer } = protocol();
      const payees = [deployer.address, ...strangers(31)];
      await market.createSplit(payees, [10_000 - 31 * 300, ...Array(31).fill(300)]);
      expect((await market.shares(2n))[0]).to.deep.equal(payees);
    });

    it("may be the treasury's alone", async () => {
      const { market, deployer } = protocol();
      await market.createSplit([deployer.address], [10_000]);
      expect(await market.splitCount()).to.equal(2n);
    });

    const refusals: [string, (a: Accounts) => [string[], number[]], string, (a: Accounts) => unknown[]][] = [
      ["fewer shares than payees", (a) => [[a.treasury, a.one], [10_000]], "InvalidSplitLength", () => [2n, 1n]],
      ["no payees", () => [[], []], "InvalidPayeeCount", () => [0n]],
      ["33 payees", () => [strangers(33), Array(33).fill(303)], "InvalidPayeeCount", () => [33n]],
      [
        "a zero payee",
        (a) => [
          [a.treasury, ZeroAddress],
          [250, 9_750],
        ],
        "InvalidPayee",
        () => [ZeroAddress],
      ],
      [
        "the market as a payee",
        (a) => [
          [a.treasury, a.market],
          [250, 9_750],
        ],
        "InvalidPayee",
        (a) => [a.market],
      ],
      [
        "the token as a payee",
        (a) => [
          [a.treasury, a.token],
          [250, 9_750],
        ],
        "InvalidPayee",
        (a) => [a.token],
      ],
      [
        "an empty share",
        (a) => [
          [a.treasury, a.one],
          [10_000, 0],
        ],
        "InvalidShare",
        (a) => [a.one, 0n],
      ],
      [
        "a payee twice",
        (a) => [
          [a.treasury, a.one, a.one],
          [250, 750, 9_000],
        ],
        "DuplicatePayee",
        (a) => [a.one],
      ],
      [
        "shares below 10,000",
        (a) => [
          [a.treasury, a.one],
          [250, 9_749],
        ],
        "InvalidSplitTotal",
        () => [9_999n],
      ],
      [
        "shares above 10,000",
        (a) => [
          [a.treasury, a.one],
          [251, 9_750],
        ],
        "InvalidSplitTotal",
        () => [10_001n],
      ],
      [
        "too small a fee",
        (a) => [
          [a.treasury, a.one],
          [249, 9_751],
        ],
        "InsufficientProtocolShare",
        () => [249n, 250n],
      ],
      ["no fee", (a) => [[a.one], [10_000]], "InsufficientProtocolShare", () => [0n, 250n]],
    ];
    for (const [what, split, error, args] of refusals) {
      it(`with ${what} is refused`, async () => {
        const { market, token, deployer, creator } = protocol();
        const accounts = {
          treasury: deployer.address,
          one: creator.address,
          market: String(market.target),
          token: String(token.target),
        };
        await expect(market.createSplit(...split(accounts)))
          .to.be.revertedWithCustomError(market, error)
          .withArgs(...args(accounts));
        expect(await market.splitCount()).to.equal(1n);
      });
    }

    it("that does not exist has no shares and no revenue", async () => {
      const { market } = protocol();
      for (const id of [0n, 2n]) {
        await expect(market.shares(id)).to.be.revertedWithCustomError(market, "UnknownSplit").withArgs(id);
        await expect(market.revenue(id)).to.be.revertedWithCustomError(market, "UnknownSplit").withArgs(id);
      }
    });
  });

  describe("a content", () => {
    it("is published under its creator's bounds and can be read back", async () => {
      const { market, other, ethers } = protocol();
      const hash = ethers.id("work");
      await expect(market.connect(other).publish("heed://2", hash, 1n, MAX_PRICE, 1n))
        .to.emit(market, "Published")
        .withArgs(2n, other.address, 1n, hash, 1n, MAX_PRICE, "heed://2");
      expect(await market.contentCount()).to.equal(2n);
      expect(await market.uri(2n)).to.equal("heed://2");
      expect((await market.content(2n)).toObject()).to.deep.equal({
        creator: other.address,
        splitId: 1n,
        floor: 1n,
        ceiling: MAX_PRICE,
        referralBps: 500n,
        listed: true,
        contentHash: hash,
        uri: "heed://2",
      });
    });

    const bounds: [string, bigint, bigint][] = [
      ["no floor", 0n, HEED],
      ["a floor above its ceiling", HEED + 1n, HEED],
      ["a ceiling of 2^96", 1n, MAX_PRICE + 1n],
    ];
    for (const [what, floor, ceiling] of bounds) {
      it(`with ${what} is refused, as is such a change`, async () => {
        const { market, creator, ethers } = protocol();
        const mine = market.connect(creator);
        for (const attempt of [
          () => mine.publish("heed://2", ethers.id("work"), floor, ceiling, 1n),
          () => mine.setPriceBounds(1n, floor, ceiling),
        ]) {
          await expect(attempt()).to.be.revertedWithCustomError(market, "InvalidPriceBounds").withArgs(floor, ceiling);
        }
      });
    }

    it("with nowhere to find it, of no work, or of an unknown split is refused", async () => {
      const { market, ethers } = protocol();
      const hash = ethers.id("work");
      await expect(market.publish("", hash, 1n, 2n, 1n)).to.be.revertedWithCustomError(market, "EmptyUri");
      await expect(market.publish("heed://2", ZeroHash, 1n, 2n, 1n)).to.be.revertedWithCustomError(
        market,
        "EmptyContentHash",
      );
      for (const split of [0n, 2n]) {
        await expect(market.publish("heed://2", hash, 1n, 2n, split))
          .to.be.revertedWithCustomError(market, "UnknownSplit")
          .withArgs(split);
      }
    });

    it("is changed by its creator alone, while it is listed", async () => {
      const { market, creator, other } = protocol();
      const changes: [string, unknown[]][] = [
        ["setPriceBounds", [1n, 2n, 3n]],
        ["setReferral", [1n, 0n]],
        ["unlist", [1n]],
      ];
      for (const [name, args] of changes) {
        await expect(market.connect(other)[name](...args))
          .to.be.revertedWithCustomError(market, "NotCreator")
          .withArgs(1n, other.address);
        const [, ...rest] = args;
        await expect(market.connect(creator)[name](9n, ...rest))
          .to.be.revertedWithCustomError(market, "UnknownContent")
          .withArgs(9n);
      }
      await expect(market.connect(creator).setPriceBounds(1n, 2n, 3n))
        .to.emit(market, "PriceBoundsSet")
        .withArgs(1n, 2n, 3n);
      await expect(market.connect(creator).setReferral(1n, 1_000n)).to.emit(market, "ReferralSet").withArgs(1n, 1_000n);
      await expect(market.connect(creator).unlist(1n)).to.emit(market, "Unlisted").withArgs(1n);
      const content = await market.content(1n);
      expect([content.floor, content.ceiling, content.referralBps, content.listed]).to.deep.equal([
        2n,
        0n,
        1_000n,
        false,
      ]);
      for (const [name, args] of changes) {
        await expect(market.connect(creator)[name](...args))
          .to.be.revertedWithCustomError(market, "ContentNotListed")
          .withArgs(1n);
      }
    });

    it("gives a referrer at most a tenth", async () => {
      const { market, creator } = protocol();
      await expect(market.connect(creator).setReferral(1n, 1_001n))
        .to.be.revertedWithCustomError(market, "InvalidReferral")
        .withArgs(1_001n, 1_000n);
    });

    it("that was unlisted can't be bought or supported any more, but stays its buyers'", async () => {
      const { market, creator, buyer, buy } = protocol();
      await buy();
      await market.connect(creator).unlist(1n);
      await expect(buy()).to.be.revertedWithCustomError(market, "ContentNotListed").withArgs(1n);
      await expect(market.connect(buyer).support(1n, PRICE))
        .to.be.revertedWithCustomError(market, "ContentNotListed")
        .withArgs(1n);
      expect(await market.balanceOf(buyer.address, 1n)).to.equal(1n);
      expect(await market.uri(1n)).to.equal("heed://1");
    });

    it("that does not exist has no data, metadata or royalty", async () => {
      const { market } = protocol();
      for (const view of [() => market.content(9n), () => market.uri(9n), () => market.royaltyInfo(9n, 1n)]) {
        await expect(view()).to.be.revertedWithCustomError(market, "UnknownContent").withArgs(9n);
      }
    });

    it("asks a twentieth of a resale for its creator", async () => {
      const { market, creator } = protocol();
      expect(await market.royaltyInfo(1n, 1_019n)).to.deep.equal([creator.address, 50n]);
      expect(await market.royaltyInfo(1n, 2n ** 256n - 1n)).to.deep.equal([creator.address, (2n ** 256n - 1n) / 20n]);
    });
  });

  it("says what it is made of", async () => {
    const { market, token, deployer } = protocol();
    expect((await market.terms()).toObject()).to.deep.equal({
      token: token.target,
      treasury: deployer.address,
      protocolFeeBps: 250n,
      maxPayees: 32n,
      defaultReferralBps: 500n,
      maxReferralBps: 1_000n,
      royaltyBps: 500n,
    });
  });

  it("can't be deployed without a treasury or with a fee above the whole", async () => {
    const { ethers, accessManager, token, deployer, market } = protocol();
    const factory = await ethers.getContractFactory("AttentionMarket");
    for (const nobody of [ZeroAddress, String(token.target)]) {
      await expect(factory.deploy(accessManager.target, token.target, nobody, 250))
        .to.be.revertedWithCustomError(market, "InvalidPayee")
        .withArgs(nobody);
    }
    await expect(factory.deploy(accessManager.target, token.target, deployer.address, 10_001))
      .to.be.revertedWithCustomError(market, "InvalidSplitTotal")
      .withArgs(10_001n);
  });
});

interface Accounts {
  treasury: string;
  one: string;
  market: string;
  token: string;
}

function strangers(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `0x${(i + 4096).toString(16).padStart(40, "0")}`);
}
