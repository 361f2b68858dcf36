"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useOracle } from "./context.tsx";
import { keys } from "./keys.ts";

/** An epoch moves on by itself: what is on screen is asked for again this often. */
const MOVES_MS = 5_000;
/** Nothing more becomes of these. */
const ENDED = new Set(["settled", "written-off", "empty"]);

/** Tops and the newest trades, as they were when asked. */
export function useMarket() {
  const oracle = useOracle();
  return useQuery({ queryKey: keys.market, queryFn: oracle.market, refetchInterval: 30_000 });
}

/** The newest epochs, page by page into the past; the terms of all come with each page. */
export function useEpochs() {
  const oracle = useOracle();
  return useInfiniteQuery({
    queryKey: [...keys.epochs, "list"],
    queryFn: ({ pageParam }) => oracle.epochs(pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ epochs }) => (epochs.length < 50 ? undefined : epochs.at(-1)?.epoch),
    refetchInterval: MOVES_MS,
  });
}

/** One epoch with its report, signers and transactions. */
export function useEpoch(epoch: number) {
  const oracle = useOracle();
  return useQuery({
    queryKey: keys.epoch(epoch),
    queryFn: () => oracle.epoch(epoch),
    refetchInterval: ({ state }) => (state.data && ENDED.has(state.data.state) ? false : MOVES_MS),
  });
}
