import * as tf from "@tensorflow/tfjs";
import { type Block, blockOf, emptyTensor, heapKernels, matrix, Workspace } from "../heap.ts";

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
    const kernels = heapKernels();
    const value = emptyTensor<tf.Rank.R2>([rows, width]);
    const out = blockOf(value);
    const sides = [matrix(blockOf(x), depth), matrix(blockOf(w), width), matrix(out, width)] as const;
    kernels.multiply(rows, width, depth, ...sides, { bias: blockOf(b).offset });
    if (rectify) kernels.run.rectify(out.offset, rows * width);
    save(rectify ? [x, w, value] : [x, w]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const gradients = [x.shape, w.shape, b.shape].map((shape) => emptyTensor(shape));
      const [dx, dw, db] = gradients.map(blockOf) as [Block, Block, Block];
      const [x0, w0, kept] = saved.map(blockOf) as [Block, Block, Block | undefined];
      using space = new Workspace();
      const d = kept ? space.allocate(rows * width) : blockOf(dy);
      if (kept) kernels.run.rectifyBack(blockOf(dy).offset, kept.offset, rows * width, d.offset);
      kernels.multiply(rows, depth, width, matrix(d, width), matrix(w0, width, true), matrix(dx, depth));
      kernels.multiply(depth, width, rows, matrix(x0, depth, true), matrix(d, width), matrix(dw, width));
      kernels.run.sumRows(d.offset, rows, width, width, 0, db.offset);
      return gradients;
    };
    return { value, gradFunc };
  });
  return operation(x, w, b) as tf.Tensor2D;
}
