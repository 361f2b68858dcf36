import * as tf from "@tensorflow/tfjs";
import { blockOf, emptyTensor, floats } from "../heap.ts";
import { addRows } from "../kernels/unsortedSegmentSum.ts";

/** One way to describe a row: `table` [n, D], and for each row the index into it (negative: nothing to add). */
export interface Lookup {
  table: tf.Tensor2D;
  ids: Int32Array;
}

/** Adds up what each lookup says of a row, times `scale`: [N, D]. The gradient is a scatter-add into each table. */
export function embed(lookups: readonly [Lookup, ...Lookup[]], scale = 1): tf.Tensor2D {
  const operation = tf.customGrad((...inputs) => {
    inputs.pop();
    const tables = inputs as tf.Tensor2D[];
    const width = tables[0]!.shape[1];
    const value = emptyTensor<tf.Rank.R2>([lookups[0].ids.length, width]);
    const out = floats(blockOf(value)).fill(0);
    for (const [i, { ids }] of lookups.entries()) copyRows(floats(blockOf(tables[i]!)), ids, out, width);
    scaleBy(out, scale);
    const shapes = tables.map(({ shape }) => shape);
    const gradFunc = (dy: tf.Tensor) => {
      const gradients = shapes.map((shape) => emptyTensor<tf.Rank.R2>(shape));
      const rows = floats(blockOf(dy));
      for (const [i, { ids }] of lookups.entries()) {
        const gradient = floats(blockOf(gradients[i]!)).fill(0);
        addRows(rows, ids, gradient, width);
        scaleBy(gradient, scale);
      }
      return gradients;
    };
    return { value, gradFunc };
  });
  return operation(...lookups.map(({ table }) => table)) as tf.Tensor2D;
}

/** out[i] += table[ids[i]]. */
function copyRows(table: Float32Array, ids: Int32Array, out: Float32Array, width: number): void {
  for (let i = 0, at = 0; i < ids.length; i++, at += width) {
    const id = ids[i]!;
    if (id < 0) continue;
    const from = id * width;
    for (let j = 0; j < width; j++) out[at + j] = out[at + j]! + table[from + j]!;
  }
}

function scaleBy(values: Float32Array, scale: number): void {
  if (scale !== 1) for (let i = 0; i < values.length; i++) values[i] = values[i]! * scale;
}
