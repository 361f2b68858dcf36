import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import type { TransactionResponse } from "ethers";
import { AbiCoder, ZeroHash } from "ethers";
import type { Address, Hex } from "viem";
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
} from "../../../contracts/report.ts";
import { type Deployed, HEED, type Protocol, transferAndCall } from "./protocol.ts";

export const EPOCH = 3_600n;
export const CHALLENGE_WINDOW = 6n * EPOCH;
export const REPORT_WINDOW = 24n * EPOCH;
export const SETTLEMENT_WINDOW = 7n * 24n * EPOCH;
/** How long the tests' campaigns run. */
export const MONTH = 720n * EPOCH;
/** What the module deploys with: 0.01 HEED an attention-second. */
export const INITIAL_RATE = HEED / 100n;

/** One reporter's signature, as `post` takes it. */
export interface ReportSignature {
  signer: string;
  signature: string;
}

/** What reporters do, in short: each function reads the chain it works on. */
export function epochsOf({ ethers, networkHelpers, oracle, rewards, token, reporters, domain }: Protocol) {
  const typedData = reportDomain(Number(domain.chainId), oracle.target as Address);

  const now = async () => BigInt(await networkHelpers.time.latest());

  /** The epoch that the latest block is in. */
  const currentEpoch = async () => (await now()) / EPOCH;

  /** A report of the epoch before the current one, built on the latest; of nothing spent and nothing earned but as said. */
  const reportOf = async (changes: Partial<Report> = {}): Promise<Report> => {
    const latest = await oracle.latestReport();
    return {
      epoch: (await currentEpoch()) - 1n,
      parent: latest.digest,
      rate: latest.rate,
      payoutsRoot: payoutsTree([]).root as Hex,
      payoutsTotal: latest.payoutsTotal,
      spendsRoot: spendsTree([]).root as Hex,
      dataHash: ethers.id("rows") as Hex,
      modelHash: ethers.id("models") as Hex,
      ...changes,
    };
  };

  const signatureOf = async (report: Report, by: HardhatEthersSigner): Promise<ReportSignature> => ({
    signer: by.address,
    signature: await by.signTypedData(typedData, { Report: [...reportTypes.Report] }, report),
  });

  /** Signatures of the first three reporters, the quorum, unless others are named. */
  const signaturesOf = (report: Report, by: readonly HardhatEthersSigner[] = reporters.slice(0, 3)) =>
    Promise.all(by.map((reporter) => signatureOf(report, reporter)));

  /** Posts a report signed by a quorum. */
  const post = async (report: Report): Promise<TransactionResponse> => oracle.post(report, await signaturesOf(report));

  /** Goes on until the latest report can be vetoed no longer. */
  const finalize = async () => {
    const { challengeEndsAt } = await oracle.latestReport();
    await networkHelpers.time.increaseTo(challengeEndsAt + 1n);
  };

  /** Goes on to the first second of an epoch. */
  const startOf = (epoch: bigint) => networkHelpers.time.increaseTo(epoch * EPOCH);

  /** Reports the epoch before the current one and waits until that is final. */
  const report = async (payouts: Payout[], spends: Spend[], changes: Partial<Report> = {}) => {
    const made = await reportOf({ ...rootsOf(payouts, spends), ...changes });
    await post(made);
    await finalize();
    return made;
  };

  /** Settles these of an epoch's spends, all unless some are named. */
  const settle = async (made: Report, spends: Spend[], some: Spend[] = spends): Promise<TransactionResponse> =>
    rewards.settle(made, ...settlementOf(spends, some));

  /** Claims for whoever the payout is of. */
  const claim = async (payouts: Payout[], { account, cumulative }: Payout): Promise<TransactionResponse> =>
    rewards.claim(account, cumulative, proofOf(payouts, { account, cumulative }));

  /** Creates a campaign from the advertiser's allowance, running now and for thirty days; returns its id. */
  const createCampaign = async (advertiser: HardhatEthersSigner, budget: bigint, maxRate = HEED): Promise<bigint> => {
    await token.connect(advertiser).approve(rewards.target, budget);
    await rewards.connect(advertiser).createCampaign(budget, maxRate, 0n, (await now()) + MONTH, ethers.id("all"));
    return rewards.campaignCount();
  };

  /** The same by the token's `transferAndCall`. */
  const createCampaignByTransfer = async (by: HardhatEthersSigner, budget: bigint, maxRate = HEED) => {
    const data = campaignData(maxRate, 0n, (await now()) + MONTH, ethers.id("all"));
    return transferAndCall(token.connect(by), rewards.target, budget, data);
  };

  return {
    typedData,
    now,
    currentEpoch,
    reportOf,
    signatureOf,
    signaturesOf,
    post,
    finalize,
    startOf,
    report,
    settle,
    claim,
    createCampaign,
    createCampaignByTransfer,
    rootsOf,
  };
}

/** Roots and total of a report, as they follow from its payouts and spends. */
export function rootsOf(payouts: Payout[], spends: Spend[]) {
  return {
    payoutsRoot: payoutsTree(payouts).root as Hex,
    payoutsTotal: payouts.reduce((sum, { cumulative }) => sum + cumulative, 0n),
    spendsRoot: spendsTree(spends).root as Hex,
  };
}

/** What `transferAndCall` brings to create a campaign. */
export function campaignData(maxRate: bigint, startsAt: bigint, endsAt: bigint, audienceHash: string): string {
  const types = ["uint256", "uint256", "uint256", "bytes32"];
  return AbiCoder.defaultAbiCoder().encode(types, [maxRate, startsAt, endsAt, audienceHash]);
}

/** The tree of what each account ever earned. A tree has a leaf at least: of nothing for nobody, where nobody earned. */
export function payoutsTree(payouts: Payout[]) {
  const nobody: Payout = { account: "0x0000000000000000000000000000000000000000", cumulative: 0n };
  return StandardMerkleTree.of((payouts.length ? payouts : [nobody]).map(payoutLeaf), payoutLeafTypes);
}

/** A payout's proof. */
export function proofOf(payouts: Payout[], payout: Payout): string[] {
  return payoutsTree(payouts).getProof(payoutLeaf(payout));
}

/** The tree of what each campaign spent in an epoch. */
export function spendsTree(spends: Spend[]) {
  return StandardMerkleTree.of((spends.length ? spends : [noSpends]).map(spendLeaf), spendLeafTypes);
}

/** The last three arguments of `settle`: some of an epoch's spends and their multiproof. */
export function settlementOf(spends: Spend[], some: Spend[] = spends): [Spend[], string[], boolean[]] {
  if (some.length === 0) return [[], [], []];
  const { leaves, proof, proofFlags } = spendsTree(spends).getMultiProof(some.map(spendLeaf));
  return [leaves.map(([campaignId, amount]) => ({ campaignId, amount })), proof, proofFlags];
}

/** What is left of all campaigns, which the escrow must hold. */
export async function unspentBudgets(rewards: Deployed): Promise<bigint> {
  let left = 0n;
  for (let id = 1n; id <= (await rewards.campaignCount()); id++) left += (await rewards.campaign(id)).left;
  return left;
}

/** The parent of a first report, and the root of no tree. */
export const ZERO = ZeroHash as Hex;
