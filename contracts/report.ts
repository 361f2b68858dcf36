import type { Address, Hex } from "viem";

/** What the reporters say of one epoch, as they sign it and AttentionOracle checks it: see `IReports.Report`. */
export interface Report {
  /** Covers the Unix seconds from `epoch × epochDuration` up to, not including, `(epoch + 1) × epochDuration`. */
  epoch: bigint;
  /** The EIP-712 digest of the report before it; zero for the first one. */
  parent: Hex;
  /** HEED wei an attention-second. */
  rate: bigint;
  /** Root of the standard tree of `payoutLeaf`: what each account ever earned. */
  payoutsRoot: Hex;
  /** Sum of all those leaves, HEED wei. */
  payoutsTotal: bigint;
  /** Root of the standard tree of `spendLeaf`: what each campaign spent in this epoch alone. */
  spendsRoot: Hex;
  /** Hash of the rows that the roots were computed from. */
  dataHash: Hex;
  /** Hash of the models that were used. */
  modelHash: Hex;
}

/** What one campaign spent in a report's epoch. */
export interface Spend {
  campaignId: bigint;
  /** HEED wei. */
  amount: bigint;
}

/** What one account ever earned. */
export interface Payout {
  account: Address;
  /** HEED wei. */
  cumulative: bigint;
}

/** EIP-712 types of a report, in the order the contract hashes its fields. */
export const reportTypes = {
  Report: [
    { name: "epoch", type: "uint256" },
    { name: "parent", type: "bytes32" },
    { name: "rate", type: "uint256" },
    { name: "payoutsRoot", type: "bytes32" },
    { name: "payoutsTotal", type: "uint256" },
    { name: "spendsRoot", type: "bytes32" },
    { name: "dataHash", type: "bytes32" },
    { name: "modelHash", type: "bytes32" },
  ],
} as const;

/**
 * EIP-712 domain of reports: another chain's or another oracle's report has another digest.
 *
 * @param chainId The chain the oracle is on.
 * @param oracle The AttentionOracle that checks the report.
 */
export function reportDomain(chainId: number, oracle: Address) {
  return { name: "Heed Oracle", version: "1", chainId, verifyingContract: oracle } as const;
}

/**
 * Leaf encoding of the payouts' tree: `StandardMerkleTree.of(payouts.map(payoutLeaf), payoutLeafTypes)` of
 * @openzeppelin/merkle-tree has the root that `claim` checks proofs against.
 */
export const payoutLeafTypes: ["address", "uint256"] = ["address", "uint256"];

/** A payout as a leaf of that tree. */
export function payoutLeaf({ account, cumulative }: Payout): [Address, bigint] {
  return [account, cumulative];
}

/** Leaf encoding of the spends' tree, whose multiproofs `settle` checks. */
export const spendLeafTypes: ["uint256", "uint256"] = ["uint256", "uint256"];

/** A spend as a leaf of that tree. */
export function spendLeaf({ campaignId, amount }: Spend): [bigint, bigint] {
  return [campaignId, amount];
}

/**
 * The only leaf of an epoch in which no campaign spent anything: a tree has a leaf at least, and this one
 * stands for no campaign, since ids run from 1. `settle` such a report with no spends and no proof.
 */
export const noSpends: Spend = { campaignId: 0n, amount: 0n };
