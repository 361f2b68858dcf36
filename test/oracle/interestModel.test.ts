import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import type { Architecture } from "../../oracle/interest/architecture.ts";
import { blockOf, floats, tensorOf } from "../../oracle/interest/heap.ts";
import { createInterestModel, type InterestModel, loadInterestModel } from "../../oracle/interest/model.ts";
import { createNetwork, statesOf, weightsOf } from "../../oracle/interest/network.ts";
import { createRandom } from "../../oracle/interest/random.ts";
import { BadInterestModelError } from "../../oracle/interest/serialized.ts";
import { startTensorFlow } from "../../oracle/interest/tensorflow.ts";
import { EVENT_KINDS } from "../../oracle/prepare/events.ts";
import { pack, tabulate } from "../../oracle/prepare/tensors.ts";
import type { Visit } from "../../oracle/prepare/visits.ts";

const vocabulary = Array.from({ length: 7 }, (_, i) => String(i + 1));

function history(length: number, seed: number): Visit[] {
  const random = createRandom(seed);
  return Array.from({ length }, () => ({
    // Now and then a content that isn't in the vocabulary.
    contentId: String(1 + random.below(8)),
    kind: EVENT_KINDS[random.below(EVENT_KINDS.length)]!,
    dwellMs: random.below(100_000),
    startedAtMs: 0,
    gapMs: random.below(100_000_000),
  }));
}

const histories = [history(50, 1), history(3, 2), history(17, 3), history(1, 4)];

function someNetwork(architecture: Architecture, hidden: number) {
  const table = tabulate(histories, new Map(vocabulary.map((id, i) => [id, i])));
  const network = createNetwork(architecture, hidden, Int32Array.of(3, 1, 4, 1, 5, 9, 2), table, createRandom(5));
  // Away from their plain start, so that a mistake in them shows.
  const random = createRandom(6);
  for (const { name, values } of network.values()) {
    if (name === "bias" || values.some((value) => value !== 0 && value !== 1)) continue;
    for (let i = 0; i < values.length; i++) values[i] = values[i]! + random.next() - 0.5;
  }
  return { network, table };
}

const hidden = 10;
const architectures: Architecture[] = [
  { kind: "gru" },
  { kind: "lstm" },
  { kind: "transformer", blocks: 2, heads: 2 },
  { kind: "transformer", blocks: 1, heads: 5 },
];

for (const architecture of architectures)
  describe(`a served interest model: ${Object.values(architecture).join(", ")}`, () => {
    let model: InterestModel;

    before(async () => {
      await startTensorFlow();
      model = createInterestModel({
        architecture,
        hidden,
        vocabulary,
        weights: weightsOf(someNetwork(architecture, hidden).network),
      });
    });

    it("gives many histories the states that it gives each by itself, to 1e-5", () => {
      // More than a block of the batch, in no order of length, some empty.
      const many = Array.from({ length: 300 }, (_, i) => history((i * 37) % 61, i));
      const together = model.encode(many);
      for (const [i, one] of many.entries())
        expectClose(together.subarray(i * hidden, (i + 1) * hidden), model.encode([one]));
    });

    it("gives the states and scores that TensorFlow.js gives, to 1e-5", () => {
      const { network, table } = someNetwork(architecture, hidden);
      const batch = pack(table, [0, 1, 2, 3]);
      tf.tidy(() => {
        const tensors = new Map(
          [...network].map(([name, { values, shape }]) => [name, tensorOf(values, shape as number[])]),
        );
        const states = statesOf(architecture, tensors, batch, batch.contents, 0, 0);
        const expected = floats(blockOf(states)).slice();
        const lasts = new Float32Array(4 * hidden);
        const rowsOf: number[][] = batch.order.reduce<number[][]>((all) => [...all, []], []);
        let from = 0;
        for (const size of batch.sizes) {
          for (let i = 0; i < size; i++) rowsOf[i]!.push(from + i);
          from += size;
        }
        for (const [i, sequence] of batch.order.entries()) {
          const steps = model.encodeSteps(histories[sequence]!);
          expect([...steps.subarray(0, hidden)]).to.deep.equal(Array(hidden).fill(0));
          // A Transformer counts places from the end, so that only its last state is that of the whole history.
          const compared = architecture.kind === "transformer" ? [rowsOf[i]!.length - 1] : rowsOf[i]!.keys();
          for (const t of compared) {
            const row = rowsOf[i]![t]!;
            expectClose(
              steps.subarray((t + 1) * hidden, (t + 2) * hidden),
              expected.subarray(row * hidden, (row + 1) * hidden),
            );
          }
          const last = rowsOf[i]!.at(-1)!;
          lasts.set(expected.subarray(last * hidden, (last + 1) * hidden), sequence * hidden);
        }
        const encoded = model.encode(histories);
        expectClose(encoded, lasts);
        const scores = tf.add(
          tf.matMul(tf.tensor2d(lasts, [4, hidden]), tensors.get("contents") as tf.Tensor2D, false, true),
          tensors.get("bias")!,
        );
        expectClose(model.logits(encoded, 4), scores.dataSync() as Float32Array);
      });
    });

    it("gives after each visit of a history the state of the history up to there", () => {
      const steps = model.encodeSteps(histories[2]!);
      for (const length of [1, 2, 9, 17])
        expectClose(
          steps.subarray(length * hidden, (length + 1) * hidden),
          model.encode([histories[2]!.slice(0, length)]),
        );
    });

    it("starts from a zero state, and an empty history scores contents by their share alone", () => {
      const state = model.encode([[]]);
      expect([...state]).to.deep.equal(Array(hidden).fill(0));
      const scores = model.logits(state, 1);
      expect(scores.indexOf(Math.max(...scores))).to.equal(5);
    });

    it("sees the last fifty visits and no more", () => {
      const long = [...history(30, 9), ...histories[0]!];
      expect([...model.encode([long])]).to.deep.equal([...model.encode([histories[0]!])]);
    });

    it("answers with numbers for unknown contents and absurd dwell, and lets them count", () => {
      const odd: Visit = {
        contentId: "nowhere",
        kind: "dwell",
        dwellMs: Number.NaN,
        startedAtMs: 0,
        gapMs: Number.POSITIVE_INFINITY,
      };
      const states = model.encode([[odd], [{ ...odd, dwellMs: -1, gapMs: -1 }]]);
      expect(states.every(Number.isFinite)).to.equal(true);
      expect(model.logits(states, 2).every(Number.isFinite)).to.equal(true);
      expect(states.some((value) => value !== 0)).to.equal(true);
    });

    it("is the same after being written and read", () => {
      const { manifest, weights } = model.serialize();
      const read = loadInterestModel({ manifest: JSON.parse(JSON.stringify(manifest)), weights });
      expect(read.vocabulary).to.deep.equal(vocabulary);
      expect(read.kind).to.equal(architecture.kind);
      const states = model.encode(histories);
      expect([...read.encode(histories)]).to.deep.equal([...states]);
      expect([...read.logits(states, 4)]).to.deep.equal([...model.logits(states, 4)]);
      expect(Buffer.from(read.serialize().weights).equals(Buffer.from(weights))).to.equal(true);
    });

    it("reads weights that start at an odd place of a larger buffer", () => {
      const { manifest, weights } = model.serialize();
      const larger = new Uint8Array(weights.length + 3);
      larger.set(weights, 3);
      const read = loadInterestModel({ manifest, weights: larger.subarray(3) });
      expect([...read.encode(histories)]).to.deep.equal([...model.encode(histories)]);
    });

    it("refuses weights and manifests that can't be what was written, and says why", () => {
      const { manifest, weights } = model.serialize();
      const refused = (serialized: { manifest: object; weights: Uint8Array }, why: RegExp) =>
        expect(() => loadInterestModel(serialized)).to.throw(BadInterestModelError, why);
      refused({ manifest, weights: weights.subarray(0, -4) }, /have \d+ bytes instead of \d+/);
      const flipped = weights.slice();
      flipped[100] = flipped[100]! ^ 1;
      refused({ manifest, weights: flipped }, /don't match the hash/);
      refused({ manifest: { ...manifest, kind: "markov" }, weights }, /of a kind not known here: "markov"/);
      const other = architecture.kind === "lstm" ? { kind: "gru" } : { kind: "lstm" };
      refused({ manifest: { ...manifest, ...other }, weights }, /names the wrong arrays/);
      if (architecture.kind === "transformer") {
        refused({ manifest: { ...manifest, heads: 3 }, weights }, /doesn't divide 10 hidden units: 3/);
        refused({ manifest: { ...manifest, blocks: 0 }, weights }, /no sensible number of blocks: 0/);
        refused({ manifest: { ...manifest, blocks: architecture.blocks + 1 }, weights }, /names the wrong arrays/);
      }
      refused({ manifest: {}, weights }, /not of a format known here/);
      refused({ manifest: null as unknown as object, weights }, /not of a format known here/);
      refused({ manifest: { ...manifest, hidden: 0 }, weights }, /no sensible number of hidden units: 0/);
      refused({ manifest: { ...manifest, vocabulary: [1] }, weights }, /no vocabulary/);
      refused({ manifest: { ...manifest, vocabulary: [] }, weights }, /empty vocabulary/);
      refused({ manifest: { ...manifest, arrays: ["contents", "bias"] }, weights }, /names the wrong arrays/);
      refused({ manifest: { ...manifest, vocabulary: vocabulary.slice(1) }, weights }, /bytes instead of/);
      const poisoned = weights.slice();
      new DataView(poisoned.buffer).setFloat32(0, Number.NaN, true);
      refused(
        { manifest: { ...manifest, weightsHash: bytesToHex(sha256(poisoned)) }, weights: poisoned },
        /array "contents" holds/,
      );
    });
  });

function expectClose(actual: Float32Array, expected: Float32Array) {
  expect(actual.length).to.equal(expected.length);
  let worst = 0;
  for (let i = 0; i < actual.length; i++) worst = Math.max(worst, Math.abs(actual[i]! - expected[i]!));
  expect(worst).to.be.below(1e-5);
}
