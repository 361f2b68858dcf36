import { Worker } from "node:worker_threads";
import { arrivedError } from "../service/errors.ts";
import type { Artefact } from "./artefact.ts";
import type { Comparison } from "./compareModels.ts";
import type { Dataset } from "./dataset.ts";
import type { TrainAppraiserHooks, TrainAppraiserOptions, TrainingProgress } from "./train.ts";

/** What the worker says. */
export type WorkerMessage = { progress: TrainingProgress } | { artefact: Artefact; comparison: Comparison | null };

/** What the worker is given; with `rival` (null: nothing was served yet) the new model is compared with it. */
export interface WorkerInput {
  dataset: Dataset;
  options: TrainAppraiserOptions;
  rival?: Artefact | null;
}

/** How long a thread that was told to stop may take to put down where it stands. */
const STOPPING_MS = 10_000;

/**
 * `trainAppraiser` in a thread of its own, so that nothing else in the process waits. `hooks.signal` ends the thread, after it has written
 * its checkpoint where it keeps one.
 * @throws what `trainAppraiser` throws.
 */
export async function trainInWorker(
  dataset: Dataset,
  options: TrainAppraiserOptions,
  hooks: TrainAppraiserHooks = {},
): Promise<Artefact> {
  return (await runWorker({ dataset, options }, hooks)).artefact;
}

/** The same, and then the new model beside `rival`, which is served (null: the population's mean is), on what the data set holds out. */
export async function trainAgainst(
  rival: Artefact | null,
  dataset: Dataset,
  options: TrainAppraiserOptions,
  hooks: TrainAppraiserHooks = {},
): Promise<{ artefact: Artefact; comparison: Comparison }> {
  const { artefact, comparison } = await runWorker({ dataset, options, rival }, hooks);
  return { artefact, comparison: comparison! };
}

function runWorker(
  workerData: WorkerInput,
  { signal, onProgress }: TrainAppraiserHooks,
): Promise<{ artefact: Artefact; comparison: Comparison | null }> {
  signal?.throwIfAborted();
  const worker = new Worker(new URL("./trainWorker.ts", import.meta.url), { workerData });
  return new Promise((resolve, reject) => {
    let deadline: NodeJS.Timeout | undefined;
    const abort = () => {
      worker.postMessage("stop");
      deadline = setTimeout(() => void worker.terminate(), workerData.options.interest?.checkpoint ? STOPPING_MS : 0);
    };
    signal?.addEventListener("abort", abort, { once: true });
    worker.on("message", (message: WorkerMessage) => {
      if ("progress" in message) onProgress?.(message.progress);
      else resolve(message);
    });
    worker.on("error", (error) => reject(signal?.aborted ? signal.reason : arrivedError(error)));
    worker.on("exit", (code) => {
      clearTimeout(deadline);
      signal?.removeEventListener("abort", abort);
      reject(signal?.aborted ? signal.reason : new Error(`The training thread ended early (${code}).`));
    });
  });
}
