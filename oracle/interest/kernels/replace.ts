import * as tf from "@tensorflow/tfjs";

type KernelFunc = tf.KernelConfig["kernelFunc"];

/** Puts `wrap(original)` in the place of the wasm backend's kernel `name`. */
export function replaceKernel(name: string, wrap: (original: KernelFunc) => KernelFunc): void {
  const config = tf.getKernel(name, "wasm");
  tf.unregisterKernel(name, "wasm");
  // The original's set-up already ran with the backend, and must not run twice.
  tf.registerKernel({ kernelName: name, backendName: "wasm", kernelFunc: wrap(config.kernelFunc) });
}
