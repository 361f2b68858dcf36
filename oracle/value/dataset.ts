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
}

/** Puts the latest `share` of all visits into the validation part, by time, and the rest into the training part. */
export function splitByTime(viewers: readonly ObservedViewer[], share = 0.2): void {
  const times = viewers.flatMap((viewer) => viewer.visits.map((visit) => visit.startedAtMs)).sort((a, b) => a - b);
  const from = times[Math.floor(times.length * (1 - share))] ?? Number.POSITIVE_INFINITY;
  for (const { visits } of viewers) {
    for (const visit of visits) visit.part = visit.startedAtMs < from ? "train" : "validation";
  }
}
