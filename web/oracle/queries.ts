"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { useLanguage } from "../language/context.tsx";
import { useAnonymousOracle, useOracle } from "./context.tsx";
import { keys } from "./keys.ts";
import { OracleError } from "./OracleError.ts";
import type { ContentDetail, Feed } from "./types.ts";
import { useSession } from "./useSession.ts";

/** Asks again only what may answer otherwise the next time. */
export function retryable(failures: number, error: Error): boolean {
  return failures < 2 && error instanceof OracleError && (error.retry || error.status >= 500);
}

/** What the oracle is, its audience, model and counts; asked again every half minute. */
export function useStatus() {
  const oracle = useOracle();
  return useQuery({ queryKey: keys.status, queryFn: oracle.status, refetchInterval: 30_000 });
}

/** The viewer's consent; undefined until signed in. */
export function useConsent() {
  const oracle = useOracle();
  const { address, who } = useSession();
  return useQuery({ queryKey: keys.consent(who), queryFn: oracle.consent, enabled: address !== null });
}

/** The viewer's verified attention, in all and by content. */
export function useAttention() {
  const oracle = useOracle();
  const { address, who } = useSession();
  return useQuery({ queryKey: keys.attention(who), queryFn: oracle.attention, enabled: address !== null });
}

/** Verified attention on one content, with what was cut and why. */
export function useContentAttention(contentId: string) {
  const oracle = useOracle();
  const { address, who } = useSession();
  return useQuery({
    queryKey: keys.contentAttention(who, contentId),
    queryFn: () => oracle.contentAttention(contentId),
    enabled: address !== null,
  });
}

/** The oracle as whoever counts as signed in: a session of another wallet than the connected one is nobody's. */
function useOracleAsViewer() {
  const { address } = useSession();
  const oracle = useOracle();
  const anonymous = useAnonymousOracle();
  return address === null ? anonymous : oracle;
}

/** Contents in the viewer's own order, or in everybody's without personalisation. Nobody follows anyone without a session. */
export function useFeed(scope: "all" | "following") {
  const oracle = useOracleAsViewer();
  const { known, address, who } = useSession();
  const { language } = useLanguage();
  const enabled = known && (scope === "all" || address !== null);
  return useQuery({ queryKey: keys.feed(who, scope, language), queryFn: () => oracle.feed(scope, language), enabled });
}

/** The personal price that the feed last showed for a content, as it was when this was first asked; null where it showed none. */
export function useFeedPrice(contentId: string): string | null {
  const cache = useQueryClient();
  const { who } = useSession();
  const { language } = useLanguage();
  const [shown] = useState(() =>
    cache
      .getQueryData<Feed>(keys.feed(who, "all", language))
      ?.items.find(({ content }) => content.contentId === contentId),
  );
  return shown?.personalWei ?? null;
}

/** One content with its preview and shares; `initial` is what the server rendered the page with. */
export function useContent(contentId: string, initial: ContentDetail | null) {
  const oracle = useOracle();
  return useQuery({
    queryKey: keys.content(contentId),
    queryFn: () => oracle.content(contentId),
    initialData: initial ?? undefined,
  });
}

/** The full text, for a session whose wallet holds the licence. */
export function useBody(contentId: string, owns: boolean) {
  const oracle = useOracle();
  const { address, who } = useSession();
  return useQuery({
    queryKey: keys.body(who, contentId),
    queryFn: () => oracle.body(contentId),
    enabled: address !== null && owns,
  });
}

/** What the signed-in wallet owns. */
export function useLibrary() {
  const oracle = useOracle();
  const { address, who } = useSession();
  return useQuery({ queryKey: keys.library(who), queryFn: oracle.library, enabled: address !== null });
}

/** A creator: pieces, revenue, splits, attention. */
export function useCreator(address: string) {
  const oracle = useOracleAsViewer();
  const { known, who } = useSession();
  return useQuery({ queryKey: keys.creator(who, address), queryFn: () => oracle.creator(address), enabled: known });
}

export interface QuoteTerms {
  /** Licence goes to this wallet; the buyer's own if left out */
  recipient?: Address;
  maxQuantity?: number;
  /** Buyer without a session: standard price only */
  buyer?: Address;
}

/** Both prices, signed; asked again each minute, since a quote lives for two. */
export function useQuotes(contentId: string, terms: QuoteTerms, enabled = true) {
  const oracle = useOracleAsViewer();
  const { known, who } = useSession();
  const query = Object.fromEntries(
    Object.entries(terms)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, String(value)]),
  );
  return useQuery({
    queryKey: keys.quotes(who, contentId, query),
    queryFn: () => oracle.quotes(contentId, query),
    enabled: known && enabled,
    refetchInterval: 60_000,
    staleTime: 0,
  });
}

/** The signed-in creator's own pieces and income. */
export function useStudio() {
  const oracle = useOracle();
  const { address, who } = useSession();
  return useQuery({ queryKey: keys.studio(who), queryFn: oracle.studio, enabled: address !== null });
}

/** One of the creator's pieces: attention along it, prices, text. */
export function useStudioPiece(contentId: string) {
  const oracle = useOracle();
  const { address, who } = useSession();
  return useQuery({
    queryKey: keys.studioPiece(who, contentId),
    queryFn: () => oracle.studioPiece(contentId),
    enabled: address !== null,
  });
}

/** The signed-in teacher's courses. */
export function useCourses() {
  const oracle = useOracle();
  const { address, who } = useSession();
  return useQuery({
    queryKey: keys.courses(who),
    queryFn: () => oracle.courses(address ?? ""),
    enabled: address !== null,
  });
}

/** Attention along one of the teacher's courses. */
export function useCourseAttention(id: string) {
  const oracle = useOracle();
  const { address, who } = useSession();
  return useQuery({
    queryKey: keys.course(who, id),
    queryFn: () => oracle.courseAttention(id),
    enabled: address !== null,
  });
}
