"use client";

import type { Hex } from "viem";
import { useTransactionReceipt } from "wagmi";
import { useConfig } from "../config/context.tsx";

/** What became of a transaction, read from the chain once somebody wants to know. */
export function useReceipt(hash: Hex, wanted: boolean) {
  const { chainId } = useConfig();
  return useTransactionReceipt({ hash, chainId, query: { enabled: wanted } });
}
