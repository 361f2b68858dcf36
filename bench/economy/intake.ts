import { checkEvents } from "../../oracle/collect/checkEvents.ts";
import { cleanEvents, surroundingsOf } from "../../oracle/prepare/cleaning.ts";
import type { BehaviourEvent } from "../../oracle/prepare/events.ts";
import type { Span } from "../../oracle/prepare/exclusivity.ts";
import { DAY_MS, dayOf, NEWCOMER_MS } from "../../oracle/settle/rules.ts";

/** What a client sends at one moment. */
export interface Batch {
  sentAtMs: number;
  events: readonly BehaviourEvent[];
}

interface Attention extends Span {
  contentId: string;
}

/** One viewer's intake: the oracle's own checks and cleaning, with arrays in place of tables. */
export class ViewerIntake {
  readonly attention: Attention[] = [];
  readonly #contents: ReadonlySet<string>;
  readonly #ids = new Set<string>();
  readonly #stored: BehaviourEvent[] = [];
  readonly #firstSeenMs = new Map<string, number>();

  constructor(contents: ReadonlySet<string>) {
    this.#contents = contents;
  }

  take({ sentAtMs, events }: Batch): void {
    const known = { has: (id: string) => this.#contents.has(id), publishedAtMs: () => 0 };
    const checked = checkEvents(events, sentAtMs, known).events;
    const fresh = checked.filter(({ id }) => !this.#ids.has(id) && this.#ids.add(id));
    const spans = surroundingsOf(fresh);
    const near = (fromMs: number, toMs: number) => spans.some((span) => fromMs < span.toMs && toMs > span.fromMs);
    const cleaned = cleanEvents(fresh, {
      events: this.#stored.filter(({ atMs }) => near(atMs, atMs + 1)),
      attention: this.attention.filter(({ fromMs, toMs }) => near(fromMs, toMs)),
      firstSeenMs: this.#firstSeenMs,
      lengthSeconds: () => 600,
    });
    for (const { event, dropped, verified } of cleaned) {
      if (dropped) continue;
      this.#stored.push(event);
      this.#firstSeenMs.set(
        event.contentId,
        Math.min(event.atMs, this.#firstSeenMs.get(event.contentId) ?? event.atMs),
      );
      for (const span of verified) this.attention.push({ contentId: event.contentId, ...span });
    }
  }

  /** Verified milliseconds by content inside an epoch, as it stands now. */
  within({ fromMs, toMs }: Span): [string, number][] {
    const sums = new Map<string, number>();
    for (const span of this.attention) {
      const ms = Math.min(span.toMs, toMs) - Math.max(span.fromMs, fromMs);
      if (ms > 0) sums.set(span.contentId, (sums.get(span.contentId) ?? 0) + ms);
    }
    return [...sums];
  }

  /** Whether the viewer is a newcomer in the epoch [fromMs, toMs): what oracle/settle/newcomer.ts asks the store. */
  isNewcomer({ fromMs, toMs }: Span): boolean {
    const firstMs = this.attention.reduce((first, span) => Math.min(first, span.fromMs), Number.POSITIVE_INFINITY);
    if (firstMs > toMs - NEWCOMER_MS) return true;
    const nextDayMs = (Math.floor(firstMs / DAY_MS) + 1) * DAY_MS;
    const today = dayOf(fromMs, toMs);
    return !this.attention.some((span) => span.fromMs >= nextDayMs && span.fromMs < today.fromMs);
  }
}
