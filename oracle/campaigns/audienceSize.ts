import { createHmac } from "node:crypto";
import { type Audience, canonicalAudience, matchesAudience } from "@heed/contracts/brief";
import { LEAST_VIEWERS } from "../insight/attentionByContent.ts";
import type { CatalogueEntry } from "../recommend/catalogue.ts";
import type { Context } from "../service/context.ts";
import { countMatchingEarners } from "../store/audiences.ts";

/** Attention this old still says what somebody attends to. */
export const INTEREST_MS = 28 * 24 * 3600 * 1000;
/** Personal matching takes viewers who gave such contents at least this part of their attention. */
export const INTEREST_SHARE = 0.25;

const STEP = 10;
const REFRESHED_MS = 3600 * 1000;
const REMEMBERED = 1_000;

/** The contents whose attention an audience wants. */
export function contentsFor(
  audience: Pick<Audience, "topics" | "languages">,
  entries: readonly CatalogueEntry[],
): string[] {
  return entries.flatMap(({ contentId, features }) =>
    features && matchesAudience(audience, features) ? [contentId] : [],
  );
}

/**
 * Counts audiences: opted-in viewers with attention in the last 28 days to contents that match, and for personal matching those who
 * allow personal use and gave such contents a quarter of it.
 */
export function createAudienceSizes({ store: { db }, secret, clock }: Pick<Context, "store" | "secret" | "clock">) {
  const remembered = new Map<string, number | null>();

  async function count(audience: Audience, entries: readonly CatalogueEntry[], limit?: number): Promise<number> {
    const contentIds = contentsFor(audience, entries);
    const personal = audience.matching === "personal";
    const sinceMs = clock.nowMs() - INTEREST_MS;
    return await countMatchingEarners(db, { contentIds, sinceMs, leastShare: personal ? INTEREST_SHARE : null, limit });
  }

  return {
    /** Whether there are at least ten. */
    async isLargeEnough(audience: Audience, entries: readonly CatalogueEntry[]): Promise<boolean> {
      return (await count(audience, entries, LEAST_VIEWERS)) >= LEAST_VIEWERS;
    },

    /**
     * A rough size, or null below ten. It is a multiple of ten, counted once an hour, and rounded from an offset that only the secret
     * knows and that changes with the hour and the audience: asking again, or for a slightly different audience, tells nothing of one viewer.
     */
    async roughSize(audience: Audience, entries: readonly CatalogueEntry[]): Promise<number | null> {
      const hour = Math.floor(clock.nowMs() / REFRESHED_MS);
      const key = `${hour} ${canonicalAudience(audience)}`;
      const known = remembered.get(key);
      if (known !== undefined) return known;
      const size = await count(audience, entries);
      const offset = createHmac("sha256", secret).update(`heed audience size: ${key}`).digest().readUInt32BE() % STEP;
      const rough = size < LEAST_VIEWERS ? null : Math.max(LEAST_VIEWERS, STEP * Math.floor((size + offset) / STEP));
      if (remembered.size >= REMEMBERED) remembered.clear();
      remembered.set(key, rough);
      return rough;
    },
  };
}

export type AudienceSizes = ReturnType<typeof createAudienceSizes>;
