import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { lstm } from "../../oracle/interest/operations/lstm.ts";
import { startTensorFlow } from "../../oracle/interest/tensorflow.ts";
import { differences, expectClose, normals } from "./support/numbers.ts";

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

interface Arrays {
  x: number[];
  w: number[];
  u: number[];
  b: number[];
}

/** The formula of the operation, written out in f64, one number at a time. */
function plainLstm({ x, w, u, b }: Arrays, sizes: number[], depth: number, hidden: number): number[] {
  const states: number[] = [];
  const cells: number[] = [];
  let from = 0;
  let before = 0;
  sizes.forEach((size, t) => {
    for (let i = 0; i < size; i++) {
      const argument = (gate: number, j: number) => {
        const column = gate * hidden + j;
        let sum = b[column]!;
        for (let k = 0; k < depth; k++) sum += x[(from + i) * depth + k]! * w[k * 4 * hidden + column]!;
        for (let k = 0; t > 0 && k < hidden; k++)
          sum += states[(before + i) * hidden + k]! * u[k * 4 * hidden + column]!;
        return sum;
      };
      const row: number[] = [];
      for (let j = 0; j < hidden; j++) {
        const kept = t === 0 ? 0 : cells[(before + i) * hidden + j]!;
        const cell = sigmoid(argument(1, j)) * kept + sigmoid(argument(0, j)) * Math.tanh(argument(3, j));
        cells.push(cell);
        row.push(sigmoid(argument(2, j)) * Math.tanh(cell));
      }
      states.push(...row);
    }
    before = from;
    from += size;
  });
  return states;
}

describe("the fused LSTM", () => {
  before(startTensorFlow);
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  const [depth, hidden] = [3, 2];
  const sizes = [3, 2, 2, 1];
  const arrays: Arrays = {
    x: normals(8 * depth, 1, 1),
    w: normals(depth * 4 * hidden, 2),
    u: normals(hidden * 4 * hidden, 3),
    b: normals(4 * hidden, 4),
  };
  const run = (x: tf.Tensor, w: tf.Tensor, u: tf.Tensor, b: tf.Tensor) =>
    lstm(x as tf.Tensor2D, { w: w as tf.Tensor2D, u: u as tf.Tensor2D, b: b as tf.Tensor1D }, Int32Array.from(sizes));
  const tensors = (): [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor] => [
    tf.tensor2d(arrays.x, [8, depth]),
    tf.tensor2d(arrays.w, [depth, 4 * hidden]),
    tf.tensor2d(arrays.u, [hidden, 4 * hidden]),
    tf.tensor1d(arrays.b),
  ];

  it("computes two steps of one cell as by hand", async () => {
    const one = tf.ones([1, 4]) as tf.Tensor2D;
    const states = lstm(tf.ones([2, 1]), { w: one, u: one.clone(), b: tf.zeros([4]) }, Int32Array.of(1, 1));
    const values = await states.data();
    // σ(1) = 0.73105858, tanh(1) = 0.76159416: c = 0.55676994, h = σ(1) tanh(c) = 0.36960635.
    expect(values[0]).to.be.closeTo(0.36960635, 1e-6);
    // All arguments 1.36960635: σ = 0.79731655, tanh = 0.87860245; c = σ (c + tanh) = 1.14444616, h = σ tanh(c).
    expect(values[1]).to.be.closeTo(0.65053522, 1e-6);
  });

  it("computes packed sequences as the formula written out does", async () => {
    expectClose(await run(...tensors()).data(), plainLstm(arrays, sizes, depth, hidden), 1e-6);
  });

  it("gives the gradients that finite differences give, for every input", async () => {
    const weights = normals(8 * hidden, 6, 1);
    const gradients = tf.grads((...inputs) =>
      run(...(inputs as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]))
        .mul(tf.tensor2d(weights, [8, hidden]))
        .sum(),
    )(tensors());
    const weighted = (changed: Arrays) =>
      plainLstm(changed, sizes, depth, hidden).reduce((sum, value, i) => sum + value * weights[i]!, 0);
    for (const [i, name] of (["x", "w", "u", "b"] as const).entries()) {
      const expected = differences((values) => weighted({ ...arrays, [name]: values }), arrays[name]);
      expectClose(await gradients[i]!.data(), expected, 2e-5);
    }
  });

  it("gives zero gradient to U where every sequence has one step", async () => {
    const du = tf.grads((u) =>
      lstm(tf.ones([3, 2]), { w: tf.ones([2, 8]), u: u as tf.Tensor2D, b: tf.zeros([8]) }, Int32Array.of(3)).sum(),
    )([tf.ones([2, 8])])[0]!;
    expect([...(await du.data())]).to.deep.equal(Array(16).fill(0));
  });
});
