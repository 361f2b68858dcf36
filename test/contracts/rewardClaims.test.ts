import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import type { Address } from "viem";
import type { Payout, Spend } from "../../contracts/report.ts";
import { epochsOf, payoutsTree, proofOf, unspentBudgets } from "./support/epochs.ts";
import { HEED, useProtocol } from "./support/protocol.ts";

describe("AttentionRewards: claims", () => {
  // Before the hook that puts the protocol back.
  afterEach(async () => {
    const { token, rewards } = protocol();
    expect(await token.balanceOf(await rewards.escrow())).to.equal(await unspentBudgets(rewards));
  });
  const protocol = useProtocol();

  /** A campaign with 1,000 HEED, and a short form of an epoch that spends what its payouts add. */
  async function ready() {
    const all = protocol();
    const epochs = epochsOf(all);
    await epochs.createCampaign(all.buyer, 1_000n * HEED);
    const { creator, partner, referrer } = all;
    const payouts = (...amounts: bigint[]): Payout[] =>
      [creator, partner, referrer].slice(0, amounts.length).map(({ address }, index) => ({
        account: address as Address,
        cumulative: amounts[index]!,
      }));
    /** Reports and settles the current epoch; where no spend is named, just what the payouts need. */
    const open = async (earned: Payout[], spent?: bigint) => {
      await epochs.startOf((await epochs.currentEpoch()) + 1n);
      const total = earned.reduce((sum, { cumulative }) => sum + cumulative, 0n);
      const amount = spent ?? total - (await all.rewards.payouts()).debited;
      const spends: Spend[] = [{ campaignId: 1n, amount }];
      const report = await epochs.report(earned, spends);
      await epochs.settle(report, spends);
      return report;
    };
    return { ...all, epochs, payouts, open };
  }

  it("pay what an account ever earned", async () => {
    const { ethers, token, rewards, creator, epochs, payouts, open } = await ready();
    const earned = payouts(5n, 7n);
    await open(earned);
    const claim = epochs.claim(earned, earned[0]!);
    await expect(claim).to.changeTokenBalances(ethers, token, [rewards, creator], [-5n, 5n]);
    await expect(claim).to.emit(rewards, "RewardClaimed").withArgs(creator.address, 5n);
    expect(await rewards.claimed(creator.address)).to.equal(5n);
  });

  it("less what it has claimed, epochs missed or not", async () => {
    const { ethers, token, rewards, creator, partner, epochs, payouts, open } = await ready();
    const [first, second, third] = [payouts(5n, 7n), payouts(6n, 9n), payouts(11n, 13n)];
    await open(first);
    await epochs.claim(first, first[0]!);
    await open(second);
    await open(third);
    await expect(epochs.claim(third, third[0]!)).to.changeTokenBalance(ethers, token, creator, 6n);
    await expect(epochs.claim(third, third[1]!)).to.changeTokenBalance(ethers, token, partner, 13n);
    expect(await rewards.claimed(partner.address)).to.equal(13n);
    expect(await token.balanceOf(rewards.target)).to.equal(0n);
  });

  it("pay the account, whoever sends them", async () => {
    const { ethers, token, rewards, creator, other, payouts, open } = await ready();
    const earned = payouts(5n, 7n);
    await open(earned);
    const proof = proofOf(earned, earned[0]!);
    await expect(rewards.connect(other).claim(creator.address, 5n, proof)).to.changeTokenBalances(
      ethers,
      token,
      [creator, other],
      [5n, 0n],
    );
  });

  it("pay a single wei, and the only leaf of a tree, which needs no proof", async () => {
    const { ethers, token, creator, epochs, payouts, open } = await ready();
    const earned = payouts(1n);
    await open(earned);
    expect(proofOf(earned, earned[0]!)).to.deep.equal([]);
    await expect(epochs.claim(earned, earned[0]!)).to.changeTokenBalance(ethers, token, creator, 1n);
  });

  it("hold in trees of every shape", async () => {
    const { ethers, rewards, epochs, open } = await ready();
    let base = 0n;
    for (const size of [2, 3, 4, 5, 7, 8, 9, 16, 17]) {
      base += 1_000n;
      const earned = Array.from({ length: size }, (_, i) => ({
        account: ethers.getAddress(ethers.toBeHex(4096 + i, 20)) as Address,
        cumulative: base + BigInt(i),
      }));
      const report = await open(earned);
      expect(await rewards.payouts()).to.deep.equal([report.epoch, payoutsTree(earned).root, report.payoutsTotal]);
      for (const payout of earned) {
        await epochs.claim(earned, payout);
        expect(await rewards.claimed(payout.account)).to.equal(payout.cumulative);
      }
    }
  });

  it("are foretold to the wei by the view", async () => {
    const { ethers, token, rewards, creator, epochs, payouts, open } = await ready();
    const first = payouts(5n, 7n);
    await open(first);
    const proof = proofOf(first, first[0]!);
    expect(await rewards.claimable(creator.address, 5n, proof)).to.equal(5n);
    await epochs.claim(first, first[0]!);
    expect(await rewards.claimable(creator.address, 5n, proof)).to.equal(0n);
    const second = payouts(8n, 9n);
    await open(second);
    const due: bigint = await rewards.claimable(creator.address, 8n, proofOf(second, second[0]!));
    expect(due).to.equal(3n);
    await expect(epochs.claim(second, second[0]!)).to.changeTokenBalance(ethers, token, creator, due);
    await expect(rewards.claimable(creator.address, 9n, proof))
      .to.be.revertedWithCustomError(rewards, "InvalidPayoutProof")
      .withArgs(creator.address, 9n, payoutsTree(second).root);
  });

  it("twice, of nothing, or of less than was claimed: refused", async () => {
    const { rewards, creator, partner, epochs, payouts, open } = await ready();
    const first = payouts(5n, 7n);
    await open(first);
    await epochs.claim(first, first[0]!);
    for (const cumulative of [5n, 4n, 0n]) {
      await expect(rewards.claim(creator.address, cumulative, proofOf(first, first[0]!)))
        .to.be.revertedWithCustomError(rewards, "NothingToClaim")
        .withArgs(creator.address, cumulative, 5n);
    }
    // A later report takes back: who has claimed more keeps it, and gets nothing until they earn beyond it.
    const second = payouts(3n, 9n);
    await open(second);
    await expect(epochs.claim(second, second[0]!))
      .to.be.revertedWithCustomError(rewards, "NothingToClaim")
      .withArgs(creator.address, 3n, 5n);
    expect(await rewards.claimable(creator.address, 3n, proofOf(second, second[0]!))).to.equal(0n);
    expect(await rewards.claimed(partner.address)).to.equal(0n);
  });

  it("by a stale proof, of another amount, account or tree, or before anything is open: refused", async () => {
    const { rewards, creator, partner, other, epochs, payouts, open } = await ready();
    const first = payouts(5n, 7n, 9n);
    const proof = proofOf(first, first[0]!);
    await expect(rewards.claim(creator.address, 5n, proof))
      .to.be.revertedWithCustomError(rewards, "InvalidPayoutProof")
      .withArgs(creator.address, 5n, ZeroHash);
    await open(first);
    const tree = payoutsTree(first);
    const node = (index: number) => tree.dump().tree[index]!;
    for (const [account, cumulative, nodes] of [
      [creator.address, 6n, proof],
      [partner.address, 5n, proof],
      [other.address, 5n, proof],
      [creator.address, 5n, []],
      [creator.address, 5n, [...proof].reverse()],
      [creator.address, 5n, [...proof, ZeroHash]],
      [creator.address, 5n, proof.slice(1)],
      [creator.address, 5n, [tree.root]],
      // An inner node in place of the leaf above it.
      [creator.address, BigInt(node(1)), [node(2)]],
      [creator.address, 2n ** 256n - 1n, proof],
    ] as [string, bigint, string[]][]) {
      await expect(rewards.claim(account, cumulative, nodes))
        .to.be.revertedWithCustomError(rewards, "InvalidPayoutProof")
        .withArgs(account, cumulative, tree.root);
    }
    await epochs.claim(first, first[1]!);
    await open(payouts(6n, 8n, 9n));
    const { root } = await rewards.payouts();
    await expect(rewards.claim(creator.address, 5n, proof))
      .to.be.revertedWithCustomError(rewards, "InvalidPayoutProof")
      .withArgs(creator.address, 5n, root);
  });

  it("of nobody, whom a quorum may name but the token doesn't pay: refused", async () => {
    const { token, rewards, epochs, payouts, open } = await ready();
    const earned = [{ account: ZeroAddress as Address, cumulative: 3n }, ...payouts(5n)];
    await open(earned);
    await expect(epochs.claim(earned, earned[0]!))
      .to.be.revertedWithCustomError(token, "ERC20InvalidReceiver")
      .withArgs(ZeroAddress);
    expect(await rewards.claimed(ZeroAddress)).to.equal(0n);
    await epochs.claim(earned, earned[1]!);
  });

  it("go on while sales are paused, keys revoked and reporters replaced", async () => {
    const { ethers, token, market, oracle, signer, other, creator, epochs, payouts, open } = await ready();
    const earned = payouts(5n, 7n);
    await open(earned);
    await market.pauseSales();
    await oracle.revokeQuoteSigner(signer.address);
    await oracle.setReporters([other.address], 1);
    await expect(epochs.claim(earned, earned[0]!)).to.changeTokenBalance(ethers, token, creator, 5n);
  });

  it("take no more than campaigns spent, however the whole quorum lies: budgets stay in escrow", async () => {
    const { token, rewards, buyer, creator, epochs, payouts, open } = await ready();
    const honest = payouts(5n, 7n);
    await open(honest);
    // Leaves of more than all there is, under a total that says otherwise.
    const lie = payouts(900n * HEED, 12n);
    await epochs.startOf((await epochs.currentEpoch()) + 1n);
    const report = await epochs.report(lie, [], { payoutsTotal: 12n });
    await epochs.settle(report, []);
    expect((await rewards.payouts()).epoch).to.equal(report.epoch);
    await expect(epochs.claim(lie, lie[0]!))
      .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
      .withArgs(rewards.target, 12n, 900n * HEED);
    expect(await rewards.claimed(creator.address)).to.equal(0n);
    expect(await token.balanceOf(await rewards.escrow())).to.equal(1_000n * HEED - 12n);

    const { time } = protocol().networkHelpers;
    await time.increaseTo(await rewards.refundableAt(1n));
    await expect(rewards.refund(1n)).to.changeTokenBalance(protocol().ethers, token, buyer, 1_000n * HEED - 12n);
  });

  it("take nothing of what was sent by mistake, until they are owed it", async () => {
    const { ethers, token, rewards, buyer, creator, epochs, payouts, open } = await ready();
    await token.connect(buyer).transfer(rewards.target, 100n);
    const earned = payouts(5n, 7n);
    await open(earned, 11n);
    // Twelve were earned and eleven spent: what came by mistake does not count.
    expect((await rewards.payouts()).root).to.equal(ZeroHash);
    const enough = payouts(6n, 7n);
    await open(enough, 2n);
    await expect(epochs.claim(enough, enough[0]!)).to.changeTokenBalance(ethers, token, creator, 6n);
    await epochs.claim(enough, enough[1]!);
    expect(await token.balanceOf(rewards.target)).to.equal(100n);
  });
});
