/** What a viewer can do with a content, weakest first as far as one says more than another. */
export const EVENT_KINDS = [
  "impression",
  "click",
  "dwell",
  "like",
  "share",
  "comment",
  "hide",
  "complete",
  "purchase",
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** One thing that one viewer did; `dwellMs` is the span [atMs - dwellMs, atMs] and 0 for every kind but dwell. */
export interface BehaviourEvent {
  /** Made by the client (a UUID): the same id from the same viewer counts once. */
  id: string;
  contentId: string;
  kind: EventKind;
  atMs: number;
  dwellMs: number;
  /** Of a dwell: the block of the text's Markdown (paragraph, heading, list) nearest the reader's eye, counted from 0, if the client says. */
  section?: number | null;
}

/** An event as the store keeps it. */
export interface StoredEvent extends BehaviourEvent {
  /** Order of acceptance, rising, over all viewers. */
  seq: number;
  /** The part of `dwellMs` that survived cleaning and exclusivity. */
  verifiedMs: number;
  receivedAtMs: number;
}
