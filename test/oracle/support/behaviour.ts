import { randomUUID } from "node:crypto";
import type { BehaviourEvent, EventKind } from "../../../oracle/prepare/events.ts";

/** Makes an event; unless said otherwise a dwell on content 1. */
export function event(atMs: number, changes: Partial<BehaviourEvent> = {}): BehaviourEvent {
  return { id: randomUUID(), contentId: "1", kind: "dwell", atMs, dwellMs: 0, ...changes };
}

/** A dwell that claims [fromMs, toMs). */
export function dwell(fromMs: number, toMs: number, contentId = "1"): BehaviourEvent {
  return event(toMs, { contentId, dwellMs: toMs - fromMs });
}

export function act(kind: Exclude<EventKind, "dwell">, atMs: number, contentId = "1"): BehaviourEvent {
  return event(atMs, { kind, contentId });
}

/** The wire form: `dwellMs` only where there is one. */
export function wire({ dwellMs, ...rest }: BehaviourEvent) {
  return rest.kind === "dwell" ? { ...rest, dwellMs } : rest;
}
