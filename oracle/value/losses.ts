import type { Loss } from "./regression.ts";

/** What boosting needs to know of a loss; `sums` are what the trees add up to, one a row. */
export interface LossFunction {
  /** The best constant. */
  start(targets: Float64Array): number;
  mean(sums: Float64Array, targets: Float64Array): number;
  /** First derivatives into `gradients`, second ones into `hessians` unless they are constant. */
  slopes(sums: Float64Array, targets: Float64Array, gradients: Float64Array, hessians: Float64Array | null): void;
  constantHessian: boolean;
  /** The best value of a leaf from its rows, where it isn't the Newton step. */
  leafValue?: (sums: Float64Array, targets: Float64Array) => (rows: Int32Array) => number;
}

export function lossOf(loss: Loss): LossFunction {
  return { squared, absolute, huber, logistic }[loss];
}

const squared: LossFunction = {
  start: meanOf,
  mean: (sums, targets) => average(sums, (sum, i) => (sum - targets[i]!) ** 2),
  slopes(sums, targets, gradients) {
    for (let i = 0; i < sums.length; i++) gradients[i] = sums[i]! - targets[i]!;
  },
  constantHessian: true,
};

/** Residuals up to this are squared, larger ones count by their size (Huber 1964). In log seconds: a factor of e. */
const HUBER_BEND = 1;

const huber: LossFunction = {
  start: (targets) => median(Float64Array.from(targets)),
  mean: (sums, targets) =>
    average(sums, (sum, i) => {
      const error = Math.abs(sum - targets[i]!);
      return error < HUBER_BEND ? error ** 2 / 2 : HUBER_BEND * (error - HUBER_BEND / 2);
    }),
  slopes(sums, targets, gradients) {
    for (let i = 0; i < sums.length; i++) {
      gradients[i] = Math.max(-HUBER_BEND, Math.min(HUBER_BEND, sums[i]! - targets[i]!));
    }
  },
  constantHessian: true,
};

const absolute: LossFunction = {
  start: (targets) => median(Float64Array.from(targets)),
  mean: (sums, targets) => average(sums, (sum, i) => Math.abs(sum - targets[i]!)),
  slopes(sums, targets, gradients) {
    for (let i = 0; i < sums.length; i++) gradients[i] = Math.sign(sums[i]! - targets[i]!);
  },
  constantHessian: true,
  leafValue: (sums, targets) => (rows) => median(Float64Array.from(rows, (row) => targets[row]! - sums[row]!)),
};

const logistic: LossFunction = {
  start: (targets) => {
    const rate = Math.min(1 - 1e-6, Math.max(1e-6, meanOf(targets)));
    return Math.log(rate / (1 - rate));
  },
  // log(1 + e^s) - y s, written so that it can't overflow.
  mean: (sums, targets) =>
    average(sums, (sum, i) => Math.max(sum, 0) + Math.log1p(Math.exp(-Math.abs(sum))) - targets[i]! * sum),
  slopes(sums, targets, gradients, hessians) {
    for (let i = 0; i < sums.length; i++) {
      const probability = 1 / (1 + Math.exp(-sums[i]!));
      gradients[i] = probability - targets[i]!;
      hessians![i] = Math.max(1e-9, probability * (1 - probability));
    }
  },
  constantHessian: false,
};

/** Median of `values` (0 of none); sorts them in place. */
export function median(values: Float64Array): number {
  if (values.length === 0) return 0;
  values.sort();
  const middle = values.length >> 1;
  return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
}

function meanOf(values: Float64Array): number {
  return average(values, (value) => value);
}

function average(values: Float64Array, map: (value: number, index: number) => number): number {
  if (values.length === 0) return 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += map(values[i]!, i);
  return sum / values.length;
}
