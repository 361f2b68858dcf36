import * as tf from "@tensorflow/tfjs";
import { blockOf, floats, type WasmBackend, wasmBackend } from "../heap.ts";

/** The gradient of every gather: the wasm backend has no such kernel, so that no embedding could be trained. */
export function addUnsortedSegmentSum(): void {
  tf.registerKernel({
    kernelName: tf.UnsortedSegmentSum,
    backendName: "wasm",
    kernelFunc: (call) => {
      const { x, segmentIds } = call.inputs as Record<"x" | "segmentIds", tf.TensorInfo>;
      const { numSegments } = call.attrs as unknown as tf.UnsortedSegmentSumAttrs;
      const rest = x.shape.slice(segmentIds.shape.length);
      const out = (call.backend as unknown as WasmBackend).makeOutput([numSegments, ...rest], "float32");
      const width = tf.util.sizeFromShape(rest);
      const { wasm, dataIdMap } = wasmBackend();
      const { memoryOffset } = dataIdMap.get(segmentIds.dataId);
      const count = tf.util.sizeFromShape(segmentIds.shape);
      const ids = new Int32Array(wasm.HEAPU8.buffer as ArrayBuffer, memoryOffset, count);
      addRows(floats(blockOf(x)), ids, floats(blockOf(out)).fill(0), width);
      return out;
    },
  });
}

/** out[ids[i]] += rows[i], rows `width` wide; negative ids are dropped. */
export function addRows(rows: Float32Array, ids: Int32Array, out: Float32Array, width: number): void {
  for (let i = 0, at = 0; i < ids.length; i++, at += width) {
    const id = ids[i]!;
    if (id < 0) continue;
    const to = id * width;
    for (let j = 0; j < width; j++) out[to + j] = out[to + j]! + rows[at + j]!;
  }
}
