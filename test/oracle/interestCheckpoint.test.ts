import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Checkpoint, checkpointFile } from "../../oracle/interest/checkpoint.ts";
import { trainInterestModel } from "../../oracle/interest/train.ts";
import type { TrainHooks, TrainOptions } from "../../oracle/interest/trainOptions.ts";
import { BadInputError } from "../../oracle/service/errors.ts";
import { caught } from "./support/caught.ts";
import { useFolder } from "./support/process.ts";
import { vocabulary, walks } from "./support/walks.ts";

describe("a training's checkpoint", () => {
  const folder = useFolder();
  const options = { seed: 3, hidden: 16, batch: 16, epochs: 4, averaging: 1, patience: 9 } as const;
  const train = (changes: Partial<TrainOptions> = {}, hooks?: TrainHooks) =>
    trainInterestModel(walks(90), vocabulary, { ...options, ...changes }, hooks);
  const weights = async (changes?: Partial<TrainOptions>, hooks?: TrainHooks) =>
    Buffer.from((await train(changes, hooks)).serialize().weights).toString("hex");
  /** Trains until the given step of an epoch, and stops there. */
  const stopAt = async (changes: Partial<TrainOptions>, epoch: number, step: number) => {
    const controller = new AbortController();
    const reason = new Error("Enough.");
    const onProgress: TrainHooks["onProgress"] = (progress) => {
      if (progress.epoch === epoch && progress.step === step) controller.abort(reason);
    };
    expect(await caught(train(changes, { onProgress, signal: controller.signal }))).to.equal(reason);
  };

  for (const [model, loss, threads] of [
    ["gru", "sampled", 1],
    ["gru", "full", 2],
    ["transformer", "sampled", 1],
  ] as const) {
    it(`lets it go on as if it had never stopped: ${model}, ${loss} loss, ${threads} thread(s)`, async () => {
      const checkpoint = join(folder(), "training");
      const changes = { model, loss, threads, negatives: 20 };
      const whole = await weights(changes);
      await stopAt({ ...changes, checkpoint }, 1, 2);
      await stopAt({ ...changes, checkpoint }, 3, 4);
      const seen: number[] = [];
      const resumed = await weights({ ...changes, checkpoint }, { onProgress: ({ epoch }) => seen.push(epoch) });
      expect(resumed).to.equal(whole);
      expect(Math.min(...seen)).to.equal(3);
      // What is done is not done again.
      const again: number[] = [];
      expect(await weights({ ...changes, checkpoint }, { onProgress: ({ epoch }) => again.push(epoch) })).to.equal(
        whole,
      );
      expect(again).to.deep.equal([]);
    });
  }

  it("is refused by a training on other data or with other options, whatever the number of threads", async () => {
    const checkpoint = join(folder(), "training");
    await stopAt({ checkpoint }, 2, 1);
    for (const changes of [{ seed: 4 }, { hidden: 8 }, { model: "lstm" }] as const) {
      const error = await caught(train({ ...changes, checkpoint }));
      expect(error).to.be.instanceOf(BadInputError);
      expect(error).to.include({ code: "bad-checkpoint", field: "checkpoint" });
      expect((error as Error).message).to.match(/other data or options/);
    }
    process.env.HEED_SIMD = "relaxed";
    const otherwise = await caught(train({ checkpoint })).finally(() => delete process.env.HEED_SIMD);
    expect(otherwise).to.include({ code: "bad-checkpoint" });
    const elsewhere = trainInterestModel(walks(91), vocabulary, { ...options, checkpoint });
    expect(await caught(elsewhere)).to.include({ code: "bad-checkpoint" });
    await train({ checkpoint, threads: 2 });
  });

  it("is refused where it is damaged, cut short or something else, and says what to do", async () => {
    const checkpoint = join(folder(), "training");
    await stopAt({ checkpoint }, 2, 1);
    const intact = readFileSync(checkpoint);
    const flipped = Buffer.from(intact);
    flipped[flipped.length - 60]! ^= 1;
    const end = intact.indexOf("\n");
    const header = intact.subarray(0, end).toString();
    const saying = (other: string) => Buffer.concat([Buffer.from(other), intact.subarray(end)]);
    const arrays = /"arrays":\[.*\]/;
    expect(header)
      .to.match(/"step":\d/)
      .and.to.match(/"done":false/)
      .and.to.match(arrays);
    for (const [bytes, problem] of [
      [flipped, /is damaged/],
      [saying(header.replace('"step":', '"step":1')), /is damaged/],
      [saying(header.replace('"done":false', '"done":true')), /is damaged/],
      [saying(header.replace(arrays, '"arrays":{}')), /is no checkpoint/],
      [saying(header.replace(arrays, '"arrays":[null]')), /is no checkpoint/],
      [intact.subarray(0, -4), /bytes of weights instead of/],
      [intact.subarray(0, 40), /is no checkpoint/],
      [Buffer.from("null\n"), /is no checkpoint/],
      [Buffer.alloc(0), /is no checkpoint/],
    ] as const) {
      writeFileSync(checkpoint, bytes);
      const error = await caught(train({ checkpoint }));
      expect(error).to.include({ code: "bad-checkpoint", field: "checkpoint" });
      expect((error as Error).message).to.match(problem);
      expect((error as BadInputError).hint).to.match(/Delete it/);
    }
    expect(await caught(train({ checkpoint: folder() }))).to.include({ code: "bad-checkpoint" });
  });

  it("is the same when it is read again, though it is read in parts", async () => {
    const values = Float32Array.from({ length: 5_000_001 }, (_, i) => i);
    const arrays = new Map([
      ["short", Float32Array.of(1, 2)],
      ["none", new Float32Array()],
      ["long", values],
    ]);
    const stands = { epoch: 2, at: 3, step: 7, lossSum: 0.5, rows: 9, done: false, best: { score: -1, epoch: 1 } };
    const file = checkpointFile(join(folder(), "large"), "of this training");
    await file.write({ ...stands, arrays });
    const { arrays: read, ...rest } = (await file.read()) as Checkpoint;
    expect(rest).to.deep.equal(stands);
    expect([...read.keys()]).to.deep.equal([...arrays.keys()]);
    for (const [name, own] of arrays)
      expect(Buffer.from(read.get(name)!.buffer).equals(Buffer.from(own.buffer))).to.equal(true);
  });
});
