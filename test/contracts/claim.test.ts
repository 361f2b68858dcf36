import { expect } from "chai";
import { PRICE, useProtocol } from "./support/protocol.ts";

describe("AttentionMarket: claiming", () => {
  const protocol = useProtocol();

  it("pays each payee their part of everything paid in, whenever they like", async () => {
    const { ethers, market, token, deployer, creator, partner, buy } = protocol();
    await buy({ unitPrice: 10_000n });
    await expect(market.connect(creator).claim([1n])).to.changeTokenBalances(
      ethers,
      token,
      [market, creator],
      [-6_750n, 6_750n],
    );
    await buy({ unitPrice: 20_000n });
    await expect(market.connect(creator).claim([1n])).to.changeTokenBalance(ethers, token, creator, 13_500n);
    await expect(market.connect(partner).claim([1n])).to.changeTokenBalance(ethers, token, partner, 9_000n);
    await expect(market.connect(deployer).claim([1n])).to.changeTokenBalance(ethers, token, deployer, 750n);
    expect(await token.balanceOf(market.target)).to.equal(0n);
    expect(await market.claimed(creator.address, 1n)).to.equal(20_250n);
  });

  it("pays several splits and the referrals in one transfer", async () => {
    const { ethers, market, token, deployer, creator, referrer, buy } = protocol();
    await market.createSplit([deployer.address, creator.address, referrer.address], [250, 4_750, 5_000]);
    await market.connect(creator).publish("heed://2", ethers.id("two"), 1n, PRICE, 2n);
    await buy({ unitPrice: 10_000n, referrer: referrer.address });
    await buy({ unitPrice: 10_000n, contentId: 2n });
    const claim = market.connect(creator).claim([1n, 2n]);
    await expect(claim).to.changeTokenBalance(ethers, token, creator, 6_412n + 4_750n);
    await expect(claim).to.emit(market, "Claimed").withArgs(creator.address, [1n, 2n], 11_162n);
    await expect(market.connect(referrer).claim([2n])).to.changeTokenBalance(ethers, token, referrer, 5_000n + 500n);
    expect(await market.referralsOf(referrer.address)).to.deep.equal([500n, 500n]);
  });

  it("pays referrals alone, again as they grow", async () => {
    const { ethers, market, token, referrer, buy } = protocol();
    await buy({ unitPrice: 1_000n, referrer: referrer.address });
    await expect(market.connect(referrer).claim([])).to.changeTokenBalance(ethers, token, referrer, 50n);
    await buy({ unitPrice: 1_000n, referrer: referrer.address });
    await expect(market.connect(referrer).claim([])).to.changeTokenBalance(ethers, token, referrer, 50n);
  });

  it("pays a split named twice once, as the view says", async () => {
    const { ethers, market, token, creator, buy } = protocol();
    await buy({ unitPrice: 10_000n });
    expect(await market.claimable(creator.address, [1n, 1n])).to.equal(6_750n);
    await expect(market.connect(creator).claim([1n, 1n])).to.changeTokenBalance(ethers, token, creator, 6_750n);
  });

  it("is foretold to the wei by the view", async () => {
    const { ethers, market, token, creator, referrer, buy } = protocol();
    expect(await market.claimable(creator.address, [1n])).to.equal(0n);
    await buy({ unitPrice: 9_999n, referrer: referrer.address });
    for (const [person, ids] of [
      [creator, [1n]],
      [referrer, []],
    ] as const) {
      const due: bigint = await market.claimable(person.address, ids);
      await expect(market.connect(person).claim(ids)).to.changeTokenBalance(ethers, token, person, due);
      expect(await market.claimable(person.address, ids)).to.equal(0n);
    }
  });

  it("rounds down, and keeps what is left below a wei a payee for the payments to come", async () => {
    const { market, token, deployer, creator, partner, buy } = protocol();
    await buy({ unitPrice: 1n });
    for (const payee of [deployer, creator, partner]) {
      await expect(market.connect(payee).claim([1n]))
        .to.be.revertedWithCustomError(market, "NothingToClaim")
        .withArgs(payee.address);
    }
    await buy({ unitPrice: 9_999n });
    for (const payee of [deployer, creator, partner]) await market.connect(payee).claim([1n]);
    expect(await token.balanceOf(market.target)).to.equal(0n);
  });

  it("of nothing is refused", async () => {
    const { market, creator, other, buy } = protocol();
    await expect(market.connect(other).claim([]))
      .to.be.revertedWithCustomError(market, "NothingToClaim")
      .withArgs(other.address);
    await buy();
    await market.connect(creator).claim([1n]);
    await expect(market.connect(creator).claim([1n]))
      .to.be.revertedWithCustomError(market, "NothingToClaim")
      .withArgs(creator.address);
  });

  it("from a split that is not one's own, or does not exist, is refused", async () => {
    const { market, creator, other } = protocol();
    for (const [who, id] of [
      [other, 1n],
      [creator, 0n],
      [creator, 2n],
    ] as const) {
      for (const attempt of [
        () => market.connect(who).claim([id]),
        () => market.claimable(who.address, [id]),
        () => market.claimed(who.address, id),
      ]) {
        await expect(attempt()).to.be.revertedWithCustomError(market, "NotPayee").withArgs(who.address, id);
      }
    }
  });

  it("leaves tokens sent by mistake out of every ledger", async () => {
    const { market, token, buyer, creator, buy } = protocol();
    await token.connect(buyer).transfer(market.target, 1_000n);
    expect(await market.revenue(1n)).to.equal(0n);
    await buy({ unitPrice: 10_000n });
    expect(await market.claimable(creator.address, [1n])).to.equal(6_750n);
  });

  it("goes on while sales are paused", async () => {
    const { ethers, market, token, creator, buy } = protocol();
    await buy({ unitPrice: 10_000n });
    await market.pauseSales();
    await expect(buy()).to.be.revertedWithCustomError(market, "SalesArePaused");
    await expect(market.connect(creator).claim([1n])).to.changeTokenBalance(ethers, token, creator, 6_750n);
  });

  it("costs the same with one collaborator or thirty-one, as does buying", async () => {
    const { ethers, market, token, deployer, creator, buy } = protocol();
    await token.transfer(creator.address, 1n);
    const many = Array.from({ length: 30 }, (_, i) => `0x${(i + 4096).toString(16).padStart(40, "0")}`);
    const shares = [250, 10_000 - 250 - 30 * 10, ...Array(30).fill(10)];
    await market.createSplit([deployer.address, creator.address, ...many], shares);
    await market.createSplit([deployer.address, creator.address], [250, 9_750]);
    for (const split of [2n, 3n]) await market.connect(creator).publish("heed://x", ethers.id("x"), 1n, PRICE, split);
    const spent: bigint[] = [];
    for (const contentId of [1n, 2n, 3n, 2n, 3n]) spent.push((await (await buy({ contentId })).wait())!.gasUsed);
    // A signature has more or fewer zero bytes, each 12 gas cheaper.
    expect(Number(spent[3]! - spent[4]!)).to.be.within(-60, 60);
    const gasOf = async (id: bigint) => (await (await market.connect(creator).claim([id])).wait()).gasUsed as bigint;
    expect((await gasOf(2n)) - (await gasOf(3n))).to.equal(0n);
  });
});
