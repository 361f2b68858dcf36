import { mae, rmse } from "../interest/metrics.ts";
import { type BoostingOptions, fitBoosting, fitDecisionTree } from "./boosting.ts";
import { meanCurve, medianCurve } from "./calibration.ts";
import { FEATURE_COUNT } from "./features.ts";
import { type FitInput, predictAll, type Regression } from "./regression.ts";
import { fitRidge } from "./ridge.ts";
import type { PartRows } from "./trainingRows.ts";
import { OWN_WEIGHT, ValueModel } from "./valueModel.ts";

export interface FitOptions {
  seed: number;
  boosting?: Partial<BoostingOptions>;
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/** What each candidate came to on the validation part, in seconds. */
export interface CandidateScore {
  kind: Regression["kind"];
  /** Of the expected seconds, calibrated. */
  rmse: number;
  /** Of the typical seconds. */
  mae: number;
}

/** Weights that affinity may have in log seconds; never 0, so that every accepted event counts before the next training. */
const AFFINITY_WEIGHTS = [0.15, 0.3, 0.6];

/**
 * Fits linear regression, one decision tree and boosted trees to log(1 + seconds), whose mean is near the median of the skewed watch
 * times and yet tells apart what is mostly skipped; takes the one whose calibrated seconds are nearest on the validation part.
 */
export function fitValueModel(
  train: PartRows,
  validation: PartRows,
  options: FitOptions,
): { model: ValueModel; candidates: CandidateScore[] } {
  const input: FitInput = {
    train: train.table,
    trainTargets: train.seconds.map(Math.log1p),
    validation: validation.table,
    validationTargets: validation.seconds.map(Math.log1p),
    seed: options.seed,
    onProgress: options.onProgress,
    signal: options.signal,
  };
  const leaf = Math.max(3, Math.min(60, Math.round(train.seconds.length / 200)));
  const regressions: Regression[] = [
    fitRidge(input),
    fitDecisionTree(input, { loss: "squared", minLeafWeight: leaf }),
    fitBoosting(input, { loss: "squared", maxLeaves: 48, minLeafWeight: leaf, penalty: 5, ...options.boosting }),
  ];
  const limits = longest(train);
  let best: { model: ValueModel; error: number } | undefined;
  const candidates: CandidateScore[] = [];
  for (const regression of regressions) {
    const model = calibrate(regression, validation, limits);
    const [expected, typical] = readingsOf(model, validation);
    const error = rmse(expected, validation.seconds);
    candidates.push({ kind: regression.kind, rmse: error, mae: mae(typical, validation.seconds) });
    if (best === undefined || error < best.error) best = { model, error };
  }
  return { model: best!.model, candidates };
}

/** Expected and typical seconds of every row. */
export function readingsOf(model: ValueModel, rows: PartRows): [Float64Array, Float64Array] {
  const expected = new Float64Array(rows.seconds.length);
  const typical = new Float64Array(rows.seconds.length);
  for (let i = 0; i < rows.seconds.length; i++) {
    const row = rows.table.values.subarray(i * FEATURE_COUNT, (i + 1) * FEATURE_COUNT);
    const personal = { affinity: rows.affinity[i]!, own: rows.own[i]!, hidden: rows.hidden[i] === 1 };
    const score = model.score(row, personal);
    const length = Math.expm1(row[0]!);
    expected[i] = model.expectedSeconds(score, length, personal.hidden);
    typical[i] = model.typicalSeconds(score, length, personal.hidden);
  }
  return [expected, typical];
}

function calibrate(
  regression: Regression,
  validation: PartRows,
  limits: Pick<ValueModel, "longestShare" | "longestSeconds">,
): ValueModel {
  const plain = predictAll(regression, validation.table);
  const scoresWith = (weight: number) =>
    plain.map((score, i) => score + weight * validation.affinity[i]! + OWN_WEIGHT * validation.own[i]!);
  const logSeconds = validation.seconds.map(Math.log1p);
  const errors = AFFINITY_WEIGHTS.map((weight) => rmse(scoresWith(weight), logSeconds));
  const affinityWeight = AFFINITY_WEIGHTS[errors.indexOf(Math.min(...errors))]!;
  const scores = scoresWith(affinityWeight);
  return new ValueModel({
    regression,
    affinityWeight,
    expected: meanCurve(scores, validation.seconds),
    typical: medianCurve(scores, validation.seconds),
    ...limits,
  });
}

/** What attention can come to: all but the extremes of what was seen in training. */
function longest(train: PartRows): Pick<ValueModel, "longestShare" | "longestSeconds"> {
  const shares: number[] = [];
  for (let i = 0; i < train.seconds.length; i++) {
    const length = Math.expm1(train.table.values[i * FEATURE_COUNT]!);
    if (train.seconds[i]! > 0 && length > 0) shares.push(train.seconds[i]! / length);
  }
  const quantile = (values: number[], q: number) => values.sort((a, b) => a - b)[Math.floor(q * values.length)];
  return {
    longestShare: Math.max(1, quantile(shares, 0.99) ?? 1),
    longestSeconds: Math.max(1, quantile([...train.seconds], 0.999) ?? 1),
  };
}
