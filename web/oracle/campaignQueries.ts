"use client";

import type { Audience } from "@heed/contracts/brief";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useOracle } from "./context.tsx";
import { useEarning } from "./earningQueries.ts";
import { keys } from "./keys.ts";
import { useSession } from "./useSession.ts";

/** Long readings go on from one epoch into the next, in which another ad may stand there. */
const AD_ASKED_AGAIN_MS = 60_000;

/** Everybody's campaigns, or one advertiser's, newest first. */
export function useCampaigns(advertiser?: Address, enabled = true) {
  const oracle = useOracle();
  return useQuery({
    queryKey: keys.campaigns(advertiser ?? "all"),
    queryFn: () => oracle.campaigns(advertiser),
    enabled,
  });
}

/** One campaign with its epochs; asked again as epochs go by. */
export function useCampaign(id: string) {
  const oracle = useOracle();
  return useQuery({ queryKey: keys.campaign(id), queryFn: () => oracle.campaign(id), refetchInterval: 15_000 });
}

/** What audiences can be made of, and roughly how many viewers this one has. */
export function useAudience(audience: Audience) {
  const oracle = useOracle();
  const { address, who } = useSession();
  return useQuery({
    queryKey: keys.audience(who, audience),
    queryFn: () => oracle.audience(audience),
    enabled: address !== null,
    placeholderData: (before) => before,
  });
}

/** Deposits a brief; refused where the chain or the oracle would refuse the campaign. */
export function useDepositBrief() {
  const oracle = useOracle();
  return useMutation({ mutationFn: oracle.depositBrief });
}

/** The ad beside a piece; nobody who didn't opt in is asked about. */
export function useAdBeside(contentId: string) {
  const oracle = useOracle();
  const { who } = useSession();
  const { data: earning } = useEarning();
  return useQuery({
    queryKey: keys.ad(who, contentId),
    queryFn: () => oracle.adBeside(contentId),
    enabled: earning?.optedIn === true,
    refetchInterval: AD_ASKED_AGAIN_MS,
  });
}
