"use client";

import { useEffect, useRef } from "react";
import { useTransactionStore } from "../transactions/context.tsx";
import { useSettle } from "./useTransact.ts";

/** Takes up the transactions that a reload cut off: each is waited for again by its hash. */
export function useResume(): void {
  const store = useTransactionStore();
  const settle = useSettle();
  const started = useRef(false);
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    for (const { id, hash } of store.restore()) if (hash) void settle(id, hash);
  });
}
