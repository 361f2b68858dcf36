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

  note(contentId: string, kind: EventKind, dwellMs = 0): void {
    this.events.push({ id: uuid(this.#ids), contentId, kind, atMs: this.nowMs, dwellMs });
  }

  /** Attends to a content for some seconds: heartbeats, each over the time since the one before. */
  attend(contentId: string, seconds: number): void {
    for (let leftMs = Math.round(seconds * 1000); leftMs > 0; leftMs -= HEARTBEAT_MS) {
      const dwellMs = Math.min(leftMs, HEARTBEAT_MS);
      this.nowMs += dwellMs;
      this.note(contentId, "dwell", dwellMs);
    }
  }
}
