import { type Curve, curveAt } from "./calibration.ts";
import { FEATURE_COUNT, FEATURES, type FeatureGroup } from "./features.ts";
import type { Regression, Row } from "./regression.ts";

/** Weight of the viewer's own record with a content, in log seconds: audiences return too seldom for it to be fitted. */
export const OWN_WEIGHT = 1;
/** What was hidden keeps this share of its value: hiding asks for not seeing it. */
const HIDDEN_SHARE = 0.1;

/** What moves a score beside the features. */
export interface Personal {
  affinity: number;
  own: number;
  hidden: boolean;
}

/** What moved a score, by group, in log seconds. */
export type Moves = Map<FeatureGroup | "own", number>;

/**
 * Value, g: one score, in log seconds, and two rising readings of it. The expected seconds (the mean, what is priced) are calibrated
 * so that their sums match those observed in every tenth; the typical seconds (the median) are what an absolute error asks for.
 */
export class ValueModel {
  readonly regression: Regression;
  readonly affinityWeight: number;
  readonly expected: Curve;
  readonly typical: Curve;
  /** Attention never exceeds this many times the content's length. */
  readonly longestShare: number;
  /** … nor, where the length isn't known, so many seconds. */
  readonly longestSeconds: number;

  constructor(
    parts: Pick<
      ValueModel,
      "regression" | "affinityWeight" | "expected" | "typical" | "longestShare" | "longestSeconds"
    >,
  ) {
    this.regression = parts.regression;
    this.affinityWeight = parts.affinityWeight;
    this.expected = parts.expected;
    this.typical = parts.typical;
    this.longestShare = parts.longestShare;
    this.longestSeconds = parts.longestSeconds;
  }

  score(row: Row, personal: Personal): number {
    return scoreOf(this.regression, row, personal, this.affinityWeight);
  }

  /** Expected seconds: finite, 0 or more, and no more than the content's length allows. */
  expectedSeconds(score: number, lengthSeconds: number, hidden = false): number {
    const seconds = curveAt(this.expected, score) * (hidden ? HIDDEN_SHARE : 1);
    return Math.max(0, Math.min(seconds, this.#longest(lengthSeconds)));
  }

  typicalSeconds(score: number, lengthSeconds: number, hidden = false): number {
    const seconds = curveAt(this.typical, score) * (hidden ? HIDDEN_SHARE : 1);
    return Math.max(0, Math.min(seconds, this.#longest(lengthSeconds)));
  }

  moves(row: Row, personal: Personal): Moves {
    const byFeature = new Float64Array(FEATURE_COUNT);
    this.regression.contributions(row, byFeature);
    const moves: Moves = new Map();
    const add = (group: FeatureGroup | "own", move: number) => moves.set(group, (moves.get(group) ?? 0) + move);
    for (const [i, [, group]] of FEATURES.entries()) add(group, byFeature[i]!);
    add("topic-affinity", this.affinityWeight * personal.affinity);
    add("own", OWN_WEIGHT * personal.own);
    return moves;
  }

  #longest(lengthSeconds: number): number {
    return Number.isNaN(lengthSeconds) ? this.longestSeconds : lengthSeconds * this.longestShare;
  }
}

export function scoreOf(
  regression: Pick<Regression, "predict">,
  row: Row,
  personal: Personal,
  affinityWeight: number,
): number {
  return regression.predict(row) + affinityWeight * personal.affinity + OWN_WEIGHT * personal.own;
}
