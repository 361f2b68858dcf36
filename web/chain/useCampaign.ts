"use client";

import { attentionRewardsAbi, attentionTokenAbi } from "@heed/contracts/abis";
import { type Brief, briefHash } from "@heed/contracts/brief";
import { campaignData, topUpData } from "@heed/contracts/payment";
import type { Abi, Address } from "viem";
import { useConfig } from "../config/context.tsx";
import { formatHeed } from "../money/heed.ts";
import type { Failure } from "./failure.ts";
import { useCheckBalance } from "./useBuy.ts";
import { useTransact } from "./useTransact.ts";

/** The token's functions, and the errors of what its transferAndCall reaches. */
const payAbi = [...attentionTokenAbi, ...attentionRewardsAbi.filter((item) => item.type === "error")] as Abi;
const rewardsAbi = attentionRewardsAbi as Abi;

export interface NewCampaign {
  brief: Brief;
  /** HEED wei. */
  budget: bigint;
  maxRate: bigint;
  /** Unix seconds. */
  startsAt: number;
  endsAt: number;
}

/** Creates, tops up, closes and refunds campaigns: each one transaction, simulated first. Resolve to null, or to why they failed. */
export function useCampaignActions() {
  const transact = useTransact();
  const checkBalance = useCheckBalance();
  const { token, rewards } = useConfig();
  const pay = (amount: bigint, data: `0x${string}`) => ({
    address: token,
    abi: payAbi,
    functionName: "transferAndCall",
    args: [rewards, amount, data] as const,
  });
  const heed = (amount: bigint) => `${formatHeed(amount)} HEED`;
  return {
    /** What goes on chain is the hash of what stands on the screen, whatever the oracle answered. */
    create: ({ brief, budget, maxRate, startsAt, endsAt }: NewCampaign): Promise<Failure | null> =>
      transact({
        kind: "campaign",
        subject: brief.creative.title,
        prepare: async (account: Address) => {
          await checkBalance(budget, account);
          const audienceHash = briefHash(brief);
          const terms = { maxRate, startsAt: BigInt(startsAt), endsAt: BigInt(endsAt), audienceHash };
          return pay(budget, campaignData(terms));
        },
      }),
    topUp: (campaignId: string, amount: bigint): Promise<Failure | null> =>
      transact({
        kind: "top-up",
        subject: heed(amount),
        prepare: async (account: Address) => {
          await checkBalance(amount, account);
          return pay(amount, topUpData(BigInt(campaignId)));
        },
      }),
    close: (campaignId: string, title: string): Promise<Failure | null> =>
      transact({
        kind: "close",
        subject: title,
        prepare: async () => ({ address: rewards, abi: rewardsAbi, functionName: "close", args: [BigInt(campaignId)] }),
      }),
    refund: (campaignId: string, amount: bigint): Promise<Failure | null> =>
      transact({
        kind: "refund",
        subject: heed(amount),
        prepare: async () => ({
          address: rewards,
          abi: rewardsAbi,
          functionName: "refund",
          args: [BigInt(campaignId)],
        }),
      }),
  };
}
