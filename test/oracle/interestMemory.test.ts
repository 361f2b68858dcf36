import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { blockOf, emptyTensor, Workspace } from "../../oracle/interest/heap.ts";
import { assertFits, memoryOf, OutOfMemoryError, threadsThatFit } from "../../oracle/interest/memory.ts";
import { startTensorFlow } from "../../oracle/interest/tensorflow.ts";
import { trainInterestModel } from "../../oracle/interest/train.ts";
import { caught } from "./support/caught.ts";
import { vocabulary, walks } from "./support/walks.ts";

describe("a training's memory", () => {
  const sizes = {
    architecture: { kind: "gru" },
    hidden: 64,
    positions: 1e6,
    contents: 10_000,
    scores: 10_000,
    batch: 128,
    threads: 2,
  } as const;
  const available = 16 * 2 ** 30;

  it("grows with all that it is made of", () => {
    const { heap, total } = memoryOf(sizes);
    for (const changes of [
      { hidden: 128 },
      { contents: 20_000 },
      { batch: 256 },
      { architecture: { kind: "transformer", blocks: 4, heads: 2 } },
    ] as const)
      expect(memoryOf({ ...sizes, ...changes }).heap).to.be.above(heap);
    expect(memoryOf({ ...sizes, threads: 3 }).total).to.be.above(total);
    expect(total).to.be.above(2 * heap);
  });

  it("is refused with a remedy where it doesn't fit a heap, or the machine", () => {
    assertFits(sizes, available);
    for (const [changes, left, message] of [
      [{ contents: 3_000_000 }, available, /3000000 contents, 64 hidden units .* wasm heap, which ends at 4 GiB/],
      [{ batch: 100_000 }, available, /batches of 100000 .* wasm heap/],
      [{}, 2 ** 27, /2 thread\(s\), and the machine has 0\.1 GiB left/],
    ] as const) {
      const refuse = () => assertFits({ ...sizes, ...changes }, left);
      expect(refuse)
        .to.throw(OutOfMemoryError, message)
        .with.property("hint")
        .that.matches(/fewer hidden units/);
    }
  });

  it("decides how many threads there are, where nobody asked for a number", () => {
    const wanted = { ...sizes, threads: 4 };
    const room = (threads: number) => memoryOf({ ...sizes, threads }).total;
    expect([4, 3, 2, 1].map((threads) => threadsThatFit(wanted, room(threads)))).to.deep.equal([4, 3, 2, 1]);
    expect(threadsThatFit(wanted, room(4) - 1)).to.equal(3);
    expect(threadsThatFit(wanted, 0)).to.equal(1);
  });

  it("is asked about before anything is laid out", async () => {
    const many = [...vocabulary, ...Array.from({ length: 200_000 }, (_, i) => `more ${i}`)];
    const training = trainInterestModel(walks(20), many, { seed: 1, hidden: 4096, loss: "sampled" });
    expect(await caught(training)).to.be.instanceOf(OutOfMemoryError);
  });

  it("that a heap can't give is the same error, and the heap goes on", async () => {
    await startTensorFlow();
    using space = new Workspace();
    const noRoom = (allocate: () => unknown, bytes: number) =>
      expect(allocate).to.throw(OutOfMemoryError, `no room for ${bytes} more bytes`);
    const before = tf.memory().numTensors;
    // As many bytes as an address can count, and more: they must not be taken for the few that are left over.
    for (const length of [2 ** 30 - 1, 2 ** 30, 2 ** 30 + 10]) {
      noRoom(() => space.allocate(length), 4 * length);
      noRoom(() => emptyTensor([length]), 4 * length);
    }
    expect(tf.memory().numTensors).to.equal(before);
    expect(space.allocate(8).length).to.equal(8);
    const tensor = emptyTensor([8]);
    expect(blockOf(tensor).offset).to.be.above(0);
    tensor.dispose();
  });
});
