import { workerData } from "node:worker_threads";
import { startTensorFlow } from "../tensorflow.ts";
import { DONE, receive, type SentBoard, TURN } from "./board.ts";
import { workOutPart } from "./part.ts";

// A thread that threads.ts starts. It never comes back to its event loop: whoever started it ends it.
const { board: sent, thread } = workerData as { board: SentBoard; thread: number };
const board = receive(sent);
await startTensorFlow();
for (let turn = 0; ; turn++) {
  // Ready at first, and then done with a step.
  Atomics.add(board.control, DONE, 1);
  Atomics.notify(board.control, DONE);
  Atomics.wait(board.control, TURN, turn);
  workOutPart(board, thread);
}
