import { createRandom } from "./random.ts";

type Numbers = ArrayLike<number>;

/** Where `target` stands among `scores`, from 0; ties count against it, so a constant scorer is ranked last. */
export function rankOf(scores: Numbers, target: number): number {
  const own = scores[target]!;
  // A score that is not a number can't have earned a place.
  if (Number.isNaN(own)) return scores.length - 1;
  let rank = 0;
  for (let i = 0; i < scores.length; i++) if (i !== target && scores[i]! >= own) rank++;
  return rank;
}

/** Share of `ranks` (from 0) among the first `k`. */
export function hitRate(ranks: Numbers, k: number): number {
  return meanOf(ranks, (rank) => (rank < k ? 1 : 0));
}

/** Mean of 1 / log2(rank + 2) over `ranks` (from 0) among the first `k`, 0 beyond: NDCG with one relevant item. */
export function ndcg(ranks: Numbers, k: number): number {
  return meanOf(ranks, (rank) => (rank < k ? 1 / Math.log2(rank + 2) : 0));
}

/** Mean absolute error, in the unit of its arguments. */
export function mae(predicted: Numbers, truth: Numbers): number {
  sameLength(predicted, truth);
  return meanOf(predicted, (value, i) => Math.abs(value - truth[i]!));
}

/** Root of the mean squared error, in the unit of its arguments. */
export function rmse(predicted: Numbers, truth: Numbers): number {
  sameLength(predicted, truth);
  return Math.sqrt(meanOf(predicted, (value, i) => (value - truth[i]!) ** 2));
}

/**
 * Area under the ROC curve: the chance that a positive (`labels` ≠ 0) scores above a negative, ties half.
 * By the rank sum of Mann and Whitney, O(n log n). NaN when only one class is there.
 */
export function auc(scores: Numbers, labels: Numbers): number {
  sameLength(scores, labels);
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i).sort((i, j) => scores[i]! - scores[j]!);
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && scores[order[end]!]! === scores[order[start]!]!) end++;
    const sharedRank = (start + end + 1) / 2;
    for (let i = start; i < end; i++) {
      if (!labels[order[i]!]) continue;
      positives++;
      rankSum += sharedRank;
    }
    start = end;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return Number.NaN;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/**
 * Share of random pairs that `predicted` puts in the order of `truth` (XAUC): pairs equal in truth are dropped, pairs equal in
 * prediction count half. All pairs are taken when there are no more than `pairs`. NaN when the truth is constant.
 */
export function xauc(predicted: Numbers, truth: Numbers, pairs = 2_000_000, seed = 1): number {
  sameLength(predicted, truth);
  const n = truth.length;
  let compared = 0;
  let agreed = 0;
  const compare = (i: number, j: number) => {
    const expected = Math.sign(truth[i]! - truth[j]!);
    if (expected === 0) return;
    compared++;
    const given = Math.sign(predicted[i]! - predicted[j]!);
    if (given === 0) agreed += 0.5;
    else if (given === expected) agreed++;
  };
  if ((n * (n - 1)) / 2 <= pairs) {
    for (let i = 1; i < n; i++) for (let j = 0; j < i; j++) compare(i, j);
  } else {
    const random = createRandom(seed);
    for (let drawn = 0; drawn < pairs; drawn++) compare(random.below(n), random.below(n));
  }
  return compared === 0 ? Number.NaN : agreed / compared;
}

function meanOf(values: Numbers, map: (value: number, index: number) => number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += map(values[i]!, i);
  return sum / values.length;
}

function sameLength(a: Numbers, b: Numbers): void {
  if (a.length !== b.length) throw new RangeError(`Lengths differ: ${a.length} and ${b.length}.`);
}
