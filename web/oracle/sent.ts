/** What the dApp sends. */

export type EventKind =
  | "impression"
  | "click"
  | "dwell"
  | "like"
  | "share"
  | "comment"
  | "hide"
  | "complete"
  | "purchase";

export interface BehaviourEvent {
  /** A UUID of ours: sent twice, it counts once */
  id: string;
  contentId: string;
  kind: EventKind;
  atMs: number;
  /** Active milliseconds up to atMs; dwell only */
  dwellMs?: number;
}

export interface Consent {
  collect: boolean;
  personalise: boolean;
}
