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

export interface Balances {
  /** Wei; undefined while unknown */
  eth?: bigint;
  heed?: bigint;
  /** Why a balance isn't known */
  error: Error | null;
  retry(): void;
}

/** An account's ETH and HEED. */
export function useBalances(address: Address | undefined): Balances {
  const { token, chainId } = useConfig();
  const eth = useBalance({ address, chainId });
  const heed = useReadContract({
    address: token,
    abi: attentionTokenAbi,
    functionName: "balanceOf",
    args: [address as Address],
    chainId,
    query: { enabled: address !== undefined },
  });
  const retry = () => {
    void eth.refetch();
    void heed.refetch();
  };
  const error = (heed.isLoadingError && heed.error) || (eth.isLoadingError && eth.error) || null;
  return { eth: eth.data?.value, heed: heed.data, error, retry };
}
