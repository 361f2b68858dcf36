import * as tf from "@tensorflow/tfjs";
import { type Block, blockOf, emptyTensor, heapKernels, Workspace } from "../heap.ts";

/** Keeps a constant row from being divided by zero. */
const NORM_EPSILON = 1e-5;

/**
 * Each row of x [N, H] brought to mean 0 and variance 1, then times `gain` [H] plus `shift` [H] (Ba et al. 2016). With x̂ the row before
 * the gain and d = dy ∘ gain, dx = (d − mean(d) − x̂ · mean(d ∘ x̂)) / √(variance + ε).
 */
export function layerNorm(x: tf.Tensor2D, gain: tf.Tensor1D, shift: tf.Tensor1D): tf.Tensor2D {
  const operation = tf.customGrad((...inputs) => {
    const save = inputs.pop() as unknown as tf.GradSaveFunc;
    const [x, gain, shift] = inputs as [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D];
    const [rows, width] = x.shape;
    const { run } = heapKernels();
    const value = emptyTensor<tf.Rank.R2>([rows, width]);
    const normal = emptyTensor<tf.Rank.R2>([rows, width]);
    const scales = emptyTensor<tf.Rank.R1>([rows]);
    const [from, g, s, to, n, by] = [x, gain, shift, value, normal, scales].map(offsetOf) as Offsets<6>;
    run.layerNorm(from, rows, width, g, s, NORM_EPSILON, n, by, to);
    save([normal, gain, scales]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const gradients = [[rows, width], [width], [width]].map((shape) => emptyTensor(shape));
      const [dx, dGain, dShift] = gradients.map(offsetOf) as Offsets<3>;
      const [n, g, by] = saved.map(offsetOf) as Offsets<3>;
      using space = new Workspace();
      const along: Block = space.allocate(rows * width);
      run.layerNormBack(offsetOf(dy), rows, width, g, n, by, dx, along.offset);
      run.sumRows(along.offset, rows, width, width, 0, dGain);
      run.sumRows(offsetOf(dy), rows, width, width, 0, dShift);
      return gradients;
    };
    return { value, gradFunc };
  });
  return operation(x, gain, shift) as tf.Tensor2D;
}

type Offsets<Count extends 3 | 6> = Count extends 3
  ? [number, number, number]
  : [number, number, number, number, number, number];

function offsetOf(tensor: tf.Tensor): number {
  return blockOf(tensor).offset;
}
