"use client";

import { attentionMarketAbi, attentionTokenAbi } from "@heed/contracts/abis";
import type { Address } from "viem";
import { useBalance, useConnection, useReadContract } from "wagmi";
import { useConfig } from "../config/context.tsx";

/** How many licences of a content the connected wallet holds; undefined while unknown or without a wallet. */
export function useLicences(contentId: string): bigint | undefined {
  const { market, chainId } = useConfig();
  const { address } = useConnection();
  return useReadContract({
    address: market,
    abi: attentionMarketAbi,
    functionName: "balanceOf",
    args: [address as Address, BigInt(contentId)],
    chainId,
    query: { enabled: address !== undefined },
  }).data;
}

/** An account's ETH and HEED in wei; undefined while unknown. */
export function useBalances(address: Address | undefined): { eth?: bigint; heed?: bigint } {
  const { token, chainId } = useConfig();
  const eth = useBalance({ address, chainId }).data?.value;
  const heed = useReadContract({
    address: token,
    abi: attentionTokenAbi,
    functionName: "balanceOf",
    args: [address as Address],
    chainId,
    query: { enabled: address !== undefined },
  }).data;
  return { eth, heed };
}
