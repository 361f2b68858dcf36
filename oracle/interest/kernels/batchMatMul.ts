import * as tf from "@tensorflow/tfjs";
import { replaceKernel } from "./replace.ts";

/** A transposed side takes a scalar loop in the wasm kernel, ten times slower: turn it over first, then multiply. The gradients of dense layers ask for both. */
export function mendBatchMatMul(): void {
  replaceKernel(tf.BatchMatMul, (original) => (call) => {
    const { transposeA, transposeB } = call.attrs as unknown as tf.BatchMatMulAttrs;
    if (!transposeA && !transposeB) return original(call);
    const { a, b } = call.inputs as Record<"a" | "b", tf.TensorInfo>;
    const backend = tf.backend();
    const turned: tf.TensorInfo[] = [];
    const turn = (tensor: tf.TensorInfo) => {
      const rank = tensor.shape.length;
      const perm = [...Array(rank - 2).keys(), rank - 1, rank - 2];
      const result = tf.getKernel(tf.Transpose, "wasm").kernelFunc({
        inputs: { x: tensor },
        backend: call.backend,
        attrs: { perm },
      }) as tf.TensorInfo;
      turned.push(result);
      return result;
    };
    const inputs = { a: transposeA ? turn(a) : a, b: transposeB ? turn(b) : b };
    const result = original({ ...call, inputs, attrs: { transposeA: false, transposeB: false } });
    for (const { dataId } of turned) backend.disposeData(dataId);
    return result;
  });
}
