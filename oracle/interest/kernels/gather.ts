import * as tf from "@tensorflow/tfjs";
import { type WasmBackend, wasmBackend } from "../heap.ts";
import { replaceKernel } from "./replace.ts";

/** Rows of a matrix are copied whole; the wasm kernel takes 40 ns for each number. Other shapes go to the original. */
export function mendGather(): void {
  replaceKernel(tf.GatherV2, (original) => (call) => {
    const { x, indices } = call.inputs as Record<"x" | "indices", tf.TensorInfo>;
    const { axis, batchDims } = call.attrs as unknown as tf.GatherV2Attrs;
    const plain = (axis ?? 0) === 0 && (batchDims ?? 0) === 0 && x.shape.length === 2;
    if (!plain || x.dtype !== "float32" || indices.dtype !== "int32") return original(call);
    const [rows, width] = x.shape as [number, number];
    const out = (call.backend as unknown as WasmBackend).makeOutput([...indices.shape, width], "float32");
    const { wasm, dataIdMap } = wasmBackend();
    const heap = wasm.HEAPU8.buffer as ArrayBuffer;
    const at = (info: tf.TensorInfo) => dataIdMap.get(info.dataId).memoryOffset;
    const ids = new Int32Array(heap, at(indices), tf.util.sizeFromShape(indices.shape));
    const from = new Float32Array(heap, at(x), rows * width);
    const to = new Float32Array(heap, at(out), ids.length * width);
    for (const [i, id] of ids.entries()) {
      if (id < 0 || id >= rows) throw new RangeError(`Row ${id} of a matrix of ${rows} rows.`);
      to.set(from.subarray(id * width, (id + 1) * width), i * width);
    }
    return out;
  });
}
