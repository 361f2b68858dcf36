import * as tf from "@tensorflow/tfjs";
import { type Block, blockOf, emptyTensor, floats, heapKernels, matrix, part, Workspace } from "../heap.ts";
import { seedOf } from "../random.ts";
import { type Draws, type DropMask, dropRow, thresholdOf } from "./mask.ts";
import type { RowGroup } from "./rowGroups.ts";

/**
 * Causal attention with several heads, as one differentiable operation (Vaswani et al. 2017). `qkv` [N, 3H] has each row's query, key and
 * value side by side, heads one behind the other in each; `groups` say which rows are a sequence. For each head of width d
 *
 *     p = softmax(q kᵀ / √d + distances[head, rows between]) over the row itself and those before it in its sequence;   out = (p ∘ mask) v
 *
 * `distances` [heads, most] says how much each head looks how far back (Raffel et al. 2020); what is further counts as the furthest. Returns
 * [N, H]. The products are one for each head and group.
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
    const ordered = emptyTensor<tf.Rank.R2>([rows, wide]);
    const most = distances.shape[1];
    const outputs = [value, ordered, chances].map(blockOf) as [Block, Block, Block];
    forward(blockOf(qkv), blockOf(distances), outputs, { groups, heads, hidden, most, mask });
    save([ordered, chances]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const gradients = [emptyTensor<tf.Rank.R2>([rows, wide]), emptyTensor<tf.Rank.R2>([heads, most])];
      const [ordered, chances] = saved.map(blockOf) as [Block, Block];
      const [dQkv, dDistances] = gradients.map(blockOf) as [Block, Block];
      backward(ordered, chances, blockOf(dy), [dQkv, dDistances], { groups, heads, hidden, most, mask });
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

/** A head's columns in a group's rows, which stand one behind the other in `ordered` arrays. */
interface Tile {
  head: number;
  /** First row, and how many. */
  row: number;
  m: number;
  /** First column of the head. */
  column: number;
  /** Where its chances begin. */
  chance: number;
}

function* tilesOf({ groups, heads, hidden }: Shape): Generator<Tile> {
  let [row, chance] = [0, 0];
  for (const { rows } of groups) {
    const m = rows.length;
    for (let head = 0; head < heads; head++, chance += m * m)
      yield { head, row, m, column: (head * hidden) / heads, chance };
    row += m;
  }
}

/** A column of the groups, one behind the other, on the heap. */
function joined(groups: readonly RowGroup[], name: keyof RowGroup, space: Workspace): Block {
  const all = new Int32Array(groups.reduce((sum, { rows }) => sum + rows.length, 0));
  let at = 0;
  for (const group of groups) {
    all.set(group[name], at);
    at += group[name].length;
  }
  return space.copy(all);
}

/** `ordered` [N, 3H] gets the rows of qkv, group by group. */
function forward(qkv: Block, distances: Block, [value, ordered, chances]: [Block, Block, Block], shape: Shape): void {
  const { groups, heads, hidden, mask } = shape;
  const kernels = heapKernels();
  const { run } = kernels;
  const [wide, width, rows] = [3 * hidden, hidden / heads, value.length / hidden];
  using space = new Workspace();
  const order = joined(groups, "rows", space);
  const starts = joined(groups, "starts", space);
  const out = space.allocate(value.length);
  const marks = mask && space.copy(mask.kept);
  const side = longest(groups);
  const dropped = mask && space.allocate(side ** 2);
  const near = nearestLast(distances, side, shape, space);
  run.takeRows(qkv.offset, order.offset, rows, wide, ordered.offset);
  for (const { head, row, m, column, chance } of tilesOf(shape)) {
    const at = (place: number) => matrix(part(ordered, row * wide + place + column, 0), wide);
    const p = matrix(part(chances, chance, m * m), m);
    kernels.multiply(m, m, width, at(0), { ...at(hidden), turned: true }, p);
    run.softmaxBefore(p.at, m, starts.offset + 4 * row, 1 / Math.sqrt(width), near(head));
    if (dropped) run.dropValues(p.at, marks!.offset + chance, m * m, mask.scale, dropped.offset);
    const kept = dropped ? matrix(dropped, m) : p;
    kernels.multiply(m, width, m, kept, at(2 * hidden), matrix(part(out, row * hidden + column, 0), hidden));
  }
  run.putRows(out.offset, order.offset, rows, hidden, value.offset);
}

function backward(
  ordered: Block,
  chances: Block,
  dy: Block,
  [gradient, dDistances]: [Block, Block],
  shape: Shape,
): void {
  const { groups, heads, hidden, mask } = shape;
  const kernels = heapKernels();
  const { run } = kernels;
  const [wide, width, rows] = [3 * hidden, hidden / heads, dy.length / hidden];
  using space = new Workspace();
  const order = joined(groups, "rows", space);
  const side = longest(groups);
  const [dropped, scores] = [space.allocate(side ** 2), space.allocate(side ** 2)];
  const nearGradient = space.allocate(heads * side);
  floats(nearGradient).fill(0);
  const marks = mask && space.copy(mask.kept).offset;
  const [given, out] = [space.allocate(dy.length), space.allocate(gradient.length)];
  run.takeRows(dy.offset, order.offset, rows, hidden, given.offset);
  for (const { head, row, m, column, chance } of tilesOf(shape)) {
    const at = (block: Block, place: number) => matrix(part(block, row * wide + place + column, 0), wide);
    const d = matrix(part(given, row * hidden + column, 0), hidden);
    const p = matrix(part(chances, chance, m * m), m);
    const ds = matrix(scores, m);
    // dv = (p ∘ mask)ᵀ d
    if (mask) run.dropValues(p.at, marks! + chance, m * m, mask.scale, dropped.offset);
    const kept = mask ? matrix(dropped, m) : p;
    kernels.multiply(m, width, m, { ...kept, turned: true }, d, at(out, 2 * hidden));
    // dp = (d vᵀ) ∘ mask, and through the softmax ds = p ∘ (dp − Σ p dp).
    kernels.multiply(m, m, width, d, { ...at(ordered, 2 * hidden), turned: true }, ds);
    if (mask) run.dropValues(ds.at, marks! + chance, m * m, mask.scale, ds.at);
    const near = nearGradient.offset + 4 * ((head + 1) * side - 1);
    run.softmaxBack(p.at, ds.at, m, 1 / Math.sqrt(width), near);
    kernels.multiply(m, width, m, ds, at(ordered, hidden), at(out, 0));
    kernels.multiply(m, width, m, { ...ds, turned: true }, at(ordered, 0), at(out, hidden));
  }
  run.putRows(out.offset, order.offset, rows, wide, gradient.offset);
  addDistances(floats(nearGradient), side, floats(dDistances), shape);
}

/** Each head's distances as the kernel adds them to a row of scores, the nearest last; says where a head's nearest one is. */
function nearestLast(
  distances: Block,
  side: number,
  { heads, most }: Shape,
  space: Workspace,
): (head: number) => number {
  const turned = space.allocate(heads * side);
  const [from, to] = [floats(distances), floats(turned)];
  for (let head = 0; head < heads; head++)
    for (let back = 0; back < side; back++)
      to[(head + 1) * side - 1 - back] = from[head * most + Math.min(back, most - 1)]!;
  return (head) => turned.offset + 4 * ((head + 1) * side - 1);
}

/** The way back of `nearestLast`. */
function addDistances(turned: Float32Array, side: number, out: Float32Array, { heads, most }: Shape): void {
  out.fill(0);
  for (let head = 0; head < heads; head++)
    for (let back = 0; back < side; back++) {
      const at = head * most + Math.min(back, most - 1);
      out[at] = out[at]! + turned[(head + 1) * side - 1 - back]!;
    }
}

function longest(groups: readonly RowGroup[]): number {
  return groups.reduce((most, { rows }) => Math.max(most, rows.length), 0);
}
