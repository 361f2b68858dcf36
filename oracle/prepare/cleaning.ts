import type { BehaviourEvent, EventKind } from "./events.ts";
import { lengthOf, type Span, WallClock } from "./exclusivity.ts";

/** The longest stretch that one dwell event may claim: the meter reports far more often. */
export const MAX_CLAIM_MS = 60_000;
/** A page full of cards appears at once; nobody does more than this in one second of the clock. */
export const MAX_EVENTS_PER_SECOND = 50;
/** Likes, shares, comments and hides that a hand can give in one second of the clock. */
export const MAX_REACTIONS_PER_SECOND = 3;
/** 20 words a second, beside the 4 that a text's length assumes. */
const FASTEST_READING = 5;

/** Why an event's claim was reduced. The first three drop the event, the others shorten its dwell. */
export const REDUCTION_REASONS = [
  "impossible-speed",
  "reaction-speed",
  "reading-speed",
  "heartbeat-cap",
  "since-last-claim",
  "overlap",
] as const;

export type ReductionReason = (typeof REDUCTION_REASONS)[number];

export interface Reduction {
  reason: ReductionReason;
  cutMs: number;
}

/** What became of one event. A dropped event isn't stored; of any other, `verified` holds the stretches that it was given. */
export interface CleanedEvent {
  event: BehaviourEvent;
  dropped: boolean;
  verified: Span[];
  reductions: Reduction[];
}

/** What is known of a viewer around the events to be cleaned. */
export interface Surroundings {
  /** Stored events from {@link surroundingsOf}'s spans. */
  events: readonly Pick<BehaviourEvent, "contentId" | "kind" | "atMs">[];
  /** Verified attention that touches these spans. */
  attention: readonly Span[];
  /** When the viewer first did anything with a content, for the contents completed now. */
  firstSeenMs: ReadonlyMap<string, number>;
  /** A content's length at reading pace, in seconds; null where it isn't known. */
  lengthSeconds(contentId: string): number | null;
}

const REACTIONS: ReadonlySet<EventKind> = new Set(["like", "share", "comment", "hide"]);

/** Returns the stretches of a viewer's past that cleaning these events must know: merged, rising. */
export function surroundingsOf(events: readonly Pick<BehaviourEvent, "atMs">[]): Span[] {
  const spans = events
    .map(({ atMs }) => ({ fromMs: Math.floor((atMs - MAX_CLAIM_MS) / 1000) * 1000, toMs: (secondOf(atMs) + 1) * 1000 }))
    .sort((a, b) => a.fromMs - b.fromMs);
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last && span.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, span.toMs);
    else merged.push(span);
  }
  return merged;
}

/**
 * Cleans one viewer's new events: drops what nobody can do, and gives each dwell what it may have of the wall clock.
 * The order in which the events of one call are listed doesn't matter.
 */
export function cleanEvents(events: readonly BehaviourEvent[], known: Surroundings): CleanedEvent[] {
  const clock = new WallClock(known.attention);
  const pace = new Pace(known.events);
  const pages = new Pages(known.events, known.firstSeenMs);
  return events.toSorted(byTime).map((event) => {
    const tooFast = pace.check(event) ?? pages.checkReading(event, known.lengthSeconds(event.contentId));
    if (tooFast) {
      return { event, dropped: true, verified: [], reductions: [{ reason: tooFast, cutMs: event.dwellMs }] };
    }
    const { verified, reductions } = measure(event, pages.openedMs(event), clock);
    pace.add(event);
    pages.add(event);
    return { event, dropped: false, verified, reductions };
  });
}

function measure({ kind, atMs, dwellMs }: BehaviourEvent, openedMs: number, clock: WallClock) {
  const reductions: Reduction[] = [];
  if (kind !== "dwell" || dwellMs === 0) return { verified: [], reductions };
  const reduce = (reason: ReductionReason, cutMs: number) => cutMs > 0 && reductions.push({ reason, cutMs });
  const cappedMs = Math.min(dwellMs, MAX_CLAIM_MS);
  reduce("heartbeat-cap", dwellMs - cappedMs);
  const possibleMs = Math.min(cappedMs, atMs - openedMs);
  reduce("since-last-claim", cappedMs - possibleMs);
  const verified = possibleMs > 0 ? clock.take({ fromMs: atMs - possibleMs, toMs: atMs }) : [];
  reduce("overlap", possibleMs - lengthOf(verified));
  return { verified, reductions };
}

/** How much a viewer does in each second of the clock. */
class Pace {
  readonly #events = new Map<number, number>();
  readonly #reactions = new Map<number, number>();

  constructor(known: Surroundings["events"]) {
    for (const event of known) this.add(event);
  }

  add({ kind, atMs }: Pick<BehaviourEvent, "kind" | "atMs">): void {
    const second = secondOf(atMs);
    this.#events.set(second, (this.#events.get(second) ?? 0) + 1);
    if (REACTIONS.has(kind)) this.#reactions.set(second, (this.#reactions.get(second) ?? 0) + 1);
  }

  check({ kind, atMs }: BehaviourEvent): ReductionReason | null {
    const second = secondOf(atMs);
    if ((this.#events.get(second) ?? 0) >= MAX_EVENTS_PER_SECOND) return "impossible-speed";
    if (REACTIONS.has(kind) && (this.#reactions.get(second) ?? 0) >= MAX_REACTIONS_PER_SECOND) return "reaction-speed";
    return null;
  }
}

/** When a viewer opened each page and last claimed time on it. */
class Pages {
  readonly #seen = new Map<string, Pick<BehaviourEvent, "kind" | "atMs">[]>();
  readonly #firstMs: Map<string, number>;

  constructor(known: Surroundings["events"], firstSeenMs: ReadonlyMap<string, number>) {
    this.#firstMs = new Map(firstSeenMs);
    for (const event of known) this.add(event);
  }

  add({ contentId, kind, atMs }: Surroundings["events"][number]): void {
    const first = this.#firstMs.get(contentId);
    if (first === undefined || atMs < first) this.#firstMs.set(contentId, atMs);
    if (kind !== "dwell" && kind !== "click" && kind !== "impression") return;
    const seen = this.#seen.get(contentId);
    if (seen) seen.push({ kind, atMs });
    else this.#seen.set(contentId, [{ kind, atMs }]);
  }

  /** Since when a dwell can claim: the last claim or click before it, else the first impression; long ago if there is none. */
  openedMs({ contentId, atMs }: BehaviourEvent): number {
    let openedMs = Number.NEGATIVE_INFINITY;
    let shownMs = Number.POSITIVE_INFINITY;
    for (const seen of this.#seen.get(contentId) ?? []) {
      if (seen.atMs > atMs || seen.atMs < atMs - MAX_CLAIM_MS) continue;
      if (seen.kind === "impression") shownMs = Math.min(shownMs, seen.atMs);
      else openedMs = Math.max(openedMs, seen.atMs);
    }
    if (openedMs !== Number.NEGATIVE_INFINITY) return openedMs;
    return shownMs === Number.POSITIVE_INFINITY ? openedMs : shownMs;
  }

  checkReading({ contentId, kind, atMs }: BehaviourEvent, lengthSeconds: number | null): ReductionReason | null {
    if (kind !== "complete" || lengthSeconds === null) return null;
    const sinceMs = atMs - (this.#firstMs.get(contentId) ?? atMs);
    return sinceMs < (lengthSeconds * 1000) / FASTEST_READING ? "reading-speed" : null;
  }
}

const secondOf = (ms: number) => Math.floor(ms / 1000);

// A claim that ends in the very millisecond of a click comes first: it is about what was before the click.
function byTime(a: BehaviourEvent, b: BehaviourEvent): number {
  return a.atMs - b.atMs || Number(b.kind === "dwell") - Number(a.kind === "dwell") || (a.id < b.id ? -1 : 1);
}
