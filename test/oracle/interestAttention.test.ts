import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { wasmBackend } from "../../oracle/interest/heap.ts";
import { causalAttention, drawChanceMask } from "../../oracle/interest/operations/attention.ts";
import { layerNorm } from "../../oracle/interest/operations/layerNorm.ts";
import { linear } from "../../oracle/interest/operations/linear.ts";
import type { Draws, DropMask } from "../../oracle/interest/operations/mask.ts";
import { groupRows, type RowGroup } from "../../oracle/interest/operations/rowGroups.ts";
import { startTensorFlow } from "../../oracle/interest/tensorflow.ts";
import { differences, expectClose, normals } from "./support/numbers.ts";

const HIDDEN = 4;
const HEADS = 2;
/** Sequences of four, three and one visits. */
const SIZES = Int32Array.of(3, 2, 2, 1);
const ROWS = 8;
/** Distances that are told apart: one fewer than the longest sequence has, so that the furthest stands for two. */
const MOST = 3;
/** The packed rows of each sequence. */
const SEQUENCES = [[0, 3, 5, 7], [1, 4, 6], [2]];

/** The formula of the operation, written out in f64; chances are those that `keep` leaves. */
function plainAttention(
  qkv: number[],
  distances: number[],
  keep: (sequence: number, head: number, i: number, k: number) => number = () => 1,
): number[] {
  const width = HIDDEN / HEADS;
  const at = (row: number, part: number, column: number) => qkv[row * 3 * HIDDEN + part * HIDDEN + column]!;
  const out: number[] = Array(ROWS * HIDDEN).fill(0);
  SEQUENCES.forEach((rows, sequence) => {
    for (let head = 0; head < HEADS; head++) {
      const columns = Array.from({ length: width }, (_, j) => head * width + j);
      rows.forEach((row, i) => {
        const weights = rows.slice(0, i + 1).map((other, k) => {
          const likeness = columns.reduce((sum, c) => sum + at(row, 0, c) * at(other, 1, c), 0);
          return Math.exp(likeness / Math.sqrt(width) + distances[head * MOST + Math.min(i - k, MOST - 1)]!);
        });
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        weights.forEach((weight, k) => {
          const chance = (weight / total) * keep(sequence, head, i, k);
          for (const c of columns) out[row * HIDDEN + c] = out[row * HIDDEN + c]! + chance * at(rows[k]!, 2, c);
        });
      });
    }
  });
  return out;
}

describe("the fused parts of the Transformer", () => {
  before(startTensorFlow);
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  const qkv = normals(ROWS * 3 * HIDDEN, 1, 1);
  const distances = normals(HEADS * MOST, 9, 1);
  const weights = normals(ROWS * HIDDEN, 2, 1);
  const weigh = (values: number[]) => values.reduce((sum, value, i) => sum + value * weights[i]!, 0);
  const weighed = (value: tf.Tensor) => value.mul(tf.tensor2d(weights, [ROWS, HIDDEN])).sum();

  it("put whole sequences together, the longest first, up to a limit", () => {
    expect(groupRows(SIZES, 5).map(({ rows, starts }) => [[...rows], [...starts]])).to.deep.equal([
      [
        [0, 3, 5, 7],
        [0, 0, 0, 0],
      ],
      [
        [1, 4, 6, 2],
        [0, 0, 0, 3],
      ],
    ]);
    expect(groupRows(SIZES).map(({ rows }) => [...rows])).to.deep.equal([SEQUENCES.flat()]);
    expect(groupRows(SIZES, 1).map(({ rows }) => [...rows])).to.deep.equal(SEQUENCES);
    expect(groupRows(new Int32Array())).to.deep.equal([]);
  });

  it("attend to what came before as by hand", async () => {
    // One head of width 1; the second query is ln 3 for a first key of 1 and a second of 0, so it takes 3/4 and 1/4.
    const rows = tf.tensor2d([0, 1, 8, Math.log(3), 0, 4], [2, 3]);
    const groups = groupRows(Int32Array.of(1, 1));
    const value = causalAttention(rows, tf.zeros([1, 2]), groups, 1);
    expectClose(await value.data(), [8, 7], 1e-6);
    // A head that looks ln 9 more at the visit before than at its own takes 27/28 and 1/28.
    const before = causalAttention(rows, tf.tensor2d([0, Math.log(9)], [1, 2]), groups, 1);
    expectClose(await before.data(), [8, (27 * 8 + 4) / 28], 1e-6);
  });

  const draws: Draws = { seed: 3, keys: Int32Array.from({ length: ROWS }, (_, i) => i) };

  it("drop the same chances whatever group a row is in", () => {
    const masks = [1, 5, 64].map((limit) => {
      const groups = groupRows(SIZES, limit);
      const keep = keeper(drawChanceMask(groups, HEADS, 0.4, draws)!, groups);
      return SEQUENCES.flatMap((rows, sequence) =>
        rows.flatMap((_, i) =>
          Array.from({ length: (i + 1) * HEADS }, (_, at) => keep(sequence, at % HEADS, i, Math.floor(at / HEADS))),
        ),
      );
    });
    expect(masks[0]).to.include(0);
    expect(masks[1]).to.deep.equal(masks[0]);
    expect(masks[2]).to.deep.equal(masks[0]);
  });

  // Every sequence by itself, two together, all together: the groups are a matter of speed alone.
  for (const limit of [1, 5, 64]) {
    describe(`with groups of up to ${limit} rows`, () => {
      const groups = groupRows(SIZES, limit);

      it("attend as the formula written out does", async () => {
        const inputs = [tf.tensor2d(qkv, [ROWS, 3 * HIDDEN]), tf.tensor2d(distances, [HEADS, MOST])] as const;
        const value = causalAttention(...inputs, groups, HEADS);
        expectClose(await value.data(), plainAttention(qkv, distances), 1e-6);
      });

      it("give attention's gradients that finite differences give, with chances dropped and without", async () => {
        for (const mask of [undefined, drawChanceMask(groups, HEADS, 0.4, draws)]) {
          const gradients = tf.grads((rows, distances) =>
            weighed(causalAttention(rows as tf.Tensor2D, distances as tf.Tensor2D, groups, HEADS, mask)),
          )([tf.tensor2d(qkv, [ROWS, 3 * HIDDEN]), tf.tensor2d(distances, [HEADS, MOST])]);
          const keep = mask && keeper(mask, groups);
          const ofRows = differences((values) => weigh(plainAttention(values, distances, keep)), qkv);
          const ofDistances = differences((values) => weigh(plainAttention(qkv, values, keep)), distances);
          expectClose(await gradients[0]!.data(), ofRows, 2e-5);
          expectClose(await gradients[1]!.data(), ofDistances, 2e-5);
        }
      });
    });
  }

  const gain = normals(HIDDEN, 4, 1);
  const shift = normals(HIDDEN, 5, 1);
  const x = normals(ROWS * HIDDEN, 6, 1);
  const plainNorm = ([x, gain, shift]: [number[], number[], number[]]) =>
    x.map((value, i) => {
      const row = x.slice(i - (i % HIDDEN), i - (i % HIDDEN) + HIDDEN);
      const mean = row.reduce((sum, one) => sum + one, 0) / HIDDEN;
      const variance = row.reduce((sum, one) => sum + (one - mean) ** 2, 0) / HIDDEN;
      return ((value - mean) / Math.sqrt(variance + 1e-5)) * gain[i % HIDDEN]! + shift[i % HIDDEN]!;
    });

  it("normalise a row as by hand, and a constant one to its shift", async () => {
    const value = layerNorm(tf.tensor2d([1, 3, 5, 5], [2, 2]), tf.tensor1d([2, 2]), tf.tensor1d([0, 1]));
    expectClose(await value.data(), [-2, 3, 0, 1], 1e-4);
  });

  it("give the normalisation's gradients that finite differences give", async () => {
    const given: [number[], number[], number[]] = [x, gain, shift];
    const inputs = [tf.tensor2d(x, [ROWS, HIDDEN]), tf.tensor1d(gain), tf.tensor1d(shift)];
    const { value, grads } = tf.valueAndGrads((x, g, s) =>
      weighed(layerNorm(x as tf.Tensor2D, g as tf.Tensor1D, s as tf.Tensor1D)),
    )(inputs);
    expect((await value.data())[0]).to.be.closeTo(weigh(plainNorm(given)), 1e-4);
    for (const [i, own] of given.entries()) {
      const f = (values: number[]) => weigh(plainNorm(given.with(i, values) as typeof given));
      expectClose(await grads[i]!.data(), differences(f, own), 5e-5);
    }
  });

  const w = normals(HIDDEN * HIDDEN, 7, 1);
  const b = normals(HIDDEN, 8, 1);
  for (const rectify of [false, true]) {
    it(`give the gradients of a product that ${rectify ? "is" : "isn't"} rectified`, async () => {
      const plain = ([x, w, b]: [number[], number[], number[]]) =>
        x.map((_, at) => {
          const [row, column] = [at - (at % HIDDEN), at % HIDDEN];
          let sum = b[column]!;
          for (let k = 0; k < HIDDEN; k++) sum += x[row + k]! * w[k * HIDDEN + column]!;
          return rectify ? Math.max(0, sum) : sum;
        });
      const given: [number[], number[], number[]] = [x, w, b];
      const inputs = [tf.tensor2d(x, [ROWS, HIDDEN]), tf.tensor2d(w, [HIDDEN, HIDDEN]), tf.tensor1d(b)];
      const { value, grads } = tf.valueAndGrads((x, w, b) =>
        weighed(linear(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D, rectify)),
      )(inputs);
      expect((await value.data())[0]).to.be.closeTo(weigh(plain(given)), 1e-4);
      for (const [i, own] of given.entries()) {
        const f = (values: number[]) => weigh(plain(given.with(i, values) as typeof given));
        expectClose(await grads[i]!.data(), differences(f, own), 2e-5);
      }
    });
  }

  it("leave no tensor and no memory behind", () => {
    const [hidden, rows] = [32, 512];
    const groups = groupRows(new Int32Array(8).fill(64));
    const step = () =>
      tf.tidy(() => {
        const mask = drawChanceMask(groups, 2, 0.1, { seed: 1, keys: Int32Array.from({ length: rows }, (_, i) => i) });
        tf.grads((x, w, b) =>
          causalAttention(
            linear(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D),
            tf.zeros([2, 64]),
            groups,
            2,
            mask,
          ).sum(),
        )([tf.ones([rows, hidden]), tf.ones([hidden, 3 * hidden]), tf.ones([3 * hidden])]);
      });
    step();
    const tensors = tf.memory().numTensors;
    const heap = wasmBackend().wasm.HEAPU8.length;
    for (let i = 0; i < 50; i++) step();
    expect(tf.memory().numTensors).to.equal(tensors);
    expect(wasmBackend().wasm.HEAPU8.length).to.equal(heap);
  });
});

/** A mask as the plain formula asks for it: group by group, head by head, a square of chances each. */
function keeper({ kept, scale }: DropMask, groups: readonly RowGroup[]) {
  return (sequence: number, head: number, i: number, k: number) => {
    const rows = SEQUENCES[sequence]!;
    let at = 0;
    for (const group of groups) {
      const m = group.rows.length;
      const [query, key] = [group.rows.indexOf(rows[i]!), group.rows.indexOf(rows[k]!)];
      if (query >= 0) return kept[at + head * m * m + query * m + key]! * scale;
      at += HEADS * m * m;
    }
    throw new Error("No group has this row.");
  };
}
