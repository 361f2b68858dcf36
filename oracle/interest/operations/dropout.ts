import * as tf from "@tensorflow/tfjs";
import { type Block, blockOf, emptyTensor, floats } from "../heap.ts";
import { type Draws, drawMask } from "./mask.ts";

/** Zeroes a share `rate` of the numbers (in steps of 1/256) and scales the rest up, each row by its own draws. */
export function dropout(x: tf.Tensor2D, rate: number, draws: Draws): tf.Tensor2D {
  const mask = drawMask(x.shape[1], rate, draws);
  if (!mask) return x;
  const { kept, scale } = mask;
  const apply = (from: Block) => {
    const out = emptyTensor<tf.Rank.R2>(x.shape);
    const source = floats(from);
    const to = floats(blockOf(out));
    for (let i = 0; i < to.length; i++) to[i] = kept[i] ? source[i]! * scale : 0;
    return out;
  };
  const operation = tf.customGrad((x) => ({
    value: apply(blockOf(x as tf.Tensor)),
    gradFunc: (dy) => apply(blockOf(dy)),
  }));
  return operation(x) as tf.Tensor2D;
}
