import type * as tf from "@tensorflow/tfjs";
import { type Block, floats, heapKernels, matrix, Workspace } from "../heap.ts";
import { chosenRows, type Head, lossOperation, positionsOf, sumOfLosses } from "./loss.ts";

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
  const kernels = heapKernels();
  using space = new Workspace();
  // E stands on the right of every chunk's products, turned and as it is.
  const packed = (k: number, n: number, turned: boolean) =>
    kernels.pack(n, k, matrix(e, hidden, turned), space.allocate(kernels.packedLength(k, n)).offset);
  const [turned, upright] = [packed(hidden, contents, true), packed(contents, hidden, false)];
  const size = Math.min(CHUNK, rows.length);
  const scores = space.allocate(size * contents);
  const losses = space.allocate(2 * size);
  for (const block of gradients) floats(block).fill(0);
  let loss = 0;
  for (let from = 0; from < rows.length; from += CHUNK) {
    const some = rows.subarray(from, from + CHUNK);
    const n = some.length;
    using chunk = new Workspace();
    const answers = chunk.copy(some.map((row) => targets[row]!)).offset;
    const { states, gradient, put } = chosenRows(chunk, some, h, dh, hidden);
    const p = matrix(scores, contents);
    kernels.multiply(n, contents, hidden, states, turned, p, { bias: bias.offset });
    kernels.run.crossEntropy(p.at, n, contents, answers, 1 / rows.length, losses.offset);
    loss += sumOfLosses(floats(losses), n);
    kernels.multiply(contents, hidden, n, { ...p, turned: true }, states, matrix(de, hidden), { add: true });
    kernels.run.sumRows(p.at, n, contents, contents, 1, dbias.offset);
    kernels.multiply(n, hidden, contents, p, upright, gradient);
    put();
  }
  return loss / rows.length;
}
