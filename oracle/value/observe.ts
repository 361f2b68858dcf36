import type { BehaviourEvent } from "../prepare/events.ts";
import { HISTORY_LENGTH, type Visit, visitsOf } from "../prepare/visits.ts";
import type { ObservedViewer } from "./dataset.ts";
import { OPENING_MS } from "./evidence.ts";

/**
 * One viewer's events, whose `dwellMs` are the verified ones, as visits to learn from. What a viewer gives a content is learnt
 * where it was met first; what was shown and soon opened is one meeting.
 */
export function observeViewer(viewer: string, events: readonly BehaviourEvent[]): ObservedViewer {
  const visits = visitsOf(events, Number.POSITIVE_INFINITY);
  return {
    viewer,
    visits: visits.map((visit, i) => ({
      ...visit,
      part: "train",
      target: !wasOpenedBefore(visits, i) && !isOpenedSoon(visits, i),
    })),
  };
}

function wasOpenedBefore(visits: readonly Visit[], index: number): boolean {
  const { contentId } = visits[index]!;
  return visits
    .slice(Math.max(0, index - HISTORY_LENGTH), index)
    .some((visit) => visit.contentId === contentId && visit.kind !== "impression");
}

function isOpenedSoon(visits: readonly Visit[], index: number): boolean {
  const shown = visits[index]!;
  if (shown.kind !== "impression") return false;
  for (let i = index + 1; i < visits.length && visits[i]!.startedAtMs <= shown.startedAtMs + OPENING_MS; i++) {
    if (visits[i]!.contentId === shown.contentId) return true;
  }
  return false;
}
