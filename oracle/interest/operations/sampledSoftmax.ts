import type * as tf from "@tensorflow/tfjs";
import { type Block, floats, Workspace } from "../heap.ts";
import { addRows } from "../kernels/unsortedSegmentSum.ts";
import { multiply, softmaxInPlace, transpose } from "../products.ts";
import { addTo, positionsOf, putRows, takeRows } from "./fullSoftmax.ts";
import { type Head, lossOperation } from "./loss.ts";

const CHUNK = 1024;

/** Contents drawn with replacement, to stand for all others. */
export interface Negatives {
  /** Rows of the head. */
  ids: Int32Array;
  /** ln(n · q(id)) for each: the logarithm of how often n draws are expected to give it. */
  logExpected: Float32Array;
}

/**
 * Mean cross-entropy of `targets` where the sum over all contents is estimated from `negatives`, shared by all rows:
 *
 *     −s(t) + ln( e^s(t) + Σ_{j ≠ t} e^(s(j) − ln(n q(j))) )
 *
 * The log-Q correction makes the estimate of the sum unbiased (Bengio and Senécal 2008); the target stands for itself,
 * uncorrected, and draws that hit it are left out.
 */
export function sampledSoftmaxLoss(
  states: tf.Tensor2D,
  head: Head,
  targets: Int32Array,
  negatives: Negatives,
): tf.Scalar {
  return lossOperation(states, head, (h, e, bias, gradients) => pass(h, e, bias, gradients, targets, negatives));
}

function pass(
  h: Block,
  e: Block,
  bias: Block,
  [dh, de, dbias]: [Block, Block, Block],
  targets: Int32Array,
  { ids, logExpected }: Negatives,
): number {
  const hidden = e.length / bias.length;
  const rows = positionsOf(targets);
  // The last column is the row's own target; its place in the shared matrix stays empty.
  const columns = ids.length + 1;
  using space = new Workspace();
  const drawn = space.allocate(columns * hidden);
  takeRows(floats(e), ids, floats(drawn).fill(0), hidden);
  const drawnT = space.allocate(drawn.length);
  transpose(drawn, drawnT, columns, hidden);
  const drawnBias = space.allocate(columns);
  floats(drawnBias).set(correctedBias(floats(bias), ids, logExpected));
  const size = Math.min(CHUNK, rows.length);
  const chosen = space.allocate(size * hidden);
  const own = space.allocate(size * hidden);
  const scores = space.allocate(size * columns);
  const turned = space.allocate(size * (hidden + 1));
  const product = space.allocate((hidden + 1) * columns);
  const sums = space.allocate((hidden + 1) * columns);
  for (const block of [sums, dh, de, dbias]) floats(block).fill(0);
  let loss = 0;
  for (let from = 0; from < rows.length; from += CHUNK) {
    const some = rows.subarray(from, from + CHUNK);
    const answers = some.map((row) => targets[row]!);
    const n = some.length;
    takeRows(floats(h), some, floats(chosen), hidden);
    takeRows(floats(e), answers, floats(own), hidden);
    const p = space.part(scores, 0, n * columns);
    multiply(chosen, drawnT, p, n, hidden, columns, drawnBias);
    scoreTargets(floats(p), floats(chosen), floats(own), floats(bias), ids, answers, hidden);
    softmaxInPlace(p, n, columns);
    loss += markTargets(floats(p), n, columns);
    const ht = space.part(turned, 0, n * (hidden + 1));
    transpose(chosen, ht, n, hidden, 1 / rows.length);
    floats(ht).fill(1 / rows.length, n * hidden);
    multiply(ht, p, product, hidden + 1, n, columns);
    addTo(floats(sums), floats(product));
    ownGradients(floats(p), floats(chosen), floats(own), answers, floats(de), floats(dbias), hidden, 1 / rows.length);
    multiply(p, space.part(drawn, 0, drawn.length), chosen, n, columns, hidden);
    addTo(floats(chosen).subarray(0, n * hidden), floats(own));
    putRows(floats(chosen), some, floats(dh), hidden, 1 / rows.length);
  }
  transpose(space.part(sums, 0, hidden * columns), drawn, hidden, columns);
  addRows(floats(drawn), ids, floats(de), hidden);
  addRows(floats(sums).subarray(hidden * columns), ids, floats(dbias), 1);
  return loss / rows.length;
}

function correctedBias(bias: Float32Array, ids: Int32Array, logExpected: Float32Array): Float32Array {
  return Float32Array.from(ids, (id, j) => bias[id]! - logExpected[j]!);
}

/** Fills the last column with the targets' own scores, and strikes out draws that hit the row's target. */
function scoreTargets(
  p: Float32Array,
  chosen: Float32Array,
  own: Float32Array,
  bias: Float32Array,
  ids: Int32Array,
  answers: Int32Array,
  hidden: number,
): void {
  const columns = ids.length + 1;
  for (let i = 0; i < answers.length; i++) {
    const answer = answers[i]!;
    const row = i * columns;
    for (let j = 0; j < ids.length; j++) if (ids[j] === answer) p[row + j] = -1e30;
    let score = bias[answer]!;
    for (let j = i * hidden; j < (i + 1) * hidden; j++) score += chosen[j]! * own[j]!;
    p[row + ids.length] = score;
  }
}

function markTargets(p: Float32Array, rows: number, columns: number): number {
  let loss = 0;
  for (let i = 1; i <= rows; i++) {
    const at = i * columns - 1;
    loss -= Math.log(Math.max(p[at]!, 1e-37));
    p[at] = p[at]! - 1;
  }
  return loss;
}

/** The targets' share: into E and bias, and (left in `own`) into the states. */
function ownGradients(
  p: Float32Array,
  chosen: Float32Array,
  own: Float32Array,
  answers: Int32Array,
  de: Float32Array,
  dbias: Float32Array,
  hidden: number,
  scale: number,
): void {
  const columns = p.length / answers.length;
  for (let i = 0, at = 0; i < answers.length; i++) {
    const pull = p[(i + 1) * columns - 1]!;
    const answer = answers[i]!;
    dbias[answer] = dbias[answer]! + pull * scale;
    const to = answer * hidden;
    for (let j = 0; j < hidden; j++, at++) {
      de[to + j] = de[to + j]! + chosen[at]! * pull * scale;
      own[at] = own[at]! * pull;
    }
  }
}
