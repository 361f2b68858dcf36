import { type Curve, curveAt } from "./calibration.ts";
import { FEATURE_COUNT, FEATURES, type FeatureGroup } from "./features.ts";
import type { Regression, Row } from "./regression.ts";

/**
 * Weight of the viewer's own record with a content, in log seconds. A record against it lowers the score, and is calibrated with it;
 * one for it multiplies the seconds, since who has read a content is rarely seen meeting it: there is nothing to calibrate on.
 */
const OWN_WEIGHT = 1;
/** What was hidden keeps this share of its value: hiding asks for not seeing it. */
const HIDDEN_SHARE = 0.1;

/**
 * A record for a content raises its expected seconds to no more than this share of its length, or to the highest that was ever calibrated.
 * Visits add up, so that the longest seen are several readings in a row: attention can come to that, but isn't to be expected.
 */
const MOST_EXPECTED_SHARE = 1.5;

/** What moves a score beside the features. */
export interface Personal {
  affinity: number;
  own: number;
  hidden: boolean;
}

/** Log seconds for each unit of what moves a score. Fitted, and never 0: every accepted event counts before the next training. */
export interface PersonalWeights {
  affinity: number;
}

export type MoveGroup = FeatureGroup | "own";

/** What moved a score, by group, in log seconds. */
export type Moves = Map<MoveGroup, number>;

/**
 * Value, g: one score, in log seconds, and two rising readings of it. The expected seconds (the mean, what is priced) are calibrated
 * so that their sums match those observed in every tenth; the typical seconds (the median) are what an absolute error asks for.
 */
export class ValueModel {
  readonly regression: Regression;
  readonly weights: PersonalWeights;
  readonly expected: Curve;
  readonly typical: Curve;
  /** Attention never exceeds this many times the content's length. */
  readonly longestShare: number;
  /** … nor, where the length isn't known, so many seconds. */
  readonly longestSeconds: number;
  /** The expected seconds of the highest score that was calibrated. */
  readonly #highest: number;

  constructor(
    parts: Pick<ValueModel, "regression" | "weights" | "expected" | "typical" | "longestShare" | "longestSeconds">,
  ) {
    this.regression = parts.regression;
    this.weights = parts.weights;
    this.expected = parts.expected;
    this.typical = parts.typical;
    this.longestShare = parts.longestShare;
    this.longestSeconds = parts.longestSeconds;
    this.#highest = curveAt(this.expected, this.expected.x.at(-1)!);
  }

  score(row: Row, personal: Personal): number {
    return this.regression.predict(row) + personalMove(personal, this.weights);
  }

  /** Expected seconds: finite, 0 or more, and no more than `mostExpected`. */
  expectedSeconds(score: number, lengthSeconds: number, personal: Pick<Personal, "own" | "hidden">): number {
    return Math.max(0, Math.min(secondsAt(this.expected, score, personal), this.mostExpected(lengthSeconds)));
  }

  typicalSeconds(score: number, lengthSeconds: number, personal: Pick<Personal, "own" | "hidden">): number {
    return Math.max(0, Math.min(secondsAt(this.typical, score, personal), this.#longest(lengthSeconds)));
  }

  /** The most that can be expected of a content of this length (NaN: not known), seconds. */
  mostExpected(lengthSeconds: number): number {
    const longest = this.#longest(lengthSeconds);
    if (Number.isNaN(lengthSeconds)) return longest;
    return Math.min(longest, Math.max(MOST_EXPECTED_SHARE * lengthSeconds, this.#highest));
  }

  moves(row: Row, personal: Personal): Moves {
    const byFeature = new Float64Array(FEATURE_COUNT);
    this.regression.contributions(row, byFeature);
    const moves: Moves = new Map();
    const add = (group: MoveGroup, move: number) => moves.set(group, (moves.get(group) ?? 0) + move);
    for (const [i, [, group]] of FEATURES.entries()) add(group, byFeature[i]!);
    add("topic-affinity", this.weights.affinity * personal.affinity);
    add("own", OWN_WEIGHT * personal.own + (personal.hidden ? Math.log(HIDDEN_SHARE) : 0));
    return moves;
  }

  #longest(lengthSeconds: number): number {
    return Number.isNaN(lengthSeconds) ? this.longestSeconds : lengthSeconds * this.longestShare;
  }
}

function secondsAt(curve: Curve, score: number, { own, hidden }: Pick<Personal, "own" | "hidden">): number {
  return curveAt(curve, score) * Math.exp(OWN_WEIGHT * Math.max(0, own)) * (hidden ? HIDDEN_SHARE : 1);
}

/** What a score adds to the regression's, in log seconds. */
export function personalMove(personal: Omit<Personal, "hidden">, weights: PersonalWeights): number {
  const against = Math.min(0, personal.own);
  return weights.affinity * personal.affinity + OWN_WEIGHT * against;
}
