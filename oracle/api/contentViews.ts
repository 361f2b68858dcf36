import type { z } from "@hono/zod-openapi";
import type { Editions } from "../insight/editions.ts";
import { unitPrice } from "../price/unitPrice.ts";
import type { CatalogueEntry } from "../recommend/catalogue.ts";
import type { Market } from "../service/market.ts";
import type { contentDetailSchema, contentSummarySchema } from "./contentSchemas.ts";

export type ContentSummary = z.infer<typeof contentSummarySchema>;
export type ContentDetail = z.infer<typeof contentDetailSchema>;

/** What anyone pays without personalisation, now; the floor where the oracle holds no work to value. */
export function standardWei(entry: CatalogueEntry, standardValue: number | null, rateWei: bigint): bigint {
  return standardValue === null
    ? entry.content.floorWei
    : unitPrice(standardValue, rateWei, entry.content).unitPriceWei;
}

/** Contents as the API shows them, with their standard prices: one appraisal for all. */
export function summaries(
  market: Pick<Market, "models">,
  entries: readonly CatalogueEntry[],
  rateWei: bigint,
  atMs: number,
): ContentSummary[] {
  const features = entries.flatMap((entry) => entry.features ?? []);
  const appraised = market.models.current().appraise([], features, atMs);
  const values = new Map(appraised.map(({ contentId, standardValue }) => [contentId, standardValue]));
  return entries.map((entry) => summary(entry, standardWei(entry, values.get(entry.contentId) ?? null, rateWei)));
}

export function summary({ content, work, creatorName, payees }: CatalogueEntry, standard: bigint): ContentSummary {
  return {
    contentId: content.contentId,
    creator: { address: content.creator, name: creatorName ?? "" },
    title: work?.title ?? "",
    summary: work?.summary ?? "",
    language: work?.language ?? "",
    topics: work?.topics ?? [],
    words: work?.words ?? 0,
    floorWei: content.floorWei.toString(),
    ceilingWei: content.ceilingWei.toString(),
    standardWei: standard.toString(),
    payees: payees?.length ?? 0,
    publishedAtMs: content.publishedAtMs,
  };
}

export function detail(
  entry: CatalogueEntry,
  standard: bigint,
  names: ReadonlyMap<string, string>,
  editions: Editions,
): ContentDetail {
  const { content, work } = entry;
  return {
    ...summary(entry, standard),
    preview: work?.preview ?? "",
    uri: content.uri,
    contentHash: content.contentHash,
    splitId: content.splitId,
    listed: content.listed,
    replaces: editions.before(entry.contentId),
    replacedBy: editions.after(entry.contentId),
    shares: (entry.payees ?? []).map((payee, index) => {
      const name = names.get(payee);
      return { payee, bps: entry.bps?.[index] ?? 0, ...(name ? { name } : {}) };
    }),
  };
}
