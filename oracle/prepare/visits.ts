import type { BehaviourEvent, EventKind } from "./events.ts";

/** A spell of one viewer with one content. */
export interface Visit {
  contentId: string;
  /** The kind that says most about the visit. */
  kind: EventKind;
  /** Verified attention, summed over the visit. */
  dwellMs: number;
  startedAtMs: number;
  /** From the end of the visit before (0 for the first, and where visits touch). */
  gapMs: number;
}

/** A viewer's history, as models see it, ends with this many visits. */
export const HISTORY_LENGTH = 50;

/** What is known of `visits`, oldest first, when the one at `index` begins: the last ones before it, without those of the same instant. */
export function historyBefore<T extends Pick<Visit, "startedAtMs">>(visits: readonly T[], index: number): T[] {
  const end = beginningOf(visits, index);
  return visits.slice(Math.max(0, end - HISTORY_LENGTH), end);
}

/** The first of the visits that began at the same instant as the one at `index`: none of them knows how another ends. */
export function beginningOf(visits: readonly Pick<Visit, "startedAtMs">[], index: number): number {
  let first = index;
  while (first > 0 && visits[first - 1]!.startedAtMs === visits[index]!.startedAtMs) first--;
  return first;
}

/** Rising by how much a kind tells: a like says more than time, and a hide overrules everything else in its visit. */
const STRENGTH: Record<EventKind, number> = {
  impression: 0,
  click: 1,
  dwell: 2,
  complete: 3,
  comment: 4,
  share: 5,
  like: 6,
  purchase: 7,
  hide: 8,
};

/** The stronger of two kinds. */
function strongerKind(a: EventKind, b: EventKind): EventKind {
  return STRENGTH[b] > STRENGTH[a] ? b : a;
}

/**
 * Turns one viewer's events, whose `dwellMs` are the verified ones, into visits: consecutive events on one content are one
 * visit; oldest first; the last `limit`. A feed shows the same cards again and again, so an impression starts a visit only
 * while the content is new to the viewer.
 */
export function visitsOf(events: readonly BehaviourEvent[], limit = HISTORY_LENGTH): Visit[] {
  const ordered = [...events].sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const met = new Set<string>();
  const visits: Visit[] = [];
  let endedAtMs = 0;
  for (const { contentId, kind, atMs, dwellMs } of ordered) {
    const last = visits.at(-1);
    if (kind === "impression" && met.has(contentId)) continue;
    met.add(contentId);
    const attended = Number.isFinite(dwellMs) ? Math.max(0, dwellMs) : 0;
    if (last?.contentId === contentId) {
      last.kind = strongerKind(last.kind, kind);
      last.dwellMs += attended;
    } else {
      const startedAtMs = atMs - attended;
      visits.push({
        contentId,
        kind,
        dwellMs: attended,
        startedAtMs,
        gapMs: last ? Math.max(0, startedAtMs - endedAtMs) : 0,
      });
    }
    endedAtMs = Math.max(endedAtMs, atMs);
  }
  return visits.slice(-limit);
}
