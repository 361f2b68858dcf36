import * as tf from "@tensorflow/tfjs";
import { blockOf, emptyTensor, floats, heapKernels, Workspace } from "../heap.ts";

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
    const { run } = heapKernels();
    const rows = lookups[0].ids.length;
    const width = tables[0]!.shape[1];
    const value = emptyTensor<tf.Rank.R2>([rows, width]);
    floats(blockOf(value)).fill(0);
    for (const [i, { ids }] of lookups.entries()) {
      using space = new Workspace();
      run.gatherRows(blockOf(tables[i]!).offset, space.copy(ids).offset, rows, width, scale, blockOf(value).offset);
    }
    const shapes = tables.map(({ shape }) => shape);
    const gradFunc = (dy: tf.Tensor) =>
      lookups.map(({ ids }, i) => {
        using space = new Workspace();
        const gradient = emptyTensor<tf.Rank.R2>(shapes[i]!);
        const chosen = space.copy(ids).offset;
        floats(blockOf(gradient)).fill(0);
        run.scatterRows(blockOf(dy).offset, chosen, rows, width, scale, blockOf(gradient).offset);
        return gradient;
      });
    return { value, gradFunc };
  });
  return operation(...lookups.map(({ table }) => table)) as tf.Tensor2D;
}
