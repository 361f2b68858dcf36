import { attentionOracleAbi, attentionRewardsAbi } from "@heed/contracts/abis";
import type { Deployment } from "@heed/contracts/deployment";
import type { Address } from "viem";
import type { ChainClient } from "./client.ts";

/** What AttentionOracle and AttentionRewards were deployed with, for good. Seconds. */
export interface EpochTerms {
  durationS: number;
  /** How long a report can be vetoed. */
  challengeWindowS: number;
  /** How long after its end an epoch can be reported. */
  reportWindowS: number;
  /** How long after its end it can be settled. */
  settlementWindowS: number;
  /** What the first report's rate is measured against, HEED wei an attention-second. */
  initialRateWei: bigint;
}

/** Reads the terms from the chain. */
export async function readEpochTerms(
  client: ChainClient,
  { oracle, rewards }: Pick<Deployment, "oracle" | "rewards">,
): Promise<EpochTerms> {
  const of = { address: oracle, abi: attentionOracleAbi } as const;
  const [duration, challenge, report, none, settlement] = await Promise.all([
    client.readContract({ ...of, functionName: "epochDuration" }),
    client.readContract({ ...of, functionName: "challengeWindow" }),
    client.readContract({ ...of, functionName: "reportWindow" }),
    client.readContract({ ...of, functionName: "reportOf", args: [0n] }),
    client.readContract({ address: rewards, abi: attentionRewardsAbi, functionName: "settlementWindow" }),
  ]);
  return {
    durationS: Number(duration),
    challengeWindowS: Number(challenge),
    reportWindowS: Number(report),
    settlementWindowS: Number(settlement),
    initialRateWei: none.rate,
  };
}

/** Who may sign reports, and how many of them must. */
export interface Quorum {
  reporters: readonly Address[];
  quorum: number;
}

/** Reads from the chain who signs reports now. */
export async function readQuorum(client: ChainClient, { oracle }: Pick<Deployment, "oracle">): Promise<Quorum> {
  const of = { address: oracle, abi: attentionOracleAbi } as const;
  const [reporters, quorum] = await Promise.all([
    client.readContract({ ...of, functionName: "reporters" }),
    client.readContract({ ...of, functionName: "quorum" }),
  ]);
  return { reporters, quorum: Number(quorum) };
}
