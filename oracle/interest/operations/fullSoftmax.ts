import type * as tf from "@tensorflow/tfjs";
import { type Block, floats, Workspace } from "../heap.ts";
import { multiply, softmaxInPlace, transpose } from "../products.ts";
import { type Head, lossOperation } from "./loss.ts";

/** Rows that are scored at once: enough to feed the product, few enough to bound memory by 512 × contents. */
const CHUNK = 512;

/**
 * Mean cross-entropy of `targets` (one a row of `states` [N, H]; negative: no target) under softmax(states · Eᵀ + bias)
 * over all contents, E [V, H]. The gradient is made in the forward pass, chunk by chunk, so that no N × V array ever exists.
 */
export function fullSoftmaxLoss(states: tf.Tensor2D, head: Head, targets: Int32Array): tf.Scalar {
  return lossOperation(states, head, (h, e, bias, gradients) => pass(h, e, bias, gradients, targets));
}

function pass(h: Block, e: Block, bias: Block, gradients: [Block, Block, Block], targets: Int32Array): number {
  const [dh, de, dbias] = gradients;
  const contents = bias.length;
  const hidden = e.length / contents;
  const rows = positionsOf(targets);
  using space = new Workspace();
  const et = space.allocate(e.length);
  transpose(e, et, contents, hidden);
  const size = Math.min(CHUNK, rows.length);
  const chosen = space.allocate(size * hidden);
  const scores = space.allocate(size * contents);
  const turned = space.allocate(size * (hidden + 1));
  const product = space.allocate((hidden + 1) * contents);
  const sums = space.allocate((hidden + 1) * contents);
  floats(sums).fill(0);
  floats(dh).fill(0);
  let loss = 0;
  for (let from = 0; from < rows.length; from += CHUNK) {
    const some = rows.subarray(from, from + CHUNK);
    const n = some.length;
    takeRows(floats(h), some, floats(chosen), hidden);
    const p = space.part(scores, 0, n * contents);
    multiply(chosen, et, p, n, hidden, contents, bias);
    softmaxInPlace(p, n, contents);
    loss += markTargets(floats(p), some, targets, contents);
    // A last row of ones makes the bias's gradient in the same product.
    const ht = space.part(turned, 0, n * (hidden + 1));
    transpose(chosen, ht, n, hidden, 1 / rows.length);
    floats(ht).fill(1 / rows.length, n * hidden);
    multiply(ht, p, product, hidden + 1, n, contents);
    addTo(floats(sums), floats(product));
    multiply(p, e, chosen, n, contents, hidden);
    putRows(floats(chosen), some, floats(dh), hidden, 1 / rows.length);
  }
  transpose(space.part(sums, 0, hidden * contents), de, hidden, contents);
  floats(dbias).set(floats(sums).subarray(hidden * contents));
  return loss / rows.length;
}

/** Turns probabilities into the gradient of the scores, and returns the sum of −ln p(target). */
function markTargets(p: Float32Array, rows: Int32Array, targets: Int32Array, contents: number): number {
  let loss = 0;
  for (let i = 0; i < rows.length; i++) {
    const at = i * contents + targets[rows[i]!]!;
    loss -= Math.log(Math.max(p[at]!, 1e-37));
    p[at] = p[at]! - 1;
  }
  return loss;
}

/** The rows that have a target. */
export function positionsOf(targets: Int32Array): Int32Array {
  const rows = new Int32Array(targets.length);
  let count = 0;
  for (let i = 0; i < targets.length; i++) if (targets[i]! >= 0) rows[count++] = i;
  if (count === 0) throw new RangeError("No row has a target to learn from.");
  return rows.subarray(0, count);
}

export function takeRows(from: Float32Array, rows: Int32Array, out: Float32Array, width: number): void {
  for (let i = 0; i < rows.length; i++) {
    const start = rows[i]! * width;
    out.set(from.subarray(start, start + width), i * width);
  }
}

export function putRows(from: Float32Array, rows: Int32Array, out: Float32Array, width: number, scale: number): void {
  for (let i = 0, at = 0; i < rows.length; i++) {
    const start = rows[i]! * width;
    for (let j = 0; j < width; j++, at++) out[start + j] = from[at]! * scale;
  }
}

export function addTo(sums: Float32Array, values: Float32Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + values[i]!;
}
