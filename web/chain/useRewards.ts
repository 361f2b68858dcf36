"use client";

import { attentionRewardsAbi } from "@heed/contracts/abis";
import type { Abi, Hex } from "viem";
import { useConfig } from "../config/context.tsx";
import { formatHeed } from "../money/heed.ts";
import { useOracle } from "../oracle/context.tsx";
import type { Earnings } from "../oracle/types.ts";
import { useTransact } from "./useTransact.ts";

/** Claims all that campaigns ever paid the connected account, less what it claimed already, in one transaction. */
export function useClaimRewards() {
  const transact = useTransact();
  const oracle = useOracle();
  const { rewards } = useConfig();
  return ({ epoch, cumulativeWei }: NonNullable<Earnings["claim"]>, amount: bigint) =>
    transact({
      kind: "claim",
      subject: `${formatHeed(amount)} HEED`,
      prepare: async (account) => {
        const { proof } = await oracle.proof(epoch, account);
        return {
          address: rewards,
          abi: attentionRewardsAbi as Abi,
          functionName: "claim",
          args: [account, BigInt(cumulativeWei), proof as Hex[]],
        };
      },
    });
}
