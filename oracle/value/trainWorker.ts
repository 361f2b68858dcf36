import { parentPort, workerData } from "node:worker_threads";
import { compareModels } from "./compareModels.ts";
import { trainAppraiser } from "./train.ts";
import type { WorkerInput, WorkerMessage } from "./trainInWorker.ts";

// The thread that trainInWorker starts.
const { dataset, options, rival } = workerData as WorkerInput;
const port = parentPort!;
const say = (message: WorkerMessage) => port.postMessage(message);
const controller = new AbortController();
// The only thing it is ever told is to stop.
port.once("message", () => controller.abort(new Error("Training was stopped.")));
let reportedAtMs = 0;

try {
  const artefact = await trainAppraiser(dataset, options, {
    signal: controller.signal,
    onProgress(progress) {
      if (performance.now() - reportedAtMs < 100) return;
      reportedAtMs = performance.now();
      say({ progress });
    },
  });
  const comparison = rival === undefined ? null : await compareModels(dataset, artefact, rival);
  say({ artefact, comparison });
} finally {
  port.close();
}
