import { once } from "node:events";
import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import { expect } from "chai";
import { threadCount } from "../../oracle/interest/parallel/threadCount.ts";
import { trainInterestModel } from "../../oracle/interest/train.ts";
import type { TrainHooks, TrainOptions } from "../../oracle/interest/trainOptions.ts";
import { caught } from "./support/caught.ts";
import { vocabulary, walks } from "./support/walks.ts";

/** Resolves with the next thread that is started. */
async function nextThread(): Promise<Worker> {
  const [worker] = (await once(process, "worker")) as [Worker];
  return worker;
}

describe("training with several threads", () => {
  const options = { seed: 3, hidden: 16, batch: 16, epochs: 2, validation: 0, averaging: 2, negatives: 20 } as const;
  const train = (changes: Partial<TrainOptions>, hooks?: TrainHooks) =>
    trainInterestModel(walks(90), vocabulary, { ...options, ...changes }, hooks);
  const weights = async (changes: Partial<TrainOptions>) => {
    const bytes = (await train(changes)).serialize().weights;
    return new Float32Array(bytes.slice().buffer);
  };

  for (const model of ["gru", "transformer"] as const) {
    for (const loss of ["full", "sampled"] as const) {
      it(`gives one thread's weights up to rounding: ${model}, ${loss} loss`, async () => {
        const one = await weights({ model, loss, threads: 1 });
        const [first, second] = [
          await weights({ model, loss, threads: 2 }),
          await weights({ model, loss, threads: 2 }),
        ];
        expect(Buffer.from(first.buffer).equals(Buffer.from(second.buffer))).to.equal(true);
        expect(Math.max(...first.map((value, i) => Math.abs(value - one[i]!)))).to.be.below(1e-3);
        const elsewhere = await weights({ model, loss, threads: 1, seed: 4 });
        expect(Math.max(...elsewhere.map((value, i) => Math.abs(value - one[i]!)))).to.be.above(0.05);
      });
    }
  }

  it("takes one thread for small data, and no more than four for any", () => {
    const work = { architecture: { kind: "gru" }, hidden: 64, scores: 512 } as const;
    expect(threadCount({ ...work, positions: 1000 })).to.equal(1);
    expect(threadCount({ ...work, positions: 1e7 })).to.equal(Math.min(4, availableParallelism()));
  });

  it("ends with the error of a thread that fails", async () => {
    const error = await caught(train({ threads: 2, learningRate: 1e30 }));
    expect(error).to.be.instanceOf(RangeError);
    expect((error as Error).message).to.match(/Lower the learning rate/);
  });

  it("ends when a thread dies", async () => {
    const started = nextThread();
    const training = caught(train({ threads: 2, epochs: 1000 }));
    await (await started).terminate();
    expect(String(await training)).to.match(/A training thread ended early/);
  });

  it("ends all threads when it is told to stop", async () => {
    const controller = new AbortController();
    const reason = new Error("Enough.");
    const started = nextThread();
    const training = caught(
      train({ threads: 2, epochs: 1000 }, { signal: controller.signal, onProgress: () => controller.abort(reason) }),
    );
    const thread = await started;
    const ended = once(thread, "exit");
    expect(await training).to.equal(reason);
    await ended;
  });
});
