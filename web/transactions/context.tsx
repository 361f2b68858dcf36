"use client";

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from "react";
import { useConfig } from "../config/context.tsx";
import { type Transaction, TransactionStore } from "./store.ts";

const Context = createContext<TransactionStore | null>(null);
const NONE: readonly Transaction[] = [];

export function TransactionProvider({ children }: { children: ReactNode }) {
  const { chainId } = useConfig();
  const [store] = useState(() => new TransactionStore(chainId));
  return <Context value={store}>{children}</Context>;
}

/** The store of transactions. Throws outside of TransactionProvider. */
export function useTransactionStore(): TransactionStore {
  const store = useContext(Context);
  if (store === null) throw new Error("useTransactionStore needs a TransactionProvider above it");
  return store;
}

/** The transactions on screen, oldest first. */
export function useTransactions(): readonly Transaction[] {
  const store = useTransactionStore();
  return useSyncExternalStore(store.subscribe, store.list, () => NONE);
}
