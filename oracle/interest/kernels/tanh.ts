import * as tf from "@tensorflow/tfjs";
import { blockOf, floats, type WasmBackend, wasmBackend } from "../heap.ts";
import { replaceKernel } from "./replace.ts";

/** tanh(x) = 2 σ(2x) − 1: the wasm kernel of σ runs four lanes at a time, that of tanh one. */
export function mendTanh(): void {
  const sigmoid = wasmBackend().wasm.cwrap("Sigmoid", null, ["number", "number"]);
  replaceKernel(tf.Tanh, (original) => (call) => {
    const { x } = call.inputs as Record<"x", tf.TensorInfo>;
    if (x.dtype !== "float32") return original(call);
    const out = (call.backend as unknown as WasmBackend).makeOutput(x.shape, "float32");
    const block = blockOf(out);
    const from = floats(blockOf(x));
    const doubled = floats(block);
    for (let i = 0; i < from.length; i++) doubled[i] = 2 * from[i]!;
    const { id } = wasmBackend().dataIdMap.get(out.dataId);
    sigmoid(id, id);
    const values = floats(block);
    for (let i = 0; i < values.length; i++) values[i] = 2 * values[i]! - 1;
    return out;
  });
}
