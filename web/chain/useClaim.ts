"use client";

import { attentionMarketAbi } from "@heed/contracts/abis";
import type { Abi, Address } from "viem";
import { useReadContract } from "wagmi";
import { useConfig } from "../config/context.tsx";
import { formatHeed } from "../money/heed.ts";
import { useTransact } from "./useTransact.ts";

/** What `account` can claim from these splits now, and from referrals, in HEED wei, read from the chain. */
export function useClaimable(account: Address, splitIds: readonly string[]) {
  const { market, chainId } = useConfig();
  return useReadContract({
    address: market,
    abi: attentionMarketAbi,
    functionName: "claimable",
    args: [account, splitIds.map(BigInt)],
    chainId,
  });
}

/** Claims all of the connected account's shares of these splits, and its referrals, in one transfer. */
export function useClaim() {
  const transact = useTransact();
  const { market } = useConfig();
  return (splitIds: readonly string[], amount: bigint) =>
    transact({
      kind: "claim",
      subject: `${formatHeed(amount)} HEED`,
      prepare: async () => ({
        address: market,
        abi: attentionMarketAbi as Abi,
        functionName: "claim",
        args: [splitIds.map(BigInt)],
      }),
    });
}
