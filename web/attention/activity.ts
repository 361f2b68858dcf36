/** A stretch of active time that ended at `atMs`; ready to be sent as a dwell event. */
export interface Span {
  atMs: number;
  dwellMs: number;
  /** Which block of the text, where it is known */
  section?: number;
}

/** Without input for this long, nobody is taken to be reading. */
export const IDLE_MS = 30_000;

/** Spans shorter than this are noise of scrolling past. */
const LEAST_SPAN_MS = 250;

/** A stop at a section shorter than this is scrolling: its time goes to the section where the eye comes to rest. */
const LEAST_STOP_MS = 1_000;

/**
 * Measures active time on one content as the Media Rating Council counts it: page visible, at least half of the content
 * in view, recent input. Pure: the caller tells it what happens and when, in Unix milliseconds, never going back.
 */
export class ActivityClock {
  #visible: boolean;
  #inView = false;
  #lastInputMs: number;
  #startedMs: number | null = null;
  #section: number | undefined;
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

  /** The eye moved to this section: what was counted until now belongs to the one before, unless that was only passed. */
  setSection(section: number | undefined, atMs: number): void {
    if (section === this.#section) return;
    this.#settle(atMs);
    if (this.#startedMs !== null && atMs - this.#startedMs >= LEAST_STOP_MS) this.#end(atMs, atMs);
    this.#section = section;
  }

  /** The spans counted up to `atMs` and not taken before, oldest first, never overlapping. */
  take(atMs: number): Span[] {
    this.#settle(atMs);
    if (this.#startedMs !== null && atMs - this.#startedMs >= LEAST_SPAN_MS) {
      this.#end(atMs, atMs);
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
    this.#end(endMs, null);
  }

  #end(atMs: number, nextMs: number | null): void {
    const dwellMs = atMs - this.#startedMs!;
    const place = this.#section === undefined ? {} : { section: this.#section };
    if (dwellMs >= LEAST_SPAN_MS) this.#ended.push({ atMs, dwellMs, ...place });
    this.#startedMs = nextMs;
  }
}
