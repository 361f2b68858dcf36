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

/** Share of `ranks` (from 0) among the first `k`: hit rate, which is recall with one relevant item. */
export function hitRate(ranks: Numbers, k: number): number {
  return meanOf(ranks, (rank) => (rank < k ? 1 : 0));
}

/** Mean of 1 / log2(rank + 2) over `ranks` (from 0) among the first `k`, 0 beyond: NDCG with one relevant item (Järvelin and Kekäläinen 2002). */
export function ndcg(ranks: Numbers, k: number): number {
  return meanOf(ranks, (rank) => gain(rank, k));
}

/** Standard error of `hitRate`: of a share, √(p (1 − p) / n). */
export function hitRateError(ranks: Numbers, k: number): number {
  const rate = hitRate(ranks, k);
  return Math.sqrt((rate * (1 - rate)) / ranks.length);
}

/** Standard error of `ndcg`: of a mean, the deviation of what is averaged over √n. */
export function ndcgError(ranks: Numbers, k: number): number {
  const mean = ndcg(ranks, k);
  return Math.sqrt(meanOf(ranks, (rank) => (gain(rank, k) - mean) ** 2) / ranks.length);
}

function gain(rank: number, k: number): number {
  return rank < k ? 1 / Math.log2(rank + 2) : 0;
}

/** Share of `contents` that stand in at least one of the `lists` of recommendations: catalogue coverage (Ge et al. 2010). */
export function coverage(lists: Iterable<Iterable<number>>, contents: number): number {
  if (contents < 1) throw new RangeError("There are no contents to cover.");
  const shown = new Set<number>();
  for (const list of lists) for (const content of list) shown.add(content);
  return shown.size / contents;
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
 * Area under the ROC curve: the chance that a positive (`labels` ≠ 0) scores above a negative, ties half. By the rank sum of
 * Mann and Whitney (1947), O(n log n). 0.5, what guessing comes to, where only one class is there.
 */
export function auc(scores: Numbers, labels: Numbers): number {
  sameLength(scores, labels);
  notEmpty(scores);
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
  if (positives === 0 || negatives === 0) return 0.5;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/**
 * Share of random pairs that `predicted` puts in the order of `truth` (XAUC, Zhan et al. 2022): pairs equal in truth are dropped, pairs equal
 * in prediction count half. All pairs are taken when there are no more than `pairs`. 0.5, what guessing comes to, where the truth is constant.
 */
export function xauc(predicted: Numbers, truth: Numbers, pairs = 2_000_000, seed = 1): number {
  sameLength(predicted, truth);
  notEmpty(truth);
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
  return compared === 0 ? 0.5 : agreed / compared;
}

/**
 * Predicted over observed sums in each of `groups` equal parts of the rows, the smallest predictions first; 1 is calibrated. A part in which
 * nothing was predicted nor observed is calibrated; one with predictions for nothing has an infinite ratio. Fewer rows than groups: one each.
 */
export function calibrationRatios(predicted: Numbers, observed: Numbers, groups = 10): number[] {
  return groupSums(predicted, observed, groups).map(([sum, seen]) => (sum === seen ? 1 : sum / seen));
}

function groupSums(predicted: Numbers, observed: Numbers, groups: number): [number, number][] {
  sameLength(predicted, observed);
  notEmpty(predicted);
  const n = predicted.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((i, j) => predicted[i]! - predicted[j]! || i - j);
  const parts = Math.min(groups, n);
  return Array.from({ length: parts }, (_, part) => {
    const rows = order.subarray(Math.floor((part * n) / parts), Math.floor(((part + 1) * n) / parts));
    const sumOf = (values: Numbers) => rows.reduce((sum, row) => sum + values[row]!, 0);
    return [sumOf(predicted), sumOf(observed)];
  });
}

function meanOf(values: Numbers, map: (value: number, index: number) => number): number {
  notEmpty(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += map(values[i]!, i);
  return sum / values.length;
}

function notEmpty(values: Numbers): void {
  if (values.length === 0) throw new RangeError("There is nothing to measure: give at least one value.");
}

function sameLength(a: Numbers, b: Numbers): void {
  if (a.length !== b.length) throw new RangeError(`Lengths differ: ${a.length} and ${b.length}.`);
}
