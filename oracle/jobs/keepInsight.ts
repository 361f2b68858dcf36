import { keepStandardPrices } from "../insight/prices.ts";
import { refreshInsight } from "../insight/refresh.ts";
import { unitPrice } from "../price/unitPrice.ts";
import type { Context } from "../service/context.ts";
import type { Market } from "../service/market.ts";

const EVERY_MS = 10 * 60 * 1000;

/** Takes a sample of every standard price, and closes the groups of readers that are due. */
export async function keepInsight(
  context: Context,
  market: Pick<Market, "catalogue" | "models" | "rateWei">,
): Promise<void> {
  const entries = await market.catalogue.all();
  const nowMs = context.clock.nowMs();
  const appraised = market.models.current().appraise(
    [],
    entries.flatMap(({ features }) => features ?? []),
    nowMs,
  );
  const values = new Map(appraised.map(({ contentId, standardValue }) => [contentId, standardValue]));
  const prices = entries.flatMap(({ contentId, content }) => {
    const value = values.get(contentId);
    if (value === undefined || !content.listed) return [];
    const standardWei = unitPrice(value, market.rateWei(), content).unitPriceWei;
    return { contentId, contentHash: content.contentHash, standardWei };
  });
  await keepStandardPrices(context.store.db, prices, nowMs);
  await refreshInsight(context, entries);
}

/** Keeps insight every ten minutes, beginning in one. Returns what ends it. */
export function keepInsightRegularly(context: Context, market: Market): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  const run = () => {
    running = keepInsight(context, market).catch((err: unknown) =>
      context.logger.error({ err }, "insight wasn't kept, next try in ten minutes"),
    );
  };
  const first = setTimeout(run, 60_000).unref();
  const timer = setInterval(run, EVERY_MS).unref();
  return async () => {
    clearTimeout(first);
    clearInterval(timer);
    await running;
  };
}
