import { Worker } from "node:worker_threads";
import { BadInputError, HeedError } from "../service/errors.ts";
import type { Artefact } from "./artefact.ts";
import type { Dataset } from "./dataset.ts";
import type { TrainAppraiserHooks, TrainAppraiserOptions, TrainingProgress } from "./train.ts";

/** What the worker says. */
export type WorkerMessage =
  | { progress: TrainingProgress }
  | { artefact: Artefact }
  | { failure: { message: string; code: string | null; hint: string } };

/**
 * `trainAppraiser` in a thread of its own, so that nothing else in the process waits. `hooks.signal` ends the thread.
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
    const abort = () => {
      reject(signal!.reason);
      void worker.terminate();
    };
    signal?.addEventListener("abort", abort, { once: true });
    worker.on("message", (message: WorkerMessage) => {
      if ("progress" in message) onProgress?.(message.progress);
      else if ("artefact" in message) resolve(message.artefact);
      else reject(errorOf(message.failure));
    });
    worker.on("error", reject);
    worker.on("exit", (code) => {
      signal?.removeEventListener("abort", abort);
      reject(new Error(`The training thread ended early (${code}).`));
    });
  });
}

function errorOf({ message, code, hint }: { message: string; code: string | null; hint: string }): Error {
  if (code === null) return new Error(message);
  if (code === "nothing-to-learn") return new BadInputError(message, { code, hint });
  return new HeedError(message, { code, status: 500, hint });
}
