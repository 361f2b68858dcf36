import { exponential } from "./exponential";
import { multiplyAdd, read, sumOf, write } from "./vector";

/**
 * Scores [rows, columns] become `scale` times the gradient of the cross-entropy of `targets` (i32, one a row): softmax, less one at the target.
 * `losses` (f32, two a row) get the highest score less the target's, and the sum of e^(score − highest): the loss is the first plus ln of the second.
 */
export function crossEntropy(scores: usize, rows: i32, columns: i32, targets: usize, scale: f32, losses: usize): void {
  for (let i = 0; i < rows; i++) {
    const target = scores + 4 * <usize>i32.load(targets);
    const high = highest(scores, columns);
    f32.store(losses, high - f32.load(target));
    const total = raise(scores, columns, high);
    f32.store(losses, total, 4);
    multiplyBy(scores, columns, scale / total);
    f32.store(target, f32.load(target) - scale);
    scores += 4 * <usize>columns;
    targets += 4;
    losses += 8;
  }
}

/** Strikes out, row by row, the scores of draws (`ids`, i32) that hit the row's own target; the last column is nobody's draw. */
export function strikeOut(scores: usize, rows: i32, columns: i32, ids: usize, targets: usize, value: f32): void {
  const draws = columns - 1;
  const struck = f32x4.splat(value);
  for (let i = 0; i < rows; i++, targets += 4, scores += 4 * <usize>columns) {
    const own = i32.load(targets);
    const all = i32x4.splat(own);
    let j = 0;
    for (; j + 4 <= draws; j += 4) {
      const hit = i32x4.eq(v128.load(ids + 4 * j), all);
      if (!v128.any_true(hit)) continue;
      const at = scores + 4 * j;
      v128.store(at, v128.bitselect(struck, v128.load(at), hit));
    }
    for (; j < draws; j++) if (i32.load(ids + 4 * j) === own) f32.store(scores + 4 * j, value);
  }
}

/**
 * Softmax of each row i of a square [m, m] over the columns from `starts[i]` (i32) to i, zero elsewhere; first the row is multiplied by `scale`,
 * and column k gets the number that stands i − k before `near`.
 */
export function softmaxBefore(scores: usize, m: i32, starts: usize, scale: f32, near: usize): void {
  const factor = f32x4.splat(scale);
  for (let i = 0; i < m; i++, scores += 4 * <usize>m) {
    const start = i32.load(starts + 4 * i);
    const first = scores + 4 * start;
    const count = i + 1 - start;
    const added = near + 4 - 4 * <usize>count;
    for (let j = 0; j < count; j += 4) {
      const left = count - j;
      write(first + 4 * j, multiplyAdd(read(first + 4 * j, left), factor, read(added + 4 * j, left)), left);
    }
    const total = raise(first, count, highest(first, count));
    multiplyBy(first, count, 1 / total);
    clear(scores, start);
    clear(scores + 4 * (i + 1), m - i - 1);
  }
}

/**
 * The way back: ds = p ∘ (dp − Σ p dp), row by row. `scale` times that takes the place of dp, and it is added to what stands before `near`,
 * which is then the gradient of what was added. p is zero where a row doesn't look.
 */
export function softmaxBack(p: usize, dp: usize, m: i32, scale: f32, near: usize): void {
  const factor = f32x4.splat(scale);
  for (let i = 0; i < m; i++, p += 4 * <usize>m, dp += 4 * <usize>m) {
    const count = i + 1;
    const added = near + 4 - 4 * <usize>count;
    let along = f32x4.splat(0);
    for (let j = 0; j < count; j += 4) {
      const left = count - j;
      along = multiplyAdd(read(p + 4 * j, left), read(dp + 4 * j, left), along);
    }
    const mean = f32x4.splat(sumOf(along));
    for (let j = 0; j < count; j += 4) {
      const left = count - j;
      const ds = f32x4.mul(read(p + 4 * j, left), f32x4.sub(read(dp + 4 * j, left), mean));
      write(added + 4 * j, f32x4.add(read(added + 4 * j, left), ds), left);
      write(dp + 4 * j, f32x4.mul(ds, factor), left);
    }
    clear(dp + 4 * count, m - count);
  }
}

function highest(values: usize, count: i32): f32 {
  let high = f32.load(values);
  let j = 0;
  if (count >= 4) {
    let highs = v128.load(values);
    for (j = 4; j + 4 <= count; j += 4) highs = f32x4.max(highs, v128.load(values + 4 * j));
    high = max(
      max(f32x4.extract_lane(highs, 0), f32x4.extract_lane(highs, 1)),
      max(f32x4.extract_lane(highs, 2), f32x4.extract_lane(highs, 3)),
    );
  }
  for (; j < count; j++) high = max(high, f32.load(values + 4 * j));
  return high;
}

/** e^(value − high) in place of each value; returns their sum. */
function raise(values: usize, count: i32, high: f32): f32 {
  const peak = f32x4.splat(high);
  let totals = f32x4.splat(0);
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    const weights = exponential(f32x4.sub(v128.load(values + 4 * j), peak));
    v128.store(values + 4 * j, weights);
    totals = f32x4.add(totals, weights);
  }
  let total = sumOf(totals);
  for (; j < count; j++) {
    const weight = f32x4.extract_lane(exponential(f32x4.splat(f32.load(values + 4 * j) - high)), 0);
    f32.store(values + 4 * j, weight);
    total += weight;
  }
  return total;
}

/** values ← factor · values */
function multiplyBy(values: usize, count: i32, factor: f32): void {
  const factors = f32x4.splat(factor);
  for (let j = 0; j < count; j += 4) {
    const left = count - j;
    write(values + 4 * j, f32x4.mul(read(values + 4 * j, left), factors), left);
  }
}

/** Zeros. For some tens of numbers, a call of the engine's own filling takes longer. */
function clear(values: usize, count: i32): void {
  for (let j = 0; j < count; j += 4) write(values + 4 * j, f32x4.splat(0), count - j);
}
