import { Worker } from "node:worker_threads";
import { arrivedError } from "../service/errors.ts";
import type { Artefact } from "./artefact.ts";
import type { Dataset } from "./dataset.ts";
import type { TrainAppraiserHooks, TrainAppraiserOptions, TrainingProgress } from "./train.ts";

/** What the worker says. */
export type WorkerMessage = { progress: TrainingProgress } | { artefact: Artefact };

/** How long a thread that was told to stop may take to put down where it stands. */
const STOPPING_MS = 10_000;

/**
 * `trainAppraiser` in a thread of its own, so that nothing else in the process waits. `hooks.signal` ends the thread, after it has written
 * its checkpoint where it keeps one.
 * @throws what `trainAppraiser` throws.
 */
export function trainInWorker(
  dataset: Dataset,
  options: TrainAppraiserOptions,
  hooks: TrainAppraiserHooks = {},
): Promise<Artefact> {
  const { signal, onProgress } = hooks;
  signal?.throwIfAborted();
  const worker = new Worker(new URL("./trainWorker.ts", import.meta.url), { workerData: { dataset, options } });
  return new Promise<Artefact>((resolve, reject) => {
    let deadline: NodeJS.Timeout | undefined;
    const abort = () => {
      worker.postMessage("stop");
      deadline = setTimeout(() => void worker.terminate(), options.interest?.checkpoint ? STOPPING_MS : 0);
    };
    signal?.addEventListener("abort", abort, { once: true });
    worker.on("message", (message: WorkerMessage) => {
      if ("progress" in message) onProgress?.(message.progress);
      else resolve(message.artefact);
    });
    worker.on("error", (error) => reject(signal?.aborted ? signal.reason : arrivedError(error)));
    worker.on("exit", (code) => {
      clearTimeout(deadline);
      signal?.removeEventListener("abort", abort);
      reject(signal?.aborted ? signal.reason : new Error(`The training thread ended early (${code}).`));
    });
  });
}
