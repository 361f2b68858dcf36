import { parentPort, workerData } from "node:worker_threads";
import { HeedError } from "../service/errors.ts";
import type { Dataset } from "./dataset.ts";
import { type TrainAppraiserOptions, trainAppraiser } from "./train.ts";
import type { WorkerMessage } from "./trainInWorker.ts";

// The thread that trainInWorker starts.
const { dataset, options } = workerData as { dataset: Dataset; options: TrainAppraiserOptions };
const say = (message: WorkerMessage) => parentPort!.postMessage(message);
let reportedAtMs = 0;

try {
  const artefact = await trainAppraiser(dataset, options, {
    onProgress(progress) {
      if (performance.now() - reportedAtMs < 100) return;
      reportedAtMs = performance.now();
      say({ progress });
    },
  });
  say({ artefact });
} catch (error) {
  const known = error instanceof HeedError ? error : null;
  const message = error instanceof Error ? error.message : String(error);
  say({ failure: { message, code: known?.code ?? null, hint: known?.hint ?? "" } });
}
