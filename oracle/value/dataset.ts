import type { Visit } from "../prepare/visits.ts";
import type { ContentFeatures } from "./appraiser.ts";

/** A visit as it was observed, to learn from: `dwellMs` is what the value model has to foresee. */
export interface ObservedVisit extends Visit {
  /** Where the content was shown (a tab, a page), where that is known: a small whole number. */
  place?: number;
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
  /** Visits from here on (to `testFromMs`) choose the model. Absent: the last fifth of all visits. */
  validationFromMs?: number;
  /** Visits from here on are never trained on. Absent: there are none. */
  testFromMs?: number;
}
