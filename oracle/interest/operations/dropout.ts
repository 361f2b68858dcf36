import * as tf from "@tensorflow/tfjs";
import { blockOf, emptyTensor, heapKernels, Workspace } from "../heap.ts";
import { type Draws, drawMask } from "./mask.ts";

/** Zeroes a share `rate` of the numbers (in steps of 1/256) and scales the rest up, each row by its own draws. */
export function dropout(x: tf.Tensor2D, rate: number, draws: Draws): tf.Tensor2D {
  const mask = drawMask(x.shape[1], rate, draws);
  if (!mask) return x;
  const { kept, scale } = mask;
  const apply = (from: tf.Tensor) => {
    const out = emptyTensor<tf.Rank.R2>(x.shape);
    using space = new Workspace();
    const marks = space.copy(kept).offset;
    heapKernels().run.dropValues(blockOf(from).offset, marks, x.size, scale, blockOf(out).offset);
    return out;
  };
  const operation = tf.customGrad((x) => ({
    value: apply(x as tf.Tensor),
    gradFunc: (dy) => apply(dy),
  }));
  return operation(x) as tf.Tensor2D;
}
