import type * as tf from "@tensorflow/tfjs";
import { type Block, floats, heapKernels, matrix, part, Workspace } from "../heap.ts";
import { chosenRows, type Head, lossOperation, positionsOf, sumOfLosses } from "./loss.ts";

const CHUNK = 1024;
/** The score of a draw that hits the target: e to the power of it is zero. */
const STRUCK = -1e30;

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
  const draws = ids.length;
  // The last column is the row's own target.
  const columns = draws + 1;
  const kernels = heapKernels();
  const { run } = kernels;
  using space = new Workspace();
  const drawn = space.allocate(draws * hidden);
  const idsAt = space.copy(ids).offset;
  run.takeRows(e.offset, idsAt, draws, hidden, drawn.offset);
  const drawnBias = space.allocate(draws);
  floats(drawnBias).set(correctedBias(floats(bias), ids, logExpected));
  const packed = (k: number, n: number, turned: boolean) =>
    kernels.pack(n, k, matrix(drawn, hidden, turned), space.allocate(kernels.packedLength(k, n)).offset);
  const [turned, upright] = [packed(hidden, draws, true), packed(draws, hidden, false)];
  const size = Math.min(CHUNK, rows.length);
  const [own, ownBias, losses] = [space.allocate(size * hidden), space.allocate(size), space.allocate(2 * size)];
  const scores = space.allocate(size * columns);
  const [drawnGradient, sums] = [space.allocate(draws * hidden), space.allocate(columns)];
  const last = space.copy(new Int32Array(size).fill(draws)).offset;
  for (const block of [drawnGradient, sums, dh, de, dbias]) floats(block).fill(0);
  let loss = 0;
  for (let from = 0; from < rows.length; from += CHUNK) {
    const some = rows.subarray(from, from + CHUNK);
    const n = some.length;
    using chunk = new Workspace();
    const answers = some.map((row) => targets[row]!);
    const answersAt = chunk.copy(answers).offset;
    const { states, gradient, put } = chosenRows(chunk, some, h, dh, hidden);
    const p = matrix(scores, columns);
    const pull = p.at + 4 * draws;
    kernels.multiply(n, draws, hidden, states, turned, p, { bias: drawnBias.offset });
    run.takeRows(e.offset, answersAt, n, hidden, own.offset);
    run.takeRows(bias.offset, answersAt, n, 1, ownBias.offset);
    run.dotRows(states.at, own.offset, ownBias.offset, n, hidden, pull, columns);
    run.strikeOut(p.at, n, columns, idsAt, answersAt, STRUCK);
    run.crossEntropy(p.at, n, columns, last, 1 / rows.length, losses.offset);
    loss += sumOfLosses(floats(losses), n);
    kernels.multiply(draws, hidden, n, { ...p, turned: true }, states, matrix(drawnGradient, hidden), { add: true });
    run.sumRows(p.at, n, columns, columns, 1, sums.offset);
    kernels.multiply(n, hidden, draws, p, upright, gradient);
    // The targets' share: into E and bias, and into the states.
    run.addScaledRows(states.at, answersAt, pull, columns, n, hidden, de.offset);
    run.addScaledRows(own.offset, 0, pull, columns, n, hidden, gradient.at);
    addPulls(floats(part(scores, 0, n * columns)), answers, floats(dbias));
    put();
  }
  run.scatterRows(drawnGradient.offset, idsAt, draws, hidden, 1, de.offset);
  run.scatterRows(sums.offset, idsAt, draws, 1, 1, dbias.offset);
  return loss / rows.length;
}

function correctedBias(bias: Float32Array, ids: Int32Array, logExpected: Float32Array): Float32Array {
  return Float32Array.from(ids, (id, j) => bias[id]! - logExpected[j]!);
}

/** The last column, which is the gradient of the targets' own scores, into the bias. */
function addPulls(p: Float32Array, answers: Int32Array, dbias: Float32Array): void {
  const columns = p.length / answers.length;
  for (const [i, answer] of answers.entries()) dbias[answer] = dbias[answer]! + p[(i + 1) * columns - 1]!;
}
