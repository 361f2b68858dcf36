import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { mendBatchMatMul } from "./kernels/batchMatMul.ts";

let started: Promise<void> | undefined;

/** Puts TensorFlow.js on its wasm backend, with the product that is slow mended; once a process. */
export function startTensorFlow(): Promise<void> {
  started ??= start();
  return started;
}

async function start(): Promise<void> {
  if (!(await tf.setBackend("wasm"))) throw new Error("TensorFlow.js could not start its wasm backend.");
  await tf.ready();
  mendBatchMatMul();
}
