import * as tf from "@tensorflow/tfjs";
import { blockOf, emptyTensor, floats, tensorOf } from "../heap.ts";

/** Keeps a constant row from being divided by zero. */
export const NORM_EPSILON = 1e-5;

/**
 * Each row of x [N, H] brought to mean 0 and variance 1, then times `gain` [H] plus `shift` [H] (Ba et al. 2016). With x̂ the row before
 * the gain and d = dy ∘ gain, dx = (d − mean(d) − x̂ · mean(d ∘ x̂)) / √(variance + ε).
 */
export function layerNorm(x: tf.Tensor2D, gain: tf.Tensor1D, shift: tf.Tensor1D): tf.Tensor2D {
  const operation = tf.customGrad((...inputs) => {
    const save = inputs.pop() as unknown as tf.GradSaveFunc;
    const [x, gain, shift] = inputs as [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D];
    const [rows, width] = x.shape;
    const value = emptyTensor<tf.Rank.R2>([rows, width]);
    const normal = emptyTensor<tf.Rank.R2>([rows, width]);
    const scales = new Float32Array(rows);
    const to = floats(blockOf(normal));
    normalise(floats(blockOf(x)), to, scales, width);
    affine(to, floats(blockOf(gain)), floats(blockOf(shift)), floats(blockOf(value)));
    save([normal, gain]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const dx = emptyTensor([rows, width]);
      const [dGain, dShift] = [new Float64Array(width), new Float64Array(width)];
      const [n, g] = saved.map((tensor) => floats(blockOf(tensor))) as [Float32Array, Float32Array];
      normaliseBack(floats(blockOf(dy)), n, g, scales, floats(blockOf(dx)), dGain, dShift);
      return [dx, tensorOf(Float32Array.from(dGain), [width]), tensorOf(Float32Array.from(dShift), [width])];
    };
    return { value, gradFunc };
  });
  return operation(x, gain, shift) as tf.Tensor2D;
}

/** Writes the normalised rows, and what each was multiplied by. */
function normalise(x: Float32Array, out: Float32Array, scales: Float32Array, width: number): void {
  for (let i = 0, from = 0; i < scales.length; i++, from += width) {
    let [sum, squares] = [0, 0];
    for (let k = from; k < from + width; k++) sum += x[k]!;
    const mean = sum / width;
    for (let k = from; k < from + width; k++) squares += (x[k]! - mean) ** 2;
    const scale = 1 / Math.sqrt(squares / width + NORM_EPSILON);
    for (let k = from; k < from + width; k++) out[k] = (x[k]! - mean) * scale;
    scales[i] = scale;
  }
}

function affine(normal: Float32Array, gain: Float32Array, shift: Float32Array, out: Float32Array): void {
  for (let at = 0; at < out.length; )
    for (let j = 0; j < gain.length; j++, at++) out[at] = normal[at]! * gain[j]! + shift[j]!;
}

function normaliseBack(
  dy: Float32Array,
  normal: Float32Array,
  gain: Float32Array,
  scales: Float32Array,
  dx: Float32Array,
  dGain: Float64Array,
  dShift: Float64Array,
): void {
  const width = gain.length;
  for (let i = 0, from = 0; i < scales.length; i++, from += width) {
    let [sum, along] = [0, 0];
    for (let j = 0; j < width; j++) {
      const [d, n] = [dy[from + j]!, normal[from + j]!];
      dGain[j] = dGain[j]! + d * n;
      dShift[j] = dShift[j]! + d;
      sum += d * gain[j]!;
      along += d * gain[j]! * n;
    }
    const [mean, slope, scale] = [sum / width, along / width, scales[i]!];
    for (let j = 0; j < width; j++)
      dx[from + j] = (dy[from + j]! * gain[j]! - mean - normal[from + j]! * slope) * scale;
  }
}
