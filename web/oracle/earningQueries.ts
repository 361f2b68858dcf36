"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useOracle } from "./context.tsx";
import { keys } from "./keys.ts";
import type { EarningTerms } from "./sent.ts";
import { useSession } from "./useSession.ts";

/** What campaigns paid the signed-in wallet, for what, and what is pending. */
export function useEarnings() {
  const oracle = useOracle();
  const { address, who } = useSession();
  return useQuery({
    queryKey: keys.earnings(who),
    queryFn: oracle.earnings,
    enabled: address !== null,
    refetchInterval: 10_000,
  });
}

/** Whether the viewer opted in to ads and pay, and on what terms. */
export function useEarning() {
  const oracle = useOracle();
  const { address, who } = useSession();
  return useQuery({ queryKey: keys.earning(who), queryFn: oracle.earning, enabled: address !== null });
}

/** Opts in on these terms, or (null) out; the feed's ads follow. */
export function useSetEarning() {
  const oracle = useOracle();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (terms: EarningTerms | null) => (terms === null ? oracle.optOut() : oracle.optIn(terms)),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.mine }),
  });
}

/** The viewer's appeals, with the answers. */
export function useAppeals() {
  const oracle = useOracle();
  const { address, who } = useSession();
  return useQuery({ queryKey: keys.appeals(who), queryFn: oracle.appeals, enabled: address !== null });
}

/** Sends an appeal against a reduction. */
export function useAppeal() {
  const oracle = useOracle();
  const cache = useQueryClient();
  const { who } = useSession();
  return useMutation({
    mutationFn: oracle.appeal,
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.appeals(who) }),
  });
}
