import type { Visit } from "../prepare/visits.ts";
import type { ContentFeatures } from "./appraiser.ts";

/** Train: models are fitted to it. Validation: chooses between them and calibrates. Test: only ever measured on. */
export type Part = "train" | "validation" | "test";

/** A visit as it was observed, to learn from: `dwellMs` is what the value model has to foresee. */
export interface ObservedVisit extends Visit {
  part: Part;
  /** False for a visit that is history only: its attention is not to be foreseen. */
  target?: boolean;
  /** Where the content was shown (a tab, a page), where that is known: a small whole number. */
  place?: number;
  /** What else is to be foreseen, where the source says it. */
  labels?: Record<"click" | "longView" | "like", boolean>;
}

/** Whether the content was attended to, which is what interest foresees: at the first meeting or in a return. */
export function isOpened({ kind }: Visit): boolean {
  return kind !== "impression" && kind !== "hide";
}

export interface ObservedViewer {
  viewer: string;
  /** Oldest first, all of them. */
  visits: readonly ObservedVisit[];
}

/** What a model is trained on, whether it comes from KuaiRand's files or from Heed's own events. */
export interface Dataset {
  /** Where it comes from, for the artefact's manifest. */
  name: string;
  contents: readonly ContentFeatures[];
  viewers: readonly ObservedViewer[];
  /** Visits from then on are in the test part: a new model is compared with the served one on them. */
  heldOutSinceMs?: number;
}

/** Puts the latest `share` of all visits into the validation part, by time, and the rest into the training part. */
export function splitByTime(viewers: readonly ObservedViewer[], share = 0.2): void {
  const times = viewers.flatMap((viewer) => viewer.visits.map((visit) => visit.startedAtMs)).sort((a, b) => a - b);
  const from = times[Math.floor(times.length * (1 - share))] ?? Number.POSITIVE_INFINITY;
  for (const { visits } of viewers) {
    for (const visit of visits) visit.part = visit.startedAtMs < from ? "train" : "validation";
  }
}

const DAY_MS = 24 * 3600 * 1000;
/** The newest day may be all there is: so much is held out at most. */
const MOST_HELD_OUT = 0.1;

/** Puts the newest day's visits, at most a tenth of all, into the test part, and splits those before them. Returns when the test part begins. */
export function holdOutNewestDay(viewers: readonly ObservedViewer[]): number {
  const visits = viewers.flatMap((viewer) => viewer.visits);
  const times = visits.map((visit) => visit.startedAtMs).sort((a, b) => a - b);
  const newest = times.at(-1) ?? 0;
  const sinceMs = Math.max(newest - DAY_MS, times[Math.floor(times.length * (1 - MOST_HELD_OUT))] ?? 0);
  const before = viewers.map(({ viewer, visits }) => ({
    viewer,
    visits: visits.filter((visit) => visit.startedAtMs < sinceMs),
  }));
  for (const visit of visits) visit.part = "test";
  splitByTime(before);
  return sinceMs;
}
