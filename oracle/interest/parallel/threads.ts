import { Worker } from "node:worker_threads";
import { arrivedError } from "../../service/errors.ts";
import { type Board, DONE, send, TURN } from "./board.ts";

/** The other threads of a training. */
export interface Threads {
  /** Lets them work out their parts of the step that the board tells of. */
  begin(): void;
  /** Resolves when all are done; rejects with the error of one that threw or ended. */
  done(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a thread for each of the board's findings but the first, which is the caller's own; resolves when all are ready. */
export async function startThreads(board: Board): Promise<Threads> {
  const others = board.findings.length - 1;
  const workers = Array.from(
    { length: others },
    (_, i) =>
      new Worker(new URL("./thread.ts", import.meta.url), { workerData: { board: send(board), thread: i + 1 } }),
  );
  let failure: unknown;
  const fail = (error: unknown) => {
    failure ??= error;
    // Wakes whoever waits for the threads.
    Atomics.notify(board.control, DONE);
  };
  for (const worker of workers) {
    worker.once("error", (error) => fail(arrivedError(error)));
    worker.once("exit", (code) => fail(new Error(`A training thread ended early (${code}).`)));
  }
  const threads: Threads = {
    begin() {
      Atomics.store(board.control, DONE, 0);
      Atomics.add(board.control, TURN, 1);
      Atomics.notify(board.control, TURN);
    },
    async done() {
      for (let done = Atomics.load(board.control, DONE); done < others; done = Atomics.load(board.control, DONE)) {
        if (failure) throw failure;
        await Atomics.waitAsync(board.control, DONE, done).value;
      }
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
  try {
    await threads.done();
  } catch (error) {
    await threads.close();
    throw error;
  }
  return threads;
}
