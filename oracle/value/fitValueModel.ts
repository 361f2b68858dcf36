import { mae, rmse } from "../interest/metrics.ts";
import { type BoostingOptions, fitBoosting, fitDecisionTree } from "./boosting.ts";
import { meanCurve, medianCurve } from "./calibration.ts";
import { FEATURE_COUNT } from "./features.ts";
import { type FitInput, predictAll, type Regression } from "./regression.ts";
import { fitRidge } from "./ridge.ts";
import type { PartRows } from "./trainingRows.ts";
import { type PersonalWeights, personalMove, ValueModel } from "./valueModel.ts";

export interface FitOptions {
  seed: number;
  boosting?: Partial<BoostingOptions>;
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/** What each candidate came to on the validation part, in seconds. */
export interface CandidateScore {
  kind: Regression["kind"];
  /** Of the typical seconds. */
  mae: number;
  /** Of the expected seconds, calibrated. */
  rmse: number;
}

/** Weights tried for what moves a score beside the regression; never 0. */
const WEIGHTS: PersonalWeights[] = [0.03, 0.1, 0.3, 0.6].map((affinity) => ({ affinity }));

/**
 * Fits linear regression, one decision tree and boosted trees to log(1 + seconds), and takes the one whose typical seconds are nearest
 * on the validation part. In logs the mean is near the median of the skewed watch times; Huber's loss goes the rest of the
 * way, and unlike the median itself it still tells apart contents that are mostly skipped.
 */
export async function fitValueModel(
  train: PartRows,
  validation: PartRows,
  options: FitOptions,
): Promise<{ model: ValueModel; candidates: CandidateScore[] }> {
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
    await fitDecisionTree({ ...input, onProgress: undefined }, { loss: "squared", minLeafWeight: leaf }),
    await fitBoosting(input, { loss: "huber", minLeafWeight: leaf, ...options.boosting }),
  ];
  const limits = longest(train);
  let best: { model: ValueModel; error: number } | undefined;
  const candidates: CandidateScore[] = [];
  for (const regression of regressions) {
    const model = calibrate(regression, validation, limits);
    const [expected, typical] = readingsOf(model, validation);
    const error = mae(typical, validation.seconds);
    candidates.push({ kind: regression.kind, mae: error, rmse: rmse(expected, validation.seconds) });
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
    const personal = {
      affinity: rows.affinity[i]!,
      own: rows.own[i]!,
      hidden: rows.hidden[i] === 1,
    };
    const score = model.score(row, personal);
    const length = Math.expm1(row[0]!);
    expected[i] = model.expectedSeconds(score, length, personal);
    typical[i] = model.typicalSeconds(score, length, personal);
  }
  return [expected, typical];
}

function calibrate(
  regression: Regression,
  validation: PartRows,
  limits: Pick<ValueModel, "longestShare" | "longestSeconds">,
): ValueModel {
  const plain = predictAll(regression, validation.table);
  const { affinity, own } = validation;
  const scoresWith = (weights: PersonalWeights) =>
    plain.map((score, i) => score + personalMove({ affinity: affinity[i]!, own: own[i]! }, weights));
  const logSeconds = validation.seconds.map(Math.log1p);
  const errors = WEIGHTS.map((weights) => rmse(scoresWith(weights), logSeconds));
  const weights = WEIGHTS[errors.indexOf(Math.min(...errors))]!;
  const scores = scoresWith(weights);
  return new ValueModel({
    regression,
    weights,
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
