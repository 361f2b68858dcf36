import type { Random } from "../../../oracle/interest/random.ts";
import type { BehaviourEvent, EventKind } from "../../../oracle/prepare/events.ts";
import { uuid } from "./draws.ts";

/** A page's meter reports at least this often. */
export const HEARTBEAT_MS = 25_000;

/** Writes one viewer's events down while their clock runs. */
export class Recorder {
  readonly events: BehaviourEvent[] = [];
  /** Now, in the viewer's life. Whole milliseconds; never goes back. */
  nowMs: number;
  readonly #ids: Random;

  constructor(startMs: number, ids: Random) {
    this.nowMs = Math.round(startMs);
    this.#ids = ids;
  }

  /** Lets time pass that nobody attends to. */
  pass(seconds: number): void {
    this.nowMs += Math.max(1, Math.round(seconds * 1000));
  }

  note(contentId: string, kind: EventKind, dwellMs = 0, section?: number): void {
    const place = section === undefined ? {} : { section };
    this.events.push({ id: uuid(this.#ids), contentId, kind, atMs: this.nowMs, dwellMs, ...place });
  }

  /**
   * Attends to a content for some seconds: heartbeats, each over the time since the one before.
   * @param sectionAt where in the text the eye is after so many of these seconds
   */
  attend(contentId: string, seconds: number, sectionAt?: (seconds: number) => number): void {
    const wholeMs = Math.round(seconds * 1000);
    for (let passedMs = 0; passedMs < wholeMs; ) {
      const dwellMs = Math.min(wholeMs - passedMs, HEARTBEAT_MS);
      passedMs += dwellMs;
      this.nowMs += dwellMs;
      this.note(contentId, "dwell", dwellMs, sectionAt?.(passedMs / 1000));
    }
  }
}
