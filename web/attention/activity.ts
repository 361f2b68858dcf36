/** A stretch of active time that ended at `atMs`; ready to be sent as a dwell event. */
export interface Span {
  atMs: number;
  dwellMs: number;
}

/** Without input for this long, nobody is taken to be reading. */
export const IDLE_MS = 30_000;

/** Spans shorter than this are noise of scrolling past. */
const LEAST_SPAN_MS = 250;

/**
 * Measures active time on one content as the Media Rating Council counts it: page visible, at least half of the content
 * in view, recent input. Pure: the caller tells it what happens and when, in Unix milliseconds, never going back.
 */
export class ActivityClock {
  #visible: boolean;
  #inView = false;
  #lastInputMs: number;
  #startedMs: number | null = null;
  #ended: Span[] = [];

  constructor(visible: boolean, atMs: number) {
    this.#visible = visible;
    this.#lastInputMs = atMs;
  }

  /** Whether time is being counted at `atMs`. */
  active(atMs: number): boolean {
    return this.#visible && this.#inView && atMs - this.#lastInputMs < IDLE_MS;
  }

  setVisible(visible: boolean, atMs: number): void {
    this.#settle(atMs);
    this.#visible = visible;
    this.#settle(atMs);
  }

  setInView(inView: boolean, atMs: number): void {
    this.#settle(atMs);
    this.#inView = inView;
    this.#settle(atMs);
  }

  input(atMs: number): void {
    this.#settle(atMs);
    this.#lastInputMs = atMs;
    this.#settle(atMs);
  }

  /** The spans counted up to `atMs` and not taken before, oldest first, never overlapping. */
  take(atMs: number): Span[] {
    this.#settle(atMs);
    if (this.#startedMs !== null && atMs - this.#startedMs >= LEAST_SPAN_MS) {
      this.#ended.push({ atMs, dwellMs: atMs - this.#startedMs });
      this.#startedMs = atMs;
    }
    const spans = this.#ended;
    this.#ended = [];
    return spans;
  }

  /** Opens or closes the running span; one that ran into idleness ends where the idleness began to count. */
  #settle(atMs: number): void {
    if (this.active(atMs)) {
      this.#startedMs ??= atMs;
      return;
    }
    if (this.#startedMs === null) return;
    const endMs = Math.min(atMs, Math.max(this.#startedMs, this.#lastInputMs + IDLE_MS));
    const dwellMs = endMs - this.#startedMs;
    if (dwellMs >= LEAST_SPAN_MS) this.#ended.push({ atMs: endMs, dwellMs });
    this.#startedMs = null;
  }
}
