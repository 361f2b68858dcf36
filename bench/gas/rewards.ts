import type { TransactionResponse } from "ethers";
import type { Address } from "viem";
import type { Payout } from "../../contracts/report.ts";
import { epochsOf, proofOf } from "../../test/contracts/support/epochs.ts";
import { deployProtocol, HEED } from "../../test/contracts/support/protocol.ts";

export interface RewardsGas {
  /** A report of a later epoch, signed by three of five reporters. */
  postReport: number;
  /** Ten campaigns debited in one call for a later epoch, which opens the payouts. */
  settle10: number;
  /** A campaign created by `transferAndCall`. */
  createCampaign: number;
  /** The first claim from a tree of 1,000 leaves, by an account that holds no HEED. */
  rewardClaim1000First: number;
  /** A later claim from such a tree, by an account that claimed before and holds HEED. */
  rewardClaim1000: number;
}

const ACCOUNTS = 1_000;
const CAMPAIGNS = 10;

/** Measures reports, settlement and claims on a chain of its own, in gas. */
export async function measureRewardsGas(): Promise<RewardsGas> {
  const protocol = await deployProtocol();
  const { connection, ethers, token, rewards, buyer } = protocol;
  const epochs = epochsOf(protocol);
  const spend = async (transaction: Promise<TransactionResponse>) =>
    Number((await (await transaction).wait())!.gasUsed);
  for (let i = 1; i < CAMPAIGNS; i++) await epochs.createCampaign(buyer, 500n * HEED);
  const createCampaign = await spend(epochs.createCampaignByTransfer(buyer, 500n * HEED));

  // Amounts like any other: a few HEED, to the last wei.
  const earned = (index: number, epoch: bigint) => (HEED * BigInt(1_000 + index) * epoch) / 777n;
  const payoutsAfter = (epoch: bigint): Payout[] =>
    Array.from({ length: ACCOUNTS }, (_, index) => ({
      account: ethers.getAddress(ethers.dataSlice(ethers.id(`account ${index}`), 12)) as Address,
      cumulative: earned(index, epoch),
    }));
  const run = async (count: bigint) => {
    const payouts = payoutsAfter(count);
    const total = payouts.reduce((sum, { cumulative }) => sum + cumulative, 0n);
    const debited: bigint = (await rewards.payouts()).debited;
    const each = (total - debited) / BigInt(CAMPAIGNS) + 1n;
    const spends = Array.from({ length: CAMPAIGNS }, (_, index) => ({ campaignId: BigInt(index + 1), amount: each }));
    await epochs.startOf((await epochs.currentEpoch()) + 1n);
    const report = await epochs.reportOf(epochs.rootsOf(payouts, spends));
    const post = await spend(epochs.post(report));
    await epochs.finalize();
    const settle = await spend(epochs.settle(report, spends));
    const { account, cumulative } = payouts[123]!;
    const claim = await spend(rewards.claim(account, cumulative, proofOf(payouts, { account, cumulative })));
    return { post, settle, claim };
  };
  const first = await run(1n);
  const later = await run(2n);
  if ((await token.balanceOf(payoutsAfter(2n)[123]!.account)) !== earned(123, 2n))
    throw new Error("A claim was not paid.");
  await connection.close();
  return {
    postReport: later.post,
    settle10: later.settle,
    createCampaign,
    rewardClaim1000First: first.claim,
    rewardClaim1000: later.claim,
  };
}
