import { createHash, createHmac } from "node:crypto";
import { type Audience, matchesAudience } from "@heed/contracts/brief";
import { LEAST_VIEWERS } from "../insight/attentionByContent.ts";
import type { CatalogueEntry } from "../recommend/catalogue.ts";
import type { Context } from "../service/context.ts";
import { HeedError } from "../service/errors.ts";
import { countReaders, takeSnapshot } from "../store/audiences.ts";

/** Attention this old still says what somebody attends to. */
export const INTEREST_MS = 28 * 24 * 3600 * 1000;
/** Personal matching takes viewers who gave such contents at least this part of their attention. */
export const INTEREST_SHARE = 0.25;

const STEP = 10;
const DAY_MS = 24 * 3600 * 1000;
const HOUR_MS = 3600 * 1000;
/** Each different audience is a question about the same people; who chooses one asks for a few dozen at most. */
const MOST_AN_HOUR = 40;

/** The contents whose attention an audience wants. */
function contentsFor(audience: Pick<Audience, "topics" | "languages">, entries: readonly CatalogueEntry[]): string[] {
  return entries.flatMap(({ contentId, features }) =>
    features && matchesAudience(audience, features) ? [contentId] : [],
  );
}

/**
 * Counts audiences: opted-in viewers with attention in the last 28 days to contents that match, and for personal matching those who
 * allow personal use and gave such contents a quarter of it. All as it was once a day: who comes or goes meanwhile doesn't show.
 */
export function createAudienceSizes({ store: { db }, secret, clock }: Pick<Context, "store" | "secret" | "clock">) {
  // One for all audiences and times: with a new one each, many questions would average it out.
  const offset = createHmac("sha256", secret).update("heed audience sizes").digest().readUInt32BE() % STEP;
  let today = { day: -1, counts: new Map<string, Promise<number>>() };
  let thisHour = { hour: -1, asked: new Map<string, Set<string>>() };

  /** Audiences that want the same contents are one, however they are put. */
  function noteAsked(asker: string, key: string): void {
    const hour = Math.floor(clock.nowMs() / HOUR_MS);
    if (thisHour.hour !== hour) thisHour = { hour, asked: new Map() };
    const keys = thisHour.asked.get(asker) ?? new Set();
    if (!keys.has(key) && keys.size >= MOST_AN_HOUR) throw tooMany((hour + 1) * HOUR_MS - clock.nowMs());
    thisHour.asked.set(asker, keys.add(key));
  }

  async function count(asker: string, audience: Audience, entries: readonly CatalogueEntry[]): Promise<number> {
    const contentIds = contentsFor(audience, entries).sort();
    const leastShare = audience.matching === "personal" ? INTEREST_SHARE : null;
    const key = createHash("sha256")
      .update(JSON.stringify([leastShare, contentIds]))
      .digest("base64");
    noteAsked(asker, key);
    const nowMs = clock.nowMs();
    const day = Math.floor(nowMs / DAY_MS);
    if (today.day !== day) today = { day, counts: new Map() };
    const { counts } = today;
    const known = counts.get(key);
    if (known) return await known;
    const counted = (async () => {
      await takeSnapshot(db, day, nowMs - INTEREST_MS);
      return await countReaders(db, contentIds, leastShare);
    })();
    counts.set(key, counted);
    // Neither a failure nor what may come of a snapshot too small to be kept is remembered.
    const forget = () => counts.delete(key);
    counted.then((size) => size < LEAST_VIEWERS && forget(), forget);
    return await counted;
  }

  return {
    /** Whether there are at least ten. @throws {HeedError} too-many-audiences */
    async isLargeEnough(asker: string, audience: Audience, entries: readonly CatalogueEntry[]): Promise<boolean> {
      return (await count(asker, audience, entries)) >= LEAST_VIEWERS;
    },

    /**
     * A rough size, or null below ten: a multiple of ten, rounded from an offset that only the secret knows.
     * @param asker whose questions are counted: an address
     * @throws {HeedError} too-many-audiences
     */
    async roughSize(asker: string, audience: Audience, entries: readonly CatalogueEntry[]): Promise<number | null> {
      const size = await count(asker, audience, entries);
      return size < LEAST_VIEWERS ? null : Math.max(LEAST_VIEWERS, STEP * Math.floor((size + offset) / STEP));
    },
  };
}

export type AudienceSizes = ReturnType<typeof createAudienceSizes>;

function tooMany(waitMs: number): HeedError {
  return new HeedError(`This wallet asked for ${MOST_AN_HOUR} different audiences within an hour.`, {
    code: "too-many-audiences",
    status: 429,
    field: "audience",
    hint: `Go on with one of them, or wait ${Math.ceil(waitMs / 60_000)} minutes.`,
    retry: true,
  });
}
