import * as tf from "@tensorflow/tfjs";
import { type Block, blockOf, emptyTensor, floats, Workspace } from "../heap.ts";
import { multiply, transpose } from "../products.ts";
import { seedOf } from "../random.ts";
import { type Draws, type DropMask, dropRow, thresholdOf } from "./mask.ts";
import type { RowGroup } from "./rowGroups.ts";

/**
 * Causal attention with several heads, as one differentiable operation (Vaswani et al. 2017). `qkv` [N, 3H] has each row's query, key and
 * value side by side, heads one behind the other in each; `groups` say which rows are a sequence. For each head of width d
 *
 *     p = softmax(q kᵀ / √d + distances[head, rows between]) over the row itself and those before it in its sequence;   out = (p ∘ mask) v
 *
 * `distances` [heads, most] says how much each head looks how far back (Raffel et al. 2020); what is further counts as the furthest. Returns [N, H]. The products are one for each head and group: XNNPACK's batched one is ten times slower at this size.
 */
export function causalAttention(
  qkv: tf.Tensor2D,
  distances: tf.Tensor2D,
  groups: readonly RowGroup[],
  heads: number,
  /** One number for each of `chanceCount`. */
  mask?: DropMask,
): tf.Tensor2D {
  const operation = tf.customGrad((...inputs) => {
    const save = inputs.pop() as unknown as tf.GradSaveFunc;
    const [qkv, distances] = inputs as [tf.Tensor2D, tf.Tensor2D];
    const [rows, wide] = qkv.shape;
    const hidden = wide / 3;
    const value = emptyTensor<tf.Rank.R2>([rows, hidden]);
    const chances = emptyTensor<tf.Rank.R1>([chanceCount(groups, heads)]);
    const most = distances.shape[1];
    forward(blockOf(qkv), blockOf(distances), blockOf(value), blockOf(chances), { groups, heads, hidden, most, mask });
    save([qkv, chances]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const gradients = [emptyTensor<tf.Rank.R2>([rows, wide]), emptyTensor<tf.Rank.R2>([heads, most])];
      const [qkv, chances] = saved.map(blockOf) as [Block, Block];
      const [dQkv, dDistances] = gradients.map(blockOf) as [Block, Block];
      backward(qkv, chances, blockOf(dy), [dQkv, dDistances], { groups, heads, hidden, most, mask });
      return gradients;
    };
    return { value, gradFunc };
  });
  return operation(qkv, distances) as tf.Tensor2D;
}

/** How many chances are worked out: a square for each head and group. */
function chanceCount(groups: readonly RowGroup[], heads: number): number {
  return heads * groups.reduce((sum, { rows }) => sum + rows.length ** 2, 0);
}

/** Drops a share `rate` of the chances: what a row loses of its own sequence doesn't depend on the group that it is in. */
export function drawChanceMask(
  groups: readonly RowGroup[],
  heads: number,
  rate: number,
  { seed, keys }: Draws,
): DropMask | undefined {
  const threshold = thresholdOf(rate);
  if (threshold <= 0) return undefined;
  const kept = new Uint8Array(chanceCount(groups, heads));
  let chance = 0;
  for (const { rows, starts } of groups) {
    for (let head = 0; head < heads; head++, chance += rows.length ** 2) {
      for (let i = 0; i < rows.length; i++) {
        const from = chance + i * rows.length + starts[i]!;
        dropRow(kept, from, i - starts[i]! + 1, seedOf(seed, head, keys[rows[i]!]!), threshold);
      }
    }
  }
  return { kept, scale: 256 / (256 - threshold) };
}

interface Shape {
  groups: readonly RowGroup[];
  heads: number;
  hidden: number;
  /** How many distances are told apart. */
  most: number;
  mask: DropMask | undefined;
}

/** A head's columns in a group's rows. */
interface Tile {
  head: number;
  rows: Int32Array;
  starts: Int32Array;
  /** First column of the head. */
  column: number;
  /** Columns of the head. */
  width: number;
  /** Where its chances begin. */
  chance: number;
}

function* tilesOf({ groups, heads, hidden }: Shape): Generator<Tile> {
  const width = hidden / heads;
  let chance = 0;
  for (const group of groups) {
    for (let head = 0; head < heads; head++) {
      yield { ...group, head, column: head * width, width, chance };
      chance += group.rows.length ** 2;
    }
  }
}

function forward(qkv: Block, distances: Block, value: Block, chances: Block, shape: Shape): void {
  const { hidden, most, mask } = shape;
  const wide = 3 * hidden;
  using space = new Workspace();
  const side = longest(shape.groups);
  const tile = () => space.allocate((side * hidden) / shape.heads);
  const [q, k, kt, v, out] = [tile(), tile(), tile(), tile(), tile()];
  const dropped = mask && space.allocate(side * side);
  for (const { rows, starts, head, column, width, chance } of tilesOf(shape)) {
    const m = rows.length;
    // Parts of their own: a right side that is written anew must not be known to the backend.
    using parts = new Workspace();
    const [keys, values] = [parts.part(kt, 0, m * width), parts.part(v, 0, m * width)];
    gather(floats(qkv), rows, wide, column, width, floats(q), 1 / Math.sqrt(width));
    gather(floats(qkv), rows, wide, hidden + column, width, floats(k));
    gather(floats(qkv), rows, wide, 2 * hidden + column, width, floats(values));
    transpose(k, keys, m, width);
    const p = parts.part(chances, chance, m * m);
    multiply(q, keys, p, m, width, m);
    softmaxBefore(floats(p), starts, floats(distances).subarray(head * most, (head + 1) * most));
    if (dropped) applyMask(floats(p), mask, chance, floats(dropped));
    multiply(dropped ?? p, values, out, m, m, width);
    scatter(floats(out), rows, floats(value), hidden, column, width);
  }
}

function backward(qkv: Block, chances: Block, dy: Block, [gradient, dDistances]: [Block, Block], shape: Shape): void {
  const { hidden, most, mask } = shape;
  const wide = 3 * hidden;
  floats(dDistances).fill(0);
  using space = new Workspace();
  const side = longest(shape.groups);
  const tile = () => space.allocate((side * hidden) / shape.heads);
  const square = () => space.allocate(side * side);
  const [q, k, v, vt, dOut, product] = [tile(), tile(), tile(), tile(), tile(), tile()];
  const [dropped, ds, turned] = [square(), square(), square()];
  for (const { rows, starts, head, column, width, chance } of tilesOf(shape)) {
    const m = rows.length;
    const scale = 1 / Math.sqrt(width);
    using parts = new Workspace();
    const right = (block: Block) => parts.part(block, 0, m * width);
    const [queries, keys, turnedValues, outGradient] = [right(q), right(k), right(vt), right(dOut)];
    gather(floats(qkv), rows, wide, column, width, floats(queries), scale);
    gather(floats(qkv), rows, wide, hidden + column, width, floats(keys));
    gather(floats(qkv), rows, wide, 2 * hidden + column, width, floats(v));
    gather(floats(dy), rows, hidden, column, width, floats(outGradient));
    const p = parts.part(chances, chance, m * m);
    // dv = (p ∘ mask)ᵀ dOut
    if (mask) applyMask(floats(p), mask, chance, floats(dropped));
    transpose(mask ? dropped : p, turned, m, m);
    multiply(turned, outGradient, product, m, m, width);
    scatter(floats(product), rows, floats(gradient), wide, 2 * hidden + column, width);
    // dp = (dOut vᵀ) ∘ mask, and through the softmax ds = p ∘ (dp − Σ p dp).
    transpose(v, turnedValues, m, width);
    multiply(outGradient, turnedValues, ds, m, width, m);
    if (mask) applyMask(floats(parts.part(ds, 0, m * m)), mask, chance, floats(ds));
    softmaxBack(floats(p), floats(ds), m);
    addDistances(floats(ds), starts, floats(dDistances).subarray(head * most, (head + 1) * most));
    multiply(ds, keys, product, m, m, width);
    scatter(floats(product), rows, floats(gradient), wide, column, width, scale);
    transpose(ds, turned, m, m);
    multiply(turned, queries, product, m, m, width);
    scatter(floats(product), rows, floats(gradient), wide, hidden + column, width);
  }
}

function longest(groups: readonly RowGroup[]): number {
  return groups.reduce((most, { rows }) => Math.max(most, rows.length), 0);
}

/** Some columns of some rows of a matrix that is `wide` numbers wide, by themselves. */
function gather(
  from: Float32Array,
  rows: Int32Array,
  wide: number,
  column: number,
  width: number,
  out: Float32Array,
  scale = 1,
): void {
  for (let i = 0, at = 0; i < rows.length; i++) {
    const start = rows[i]! * wide + column;
    for (let j = 0; j < width; j++, at++) out[at] = from[start + j]! * scale;
  }
}

/** The way back of `gather`. */
function scatter(
  from: Float32Array,
  rows: Int32Array,
  out: Float32Array,
  wide: number,
  column: number,
  width: number,
  scale = 1,
): void {
  for (let i = 0, at = 0; i < rows.length; i++) {
    const start = rows[i]! * wide + column;
    for (let j = 0; j < width; j++, at++) out[start + j] = from[at]! * scale;
  }
}

/** Softmax of each row over its own place and those before it in its sequence, in place, `distances` added; zero elsewhere. */
function softmaxBefore(scores: Float32Array, starts: Int32Array, distances: Float32Array): void {
  const m = starts.length;
  const furthest = distances.length - 1;
  for (let i = 0; i < m; i++) {
    const [row, first, last] = [i * m, i * m + starts[i]!, i * m + i];
    let highest = Number.NEGATIVE_INFINITY;
    for (let k = first; k <= last; k++) {
      scores[k] = scores[k]! + distances[Math.min(last - k, furthest)]!;
      if (scores[k]! > highest) highest = scores[k]!;
    }
    let total = 0;
    for (let k = first; k <= last; k++) {
      const weight = Math.exp(scores[k]! - highest);
      scores[k] = weight;
      total += weight;
    }
    for (let k = first; k <= last; k++) scores[k] = scores[k]! / total;
    scores.fill(0, row, first);
    scores.fill(0, last + 1, row + m);
  }
}

/** ds = p ∘ (dp − Σ p dp), row by row, in place of dp. */
function softmaxBack(p: Float32Array, dp: Float32Array, m: number): void {
  for (let i = 0; i < m; i++) {
    const row = i * m;
    let mean = 0;
    for (let k = row; k <= row + i; k++) mean += p[k]! * dp[k]!;
    for (let k = row; k <= row + i; k++) dp[k] = p[k]! * (dp[k]! - mean);
    dp.fill(0, row + i + 1, row + m);
  }
}

/** Adds each score's gradient to that of its distance. */
function addDistances(ds: Float32Array, starts: Int32Array, out: Float32Array): void {
  const m = starts.length;
  const furthest = out.length - 1;
  for (let i = 0; i < m; i++) {
    const last = i * m + i;
    for (let k = i * m + starts[i]!; k <= last; k++) {
      const back = Math.min(last - k, furthest);
      out[back] = out[back]! + ds[k]!;
    }
  }
}

function applyMask(values: Float32Array, { kept, scale }: DropMask, from: number, out: Float32Array): void {
  for (let i = 0; i < values.length; i++) out[i] = kept[from + i] ? values[i]! * scale : 0;
}
