import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { answerOf, type Place, signIn } from "./api.ts";
import { inParallel } from "./inParallel.ts";
import { demoAccount } from "./keys.ts";

/** A meter's heartbeat, and how long a reader stays with a piece. */
const STAY_MS = 15_000;
const AT_ONCE = 12;
/** Everybody takes something near the top of their own feed. */
const CONSIDERED = 8;

export interface ReadingOptions {
  /** Ends it, without an error. */
  signal: AbortSignal;
  /** How long they read, ms: one stay at least. */
  forMs: number;
}

/**
 * Lets opted-in readers of the demo read now, as browsers would: the feed with its ads, which are in view for more than a second, then a
 * piece and the ad beside it, a dwell for each stay. Real time passes: nobody is paid for attention from before opting in.
 */
export async function readWithAds(place: Place, readers: readonly string[], options: ReadingOptions): Promise<void> {
  const { signal, forMs } = options;
  const sessions = await inParallel(readers, AT_ONCE, (name) => signIn(place, demoAccount(name)));
  const untilMs = Date.now() + forMs;
  do {
    const seen = await inParallel(sessions, AT_ONCE, async (client) => {
      const { items, ads } = await answerOf(await client.feed.$get({ query: {} }));
      const turn = Math.floor(Math.random() * Math.min(CONSIDERED, items.length));
      const contentId = items[turn]?.content.contentId;
      const beganMs = Date.now();
      if (contentId === undefined) return { client, contentId, beganMs, ids: [] };
      const { ad } = await answerOf(await client.ads.$get({ query: { contentId } }));
      return { client, contentId, beganMs, ids: [...ads, ...(ad ? [ad] : [])].map(({ id }) => id) };
    });
    if (!(await pause(STAY_MS, signal))) return;
    await inParallel(seen, AT_ONCE, async ({ client, contentId, beganMs, ids }) => {
      for (const id of ids) {
        const noted = await client.ads[":id"].viewed.$post({ param: { id } });
        if (!noted.ok) await answerOf(noted);
      }
      if (contentId === undefined) return;
      const atMs = Date.now();
      const dwell = { id: randomUUID(), contentId, kind: "dwell" as const, atMs, dwellMs: atMs - beganMs };
      await answerOf(await client.events.$post({ json: { events: [dwell] } }));
    });
  } while (Date.now() < untilMs && !signal.aborted);
}

/** Whether the whole pause went by. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return await delay(ms, true, { signal }).catch(() => false);
}
