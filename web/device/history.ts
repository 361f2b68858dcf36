import { EVENT_KINDS, type EventKind } from "../../oracle/prepare/events.ts";
import { type Visit, visitsOf } from "../../oracle/prepare/visits.ts";
import type { DeviceStorage } from "./storage.ts";

/** One thing that was done here. */
export interface DeviceEvent {
  contentId: string;
  kind: EventKind;
  atMs: number;
  dwellMs: number;
}

const KEY = "heed.device.history";
/** As many as the oracle looks back. */
const KEPT = 256;
const DAY_MS = 24 * 3600 * 1000;

/** What was read in this browser, kept in this browser: nothing here sends it anywhere. */
export class DeviceHistory {
  readonly #storage: DeviceStorage;

  constructor(storage: DeviceStorage) {
    this.#storage = storage;
  }

  /** Keeps one event; the oldest go. */
  add(event: DeviceEvent): void {
    this.#storage.setItem(KEY, JSON.stringify([...this.events(), event].slice(-KEPT)));
  }

  /** Oldest first; what isn't an event, whoever wrote it there, is left out. */
  events(): DeviceEvent[] {
    try {
      const kept: unknown = JSON.parse(this.#storage.getItem(KEY) ?? "[]");
      return Array.isArray(kept) ? kept.filter(isEvent) : [];
    } catch {
      return [];
    }
  }

  /** The events as the model sees them. */
  visits(): Visit[] {
    return visitsOf(this.events().map((event, index) => ({ ...event, id: String(index).padStart(4, "0") })));
  }

  erase(): void {
    this.#storage.removeItem(KEY);
  }
}

function isEvent(value: unknown): value is DeviceEvent {
  const { contentId, kind, atMs, dwellMs } = (value ?? {}) as Partial<DeviceEvent>;
  const isTime = (ms: unknown, most: number) => Number.isFinite(ms) && (ms as number) >= 0 && (ms as number) <= most;
  return (
    typeof contentId === "string" &&
    EVENT_KINDS.includes(kind!) &&
    isTime(atMs, Date.now() + DAY_MS) &&
    isTime(dwellMs, DAY_MS)
  );
}
