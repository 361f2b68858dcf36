import * as tf from "@tensorflow/tfjs";
import { type Block, blockOf, emptyTensor, floats, Workspace } from "../heap.ts";
import { multiply, sumRows, transpose } from "../products.ts";

/**
 * x W + b, and with `rectify` what of it is above zero: x [N, D], W [D, E], b [E] → [N, E].
 * dx = dy Wᵀ, dW = xᵀ dy, db the sum of dy's rows; where it was rectified, dy is zero first.
 */
export function linear(x: tf.Tensor2D, w: tf.Tensor2D, b: tf.Tensor1D, rectify = false): tf.Tensor2D {
  const operation = tf.customGrad((...inputs) => {
    const save = inputs.pop() as unknown as tf.GradSaveFunc;
    const [x, w, b] = inputs as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
    const [rows, depth] = x.shape;
    const width = b.shape[0];
    const value = emptyTensor<tf.Rank.R2>([rows, width]);
    multiply(blockOf(x), blockOf(w), blockOf(value), rows, depth, width, blockOf(b));
    if (rectify) cut(floats(blockOf(value)));
    save(rectify ? [x, w, value] : [x, w]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const gradients = [x.shape, w.shape, b.shape].map((shape) => emptyTensor(shape));
      const [dx, dw, db] = gradients.map(blockOf) as [Block, Block, Block];
      const [xBlock, wBlock, kept] = saved.map(blockOf) as [Block, Block, Block | undefined];
      using space = new Workspace();
      const d = kept ? space.allocate(rows * width) : blockOf(dy);
      if (kept) passOn(floats(blockOf(dy)), floats(kept), floats(d));
      const wt = space.allocate(depth * width);
      transpose(wBlock, wt, depth, width);
      multiply(d, wt, dx, rows, width, depth);
      const xt = space.allocate(rows * depth);
      transpose(xBlock, xt, rows, depth);
      multiply(xt, d, dw, depth, rows, width);
      sumRows(d, db, rows, width);
      return gradients;
    };
    return { value, gradFunc };
  });
  return operation(x, w, b) as tf.Tensor2D;
}

function cut(values: Float32Array): void {
  for (let i = 0; i < values.length; i++) if (values[i]! < 0) values[i] = 0;
}

function passOn(dy: Float32Array, kept: Float32Array, out: Float32Array): void {
  for (let i = 0; i < out.length; i++) out[i] = kept[i]! > 0 ? dy[i]! : 0;
}
