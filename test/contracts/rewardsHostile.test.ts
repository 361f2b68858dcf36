import { expect } from "chai";
import type { Address } from "viem";
import { EPOCH, epochsOf, MONTH, proofOf, SETTLEMENT_WINDOW, settlementOf } from "./support/epochs.ts";
import { type Deployed, HEED, useProtocol } from "./support/protocol.ts";

describe("AttentionRewards on a token that misbehaves", () => {
  const protocol = useProtocol();

  /** Rewards on a hostile token, a campaign of 1,000 wei, and a final report that spends 60 of them on the creator. */
  async function hostileRewards() {
    const all = protocol();
    const { ethers, oracle, buyer, creator } = all;
    const token = (await ethers.deployContract("HostileToken")) as unknown as Deployed;
    const args = [token.target, oracle.target, SETTLEMENT_WINDOW];
    const rewards = (await ethers.deployContract("AttentionRewards", args)) as unknown as Deployed;
    await token.transfer(buyer.address, HEED);
    await token.connect(buyer).approve(rewards.target, HEED);
    const epochs = epochsOf({ ...all, token, rewards });
    const create = async () =>
      rewards.connect(buyer).createCampaign(1_000n, HEED, 0n, (await epochs.now()) + MONTH, ethers.id("all"));
    await create();
    await epochs.startOf((await epochs.currentEpoch()) + 1n);
    const spends = [{ campaignId: 1n, amount: 60n }];
    const payouts = [{ account: creator.address as Address, cumulative: 60n }];
    const report = await epochs.report(payouts, spends);
    const settle = () => epochs.settle(report, spends);
    const settling = rewards.interface.encodeFunctionData("settle", [report, ...settlementOf(spends)]);
    const claim = () => epochs.claim(payouts, payouts[0]!);
    const claimArgs = [creator.address, 60n, proofOf(payouts, payouts[0]!)];
    const claiming = rewards.interface.encodeFunctionData("claim", claimArgs);
    const escrow = String(await rewards.escrow());
    return { ...all, token, rewards, epochs, create, settle, settling, claim, claiming, escrow };
  }

  it("keeps its books as they were for transfers that return false", async () => {
    const { token, rewards, buyer, networkHelpers, create, settle, claim, creator } = await hostileRewards();
    const refused = async (act: () => Promise<unknown>) =>
      expect(act()).to.be.revertedWithCustomError(rewards, "SafeERC20FailedOperation").withArgs(token.target);
    const fresh = await networkHelpers.takeSnapshot();
    await token.refuse();
    await refused(create);
    await refused(() => rewards.connect(buyer).topUp(1n, 1n));
    await refused(settle);
    expect((await rewards.campaign(1n)).left).to.equal(1_000n);
    await networkHelpers.time.increaseTo(await rewards.refundableAt(1n));
    await refused(() => rewards.refund(1n));
    await fresh.restore();
    await settle();
    await token.refuse();
    await refused(claim);
    expect(await rewards.claimed(creator.address)).to.equal(0n);
  });

  it("pays a claim once, though the token sends it again in the middle of it", async () => {
    const { ethers, token, rewards, creator, settle, claim, claiming } = await hostileRewards();
    await settle();
    await token.callBack(rewards.target, claiming);
    await expect(claim()).to.changeTokenBalances(ethers, token, [rewards, creator], [-60n, 60n]);
    expect(await token.callbackSucceeded()).to.equal(false);
  });

  it("debits a campaign once, though the token settles it again in the middle of it", async () => {
    const { ethers, token, rewards, escrow, settle, settling } = await hostileRewards();
    await token.callBack(rewards.target, settling);
    await expect(settle()).to.changeTokenBalances(ethers, token, [escrow, rewards], [-60n, 60n]);
    expect(await token.callbackSucceeded()).to.equal(false);
    expect((await rewards.payouts()).debited).to.equal(60n);
  });

  it("pays no claim out of money that is still on its way", async () => {
    const { ethers, token, rewards, creator, settle, claim, claiming } = await hostileRewards();
    await token.callBack(rewards.target, claiming);
    await settle();
    expect(await token.callbackSucceeded()).to.equal(false);
    await expect(claim()).to.changeTokenBalance(ethers, token, creator, 60n);
  });

  it("pays a leftover once, though the token asks for it again in the middle of it", async () => {
    const { ethers, token, rewards, buyer, escrow, networkHelpers } = await hostileRewards();
    await networkHelpers.time.increaseTo(await rewards.refundableAt(1n));
    await token.callBack(rewards.target, rewards.interface.encodeFunctionData("refund", [1n]));
    await expect(rewards.refund(1n)).to.changeTokenBalances(ethers, token, [escrow, buyer], [-1_000n, 1_000n]);
    expect(await token.callbackSucceeded()).to.equal(false);
  });

  it("lets nothing be taken of a budget that is not paid yet", async () => {
    const { token, rewards, ethers, buyer, escrow, networkHelpers, epochs } = await hostileRewards();
    // In the middle of paying for a campaign, its advertiser closes it before it starts and asks for the leftover.
    const account = await ethers.deployContract("ContractAccount", [buyer.address]);
    const execute = account.getFunction("execute");
    const call = (name: string, values: unknown[]) => rewards.interface.encodeFunctionData(name, values);
    await token.transfer(account.target, 10n);
    await execute(token.target, token.interface.encodeFunctionData("approve", [rewards.target, 10n]));
    const later = (await epochs.now()) + 10n * EPOCH;
    const closing = account.interface.encodeFunctionData("execute", [rewards.target, call("close", [2n])]);
    await token.callBack(account.target, closing);
    await execute(rewards.target, call("createCampaign", [10n, 1n, later, later, ethers.id("all")]));
    expect(await token.callbackSucceeded()).to.equal(true);
    expect((await rewards.campaign(2n)).endsAt).to.equal(0n);
    await rewards.refund(2n);
    expect(await token.balanceOf(account.target)).to.equal(10n);
    expect(await token.balanceOf(escrow)).to.equal(1_000n);
    await networkHelpers.time.increaseTo(await rewards.refundableAt(1n));
    await rewards.refund(1n);
    expect(await token.balanceOf(escrow)).to.equal(0n);
  });
});
