"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Address, Hex } from "viem";
import { useConfig } from "../config/context.tsx";
import { LOCAL_CHAIN_ID } from "../config/runtime.ts";
import { formatHeed } from "../money/heed.ts";
import { useOracle } from "../oracle/context.tsx";
import { isPublic, keys } from "../oracle/keys.ts";
import { useTransactionStore } from "../transactions/context.tsx";
import { useBalances } from "./useHoldings.ts";
import { useWallet } from "./useWallet.ts";

/** Asks the local chain's faucet for test money; the transfer goes through the same toasts as every transaction. */
export function useFaucet() {
  const oracle = useOracle();
  const store = useTransactionStore();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (address: Address) => {
      const sent = await oracle.faucet(address);
      const id = store.add("faucet", `${formatHeed(sent.heedWei)} HEED`, "pending");
      store.update(id, { state: "done", hash: sent.txHash as Hex });
      return sent;
    },
    // Refused or not, the balance and whether it had its money are asked for anew.
    onSettled: () => cache.invalidateQueries({ predicate: isPublic }),
  });
}

/** Whether the faucet has given this wallet its money; undefined until the oracle has said so. */
export function useHadFaucet(address: Address): boolean | undefined {
  const oracle = useOracle();
  const { chainId } = useConfig();
  const { data } = useQuery({
    queryKey: keys.faucet(address),
    queryFn: () => oracle.hadFaucet(address),
    enabled: chainId === LOCAL_CHAIN_ID,
  });
  return data?.given;
}

/** Fills a burner wallet that has nothing, once. */
export function useFaucetOnArrival(): void {
  const { chainId } = useConfig();
  const { address, burner } = useWallet();
  const { eth } = useBalances(burner ? address : undefined);
  const { mutate } = useFaucet();
  const asked = useRef<string | null>(null);
  useEffect(() => {
    if (chainId !== LOCAL_CHAIN_ID || !burner || address === undefined || eth !== 0n || asked.current === address)
      return;
    asked.current = address;
    mutate(address);
  }, [chainId, burner, address, eth, mutate]);
}
