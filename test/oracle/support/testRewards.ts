import { attentionOracleAbi, attentionRewardsAbi } from "@heed/contracts/abis";
import {
  noSpends,
  type Payout,
  payoutLeaf,
  payoutLeafTypes,
  type Report,
  reportDomain,
  reportTypes,
  type Spend,
  spendLeaf,
  spendLeafTypes,
} from "@heed/contracts/report";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { encodeAbiParameters, type Hex, parseEventLogs, zeroAddress } from "viem";
import { account, type TestChain } from "./testChain.ts";

/** Hardhat's accounts that the local deployment names as reporters; two of them are a quorum. */
export const REPORTERS = [7, 8, 9] as const;

/** The tree of what each account ever earned; of nothing for nobody, where nobody earned. */
export function payoutsTree(payouts: readonly Payout[]) {
  const leaves = payouts.length > 0 ? payouts : [{ account: zeroAddress, cumulative: 0n }];
  return StandardMerkleTree.of(leaves.map(payoutLeaf), payoutLeafTypes);
}

export function spendsTree(spends: readonly Spend[]) {
  return StandardMerkleTree.of((spends.length > 0 ? spends : [noSpends]).map(spendLeaf), spendLeafTypes);
}

/** What advertisers, reporters and the guardian do on a test's chain, by hand. */
export function rewardsOn(chain: TestChain) {
  const oracle = { address: chain.deployment.oracle, abi: attentionOracleAbi } as const;
  const rewards = { address: chain.deployment.rewards, abi: attentionRewardsAbi } as const;
  const now = async () => (await chain.client.getBlock()).timestamp;
  const read = {
    duration: () => chain.client.readContract({ ...oracle, functionName: "epochDuration" }),
    latest: () => chain.client.readContract({ ...oracle, functionName: "latestReport" }),
  };

  return {
    oracle,
    rewards,
    now,
    ...read,
    /** Creates a campaign by the token's transferAndCall, running from now on for `seconds`; returns its id. */
    async createCampaign(
      advertiser: number,
      budget: bigint,
      {
        maxRate = 10n ** 18n,
        seconds = 86_400n,
        audienceHash = `0x${"ad".repeat(32)}` as Hex,
      }: { maxRate?: bigint; seconds?: bigint; audienceHash?: Hex } = {},
    ): Promise<bigint> {
      await chain.fund(advertiser, budget);
      const types = [{ type: "uint256" }, { type: "uint256" }, { type: "uint256" }, { type: "bytes32" }] as const;
      const data = encodeAbiParameters(types, [maxRate, 0n, (await now()) + seconds, audienceHash]);
      const args = [chain.deployment.rewards, budget, data] as const;
      const receipt = await chain.mined(
        await chain.wallet(advertiser).writeContract({ ...chain.token, functionName: "transferAndCall", args }),
      );
      const [created] = parseEventLogs({
        abi: attentionRewardsAbi,
        eventName: "CampaignCreated",
        logs: receipt.logs,
      });
      return created!.args.campaignId;
    },
    /** A report of the epoch before the current one, built on the latest. */
    async reportOf(
      payouts: readonly Payout[],
      spends: readonly Spend[],
      changes: Partial<Report> = {},
    ): Promise<Report> {
      const latest = await read.latest();
      return {
        epoch: (await now()) / (await read.duration()) - 1n,
        parent: latest.digest,
        rate: latest.rate,
        payoutsRoot: payoutsTree(payouts).root as Hex,
        payoutsTotal: payouts.reduce((sum, { cumulative }) => sum + cumulative, 0n),
        spendsRoot: spendsTree(spends).root as Hex,
        dataHash: `0x${"da".repeat(32)}`,
        modelHash: `0x${"0e".repeat(32)}`,
        ...changes,
      };
    },
    /** Posts a report that two reporters signed. */
    async post(report: Report) {
      const typed = { domain: reportDomain(31337, oracle.address), types: reportTypes, primaryType: "Report" } as const;
      const signatures = await Promise.all(
        REPORTERS.slice(0, 2).map(async (index) => ({
          signer: account(index).address,
          signature: await account(index).signTypedData({ ...typed, message: report }),
        })),
      );
      return chain.mined(
        await chain.wallet(6).writeContract({ ...oracle, functionName: "post", args: [report, signatures] }),
      );
    },
    /** Goes on until the latest report can be vetoed no longer. */
    async finalize() {
      const { challengeEndsAt } = await read.latest();
      await chain.test.setNextBlockTimestamp({ timestamp: challengeEndsAt + 1n });
      await chain.test.mine({ blocks: 1 });
    },
    async veto(epoch: bigint) {
      return chain.mined(await chain.wallet(0).writeContract({ ...oracle, functionName: "veto", args: [epoch] }));
    },
    async settle(report: Report, spends: readonly Spend[], some: readonly Spend[] = spends) {
      const { leaves, proof, proofFlags } = spendsTree(spends).getMultiProof(some.map(spendLeaf));
      const ordered = leaves.map(([campaignId, amount]) => ({ campaignId, amount }));
      const args = [report, ordered, proof as Hex[], proofFlags] as const;
      return chain.mined(await chain.wallet(6).writeContract({ ...rewards, functionName: "settle", args }));
    },
    async claim(payouts: readonly Payout[], payout: Payout) {
      const proof = payoutsTree(payouts).getProof(payoutLeaf(payout)) as Hex[];
      const args = [payout.account, payout.cumulative, proof] as const;
      return chain.mined(await chain.wallet(6).writeContract({ ...rewards, functionName: "claim", args }));
    },
  };
}
