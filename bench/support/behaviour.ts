import { randomUUID } from "node:crypto";
import type { EventInput } from "../../oracle/collect/eventSchema.ts";

// What a person does with one content: opens it, the meter beats every five seconds, now and then a like.
const VISIT = ["impression", "click", "dwell", "dwell", "dwell", "dwell", "like", "dwell"] as const;
const BEAT_MS = 5000;

/** Makes one viewer's honest behaviour, from `startMs` on: visit after visit, every event five seconds after the last. */
export function* behave(contentIds: readonly string[], startMs: number): Generator<EventInput, never> {
  for (let n = 0; ; n += 1) {
    const kind = VISIT[n % VISIT.length]!;
    const contentId = contentIds[Math.floor(n / VISIT.length) % contentIds.length]!;
    const event = { id: randomUUID(), contentId, kind, atMs: startMs + n * BEAT_MS };
    yield kind === "dwell" ? { ...event, dwellMs: BEAT_MS } : event;
  }
}

/** Takes the next `count` of an endless sequence. */
export function take<T>(sequence: Iterator<T, never>, count: number): T[] {
  return Array.from({ length: count }, () => sequence.next().value);
}
