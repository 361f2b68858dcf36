import * as tf from "@tensorflow/tfjs";
import { type Block, blockOf, emptyTensor, floats } from "../heap.ts";
import type { Random } from "../random.ts";

/** Zeroes a share `rate` of the numbers (in steps of 1/256) and scales the rest up, by a stream of its own seed. */
export function dropout(x: tf.Tensor2D, rate: number, random: Random): tf.Tensor2D {
  const threshold = Math.round(rate * 256);
  if (threshold <= 0) return x;
  const mask = new Uint8Array(x.size);
  for (let i = 0; i < mask.length; i += 4) {
    const word = random.next() * 2 ** 32;
    for (let j = 0; j < 4 && i + j < mask.length; j++) mask[i + j] = ((word >>> (8 * j)) & 255) < threshold ? 0 : 1;
  }
  const scale = 256 / (256 - threshold);
  const apply = (from: Block) => {
    const out = emptyTensor<tf.Rank.R2>(x.shape);
    const source = floats(from);
    const to = floats(blockOf(out));
    for (let i = 0; i < to.length; i++) to[i] = mask[i] ? source[i]! * scale : 0;
    return out;
  };
  const operation = tf.customGrad((x) => ({
    value: apply(blockOf(x as tf.Tensor)),
    gradFunc: (dy) => apply(blockOf(dy)),
  }));
  return operation(x) as tf.Tensor2D;
}
