import { expect } from "chai";
import { quoteDomain, quoteTypes } from "../../contracts/quote.ts";
import type { Deployed } from "./support/protocol.ts";
import { deployProtocol, HEED } from "./support/protocol.ts";

describe("AttentionMarket on a token that misbehaves", () => {
  const PRICE = 10_000n;

  it("gives no licence for a transfer that returns false", async () => {
    const { market, token, buyer, buy } = await hostileMarket();
    await token.refuse();
    await expect(buy()).to.be.revertedWithCustomError(market, "SafeERC20FailedOperation").withArgs(token.target);
    expect(await market.balanceOf(buyer.address, 1n)).to.equal(0n);
  });

  it("counts nothing as claimed where the transfer returns false", async () => {
    const { market, token, creator, buy } = await hostileMarket();
    await buy();
    await token.refuse();
    await expect(market.connect(creator).claim([1n]))
      .to.be.revertedWithCustomError(market, "SafeERC20FailedOperation")
      .withArgs(token.target);
    expect(await market.claimed(creator.address, 1n)).to.equal(0n);
  });

  it("pays a claim once, though the token lets the payee claim again in the middle of it", async () => {
    const { market, token, account, buy } = await hostileMarket();
    await buy();
    const claim = market.interface.encodeFunctionData("claim", [[1n]]);
    const again = account.interface.encodeFunctionData("execute", [market.target, claim]);
    await token.callBack(account.target, again);
    await account.execute(market.target, claim);
    expect(await token.callbackSucceeded()).to.equal(false);
    expect(await token.balanceOf(account.target)).to.equal((PRICE * 3_000n) / 10_000n);
    expect(await market.claimable(account.target, [1n])).to.equal(0n);
  });

  it("owes no more than it holds, though the token lets a payee claim in the middle of a purchase", async () => {
    const { market, token, deployer, creator, account, buyer, buy } = await hostileMarket();
    await buy();
    const claim = market.interface.encodeFunctionData("claim", [[1n]]);
    await token.callBack(account.target, account.interface.encodeFunctionData("execute", [market.target, claim]));
    await buy();
    expect(await token.callbackSucceeded()).to.equal(true);
    expect(await token.balanceOf(account.target)).to.equal((2n * PRICE * 3_000n) / 10_000n);
    expect(await market.balanceOf(buyer.address, 1n)).to.equal(2n);
    const due = await Promise.all(
      [deployer.address, creator.address, account.target].map((payee) => market.claimable(payee, [1n])),
    );
    expect(due.reduce((sum: bigint, one: bigint) => sum + one, 0n)).to.equal(await token.balanceOf(market.target));
  });

  it("takes nothing for a claim whose payee is only paid in the middle of a purchase that fails", async () => {
    const { market, token, account, buyer, buy } = await hostileMarket();
    const claim = market.interface.encodeFunctionData("claim", [[1n]]);
    await token.callBack(account.target, account.interface.encodeFunctionData("execute", [market.target, claim]));
    await buy();
    // The market held nothing when the payee asked, so the claim failed and the purchase stands.
    expect(await token.callbackSucceeded()).to.equal(false);
    expect(await token.balanceOf(account.target)).to.equal(0n);
    expect(await market.claimable(account.target, [1n])).to.equal((PRICE * 3_000n) / 10_000n);
    expect(await market.balanceOf(buyer.address, 1n)).to.equal(1n);
  });

  /** A market on a hostile token: the payees are the treasury, a creator and a contract account. */
  async function hostileMarket() {
    const { ethers, accessManager, deployer, signer, creator, buyer, networkHelpers } = await deployProtocol();
    const token = (await ethers.deployContract("HostileToken")) as unknown as Deployed;
    const account = (await ethers.deployContract("ContractAccount", [creator.address])) as unknown as Deployed;
    const args = [accessManager.target, token.target, deployer.address, 250];
    const market = (await ethers.deployContract("AttentionMarket", args)) as unknown as Deployed;
    await accessManager.setTargetFunctionRole(
      market.target,
      [market.getFunction("setQuoteGate").fragment.selector],
      0n,
    );
    const now = BigInt(await networkHelpers.time.latest());
    const nobody = `0x${"00".repeat(20)}`;
    await market.setQuoteGate([signer.address, now + 9_999n, 0n, nobody, 0n]);
    await market.createSplit([deployer.address, creator.address, account.target], [250, 6_750, 3_000]);
    await market.connect(creator).publish("heed://1", ethers.id("one"), 1n, HEED, 1n);
    await token.transfer(buyer.address, HEED);
    await token.connect(buyer).approve(market.target, HEED);
    const { chainId } = await ethers.provider.getNetwork();
    const buy = async () => {
      const quote = {
        buyer: buyer.address,
        recipient: buyer.address,
        contentId: 1n,
        referrer: nobody,
        unitPrice: PRICE,
        maxQuantity: 1n,
        expiresAt: now + 999n,
        counter: 0n,
      };
      const domain = quoteDomain(Number(chainId), market.target as `0x${string}`);
      const signature = await signer.signTypedData(domain, { Quote: [...quoteTypes.Quote] }, quote);
      return market.connect(buyer).buy(quote, 1n, signature);
    };
    return { market, token, deployer, creator, buyer, account, buy };
  }
});
