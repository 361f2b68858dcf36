import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { wasmBackend } from "../../oracle/interest/heap.ts";
import { embed } from "../../oracle/interest/operations/embed.ts";
import { fullSoftmaxLoss } from "../../oracle/interest/operations/fullSoftmax.ts";
import { gru } from "../../oracle/interest/operations/gru.ts";
import { sampledSoftmaxLoss } from "../../oracle/interest/operations/sampledSoftmax.ts";
import { startTensorFlow } from "../../oracle/interest/tensorflow.ts";
import { differences, expectClose, normals } from "./support/numbers.ts";

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

interface Arrays {
  x: number[];
  w: number[];
  u: number[];
  b: number[];
  c: number[];
}

/** The formula of the operation, written out in f64, one number at a time. */
function plainGru({ x, w, u, b, c }: Arrays, sizes: number[], depth: number, hidden: number): number[] {
  const states: number[] = [];
  let from = 0;
  let before = 0;
  sizes.forEach((size, t) => {
    for (let i = 0; i < size; i++) {
      const h = (j: number) => (t === 0 ? 0 : states[(before + i) * hidden + j]!);
      const input = (column: number) => {
        let sum = b[column]!;
        for (let k = 0; k < depth; k++) sum += x[(from + i) * depth + k]! * w[k * 3 * hidden + column]!;
        return sum;
      };
      const recall = (column: number) => {
        let sum = 0;
        for (let k = 0; k < hidden; k++) sum += h(k) * u[k * 3 * hidden + column]!;
        return sum;
      };
      const row: number[] = [];
      for (let j = 0; j < hidden; j++) {
        const r = sigmoid(input(j) + recall(j));
        const z = sigmoid(input(hidden + j) + recall(hidden + j));
        const n = Math.tanh(input(2 * hidden + j) + r * (recall(2 * hidden + j) + c[j]!));
        row.push((1 - z) * n + z * h(j));
      }
      states.push(...row);
    }
    before = from;
    from += size;
  });
  return states;
}

function plainLoss(
  h: number[],
  e: number[],
  bias: number[],
  targets: number[],
  corrected?: [number[], number[]],
): number {
  const hidden = e.length / bias.length;
  const score = (i: number, v: number) => {
    let sum = bias[v]!;
    for (let j = 0; j < hidden; j++) sum += h[i * hidden + j]! * e[v * hidden + j]!;
    return sum;
  };
  let loss = 0;
  let count = 0;
  targets.forEach((target, i) => {
    if (target < 0) return;
    let total = 0;
    if (corrected) {
      const [ids, logExpected] = corrected;
      total = Math.exp(score(i, target));
      ids.forEach((id, k) => {
        if (id !== target) total += Math.exp(score(i, id) - logExpected[k]!);
      });
    } else for (let v = 0; v < bias.length; v++) total += Math.exp(score(i, v));
    loss += Math.log(total) - score(i, target);
    count++;
  });
  return loss / count;
}

describe("the fused operations", () => {
  before(startTensorFlow);
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  const [depth, hidden] = [3, 2];
  const sizes = [3, 2, 2, 1];
  const arrays: Arrays = {
    x: normals(8 * depth, 1, 1),
    w: normals(depth * 3 * hidden, 2),
    u: normals(hidden * 3 * hidden, 3),
    b: normals(3 * hidden, 4),
    c: normals(hidden, 5),
  };
  const run = (x: tf.Tensor, w: tf.Tensor, u: tf.Tensor, b: tf.Tensor, c: tf.Tensor) =>
    gru(
      x as tf.Tensor2D,
      { w: w as tf.Tensor2D, u: u as tf.Tensor2D, b: b as tf.Tensor1D, c: c as tf.Tensor1D },
      Int32Array.from(sizes),
    );
  const tensors = () => [
    tf.tensor2d(arrays.x, [8, depth]),
    tf.tensor2d(arrays.w, [depth, 3 * hidden]),
    tf.tensor2d(arrays.u, [hidden, 3 * hidden]),
    tf.tensor1d(arrays.b),
    tf.tensor1d(arrays.c),
  ];

  it("compute one GRU cell as by hand", async () => {
    // x = 1, all weights 1, U = 0: r = z = σ(1), n = tanh(1), h = (1 − z) n; then a second step with U = 1, worked out by hand.
    const one = tf.ones([1, 3]) as tf.Tensor2D;
    const states = gru(
      tf.ones([2, 1]),
      { w: one, u: one.clone(), b: tf.zeros([3]), c: tf.zeros([1]) },
      Int32Array.of(1, 1),
    );
    const values = await states.data();
    expect(values[0]).to.be.closeTo(0.20482421, 1e-6);
    // r = z = σ(1.20482421) = 0.76938187; n = tanh(1 + r h) = 0.82025228; h = (1 − z) n + z h.
    expect(values[1]).to.be.closeTo(0.34675308, 1e-6);
  });

  it("compute the GRU over packed sequences as the formula written out does", async () => {
    const [x, w, u, b, c] = tensors() as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    expectClose(await run(x, w, u, b, c).data(), plainGru(arrays, sizes, depth, hidden), 1e-6);
  });

  it("give the GRU's gradients that finite differences give, for every input", async () => {
    const weights = normals(8 * hidden, 6, 1);
    const gradients = tf.grads((...inputs) => {
      const [x, w, u, b, c] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      return run(x, w, u, b, c)
        .mul(tf.tensor2d(weights, [8, hidden]))
        .sum();
    })(tensors());
    const weighted = (changed: Arrays) =>
      plainGru(changed, sizes, depth, hidden).reduce((sum, value, i) => sum + value * weights[i]!, 0);
    for (const [i, name] of (["x", "w", "u", "b", "c"] as const).entries()) {
      const expected = differences((values) => weighted({ ...arrays, [name]: values }), arrays[name]);
      expectClose(await gradients[i]!.data(), expected, 2e-5);
    }
  });

  it("give zero gradient to U where every sequence has one step", async () => {
    const du = tf.grads((u, w) =>
      gru(
        tf.ones([3, 2]),
        { w: w as tf.Tensor2D, u: u as tf.Tensor2D, b: tf.zeros([6]), c: tf.ones([2]) },
        Int32Array.of(3),
      ).sum(),
    )([tf.ones([2, 6]), tf.ones([2, 6])])[0]!;
    expect([...(await du.data())]).to.deep.equal(Array(12).fill(0));
  });

  const [positions, contents] = [7, 5];
  const head = {
    h: normals(positions * hidden, 7, 1),
    e: normals(contents * hidden, 8, 1),
    bias: normals(contents, 9),
  };
  const targets = [0, 4, -1, 2, 2, -1, 1];
  const headTensors = () => [
    tf.tensor2d(head.h, [positions, hidden]),
    tf.tensor2d(head.e, [contents, hidden]),
    tf.tensor1d(head.bias),
  ];

  it("compute the full softmax of two contents as by hand", async () => {
    // Scores 1 and 0, target the first: ln(1 + e^-1).
    const embedding = tf.tensor2d([1, 0, 0, 1], [2, 2]);
    const loss = fullSoftmaxLoss(tf.tensor2d([1, 0], [1, 2]), { embedding, bias: tf.zeros([2]) }, Int32Array.of(0));
    expect((await loss.data())[0]).to.be.closeTo(0.31326169, 1e-6);
  });

  it("give the full softmax's loss and gradients that finite differences give, rows without a target left out", async () => {
    const { value, grads } = tf.valueAndGrads((h, embedding, bias) =>
      fullSoftmaxLoss(
        h as tf.Tensor2D,
        { embedding: embedding as tf.Tensor2D, bias: bias as tf.Tensor1D },
        Int32Array.from(targets),
      ),
    )(headTensors());
    expect((await value.data())[0]).to.be.closeTo(plainLoss(head.h, head.e, head.bias, targets), 1e-6);
    for (const [i, name] of (["h", "e", "bias"] as const).entries()) {
      const f = (values: number[]) => {
        const changed = { ...head, [name]: values };
        return plainLoss(changed.h, changed.e, changed.bias, targets);
      };
      expectClose(await grads[i]!.data(), differences(f, head[name]), 1e-6);
    }
  });

  it("add up the full softmax over more rows than one chunk holds", async () => {
    const many = 1100;
    const h = normals(many * hidden, 10, 1);
    const wanted = Array.from({ length: many }, (_, i) => i % contents);
    const [, embedding, bias] = headTensors() as [tf.Tensor, tf.Tensor2D, tf.Tensor1D];
    const loss = fullSoftmaxLoss(tf.tensor2d(h, [many, hidden]), { embedding, bias }, Int32Array.from(wanted));
    expect((await loss.data())[0]).to.be.closeTo(plainLoss(h, head.e, head.bias, wanted), 1e-5);
  });

  it("give the sampled softmax's loss and gradients that finite differences give, draws of the target left out", async () => {
    const ids = [0, 2, 2, 3];
    const logExpected = [0.3, -0.2, -0.2, 0.7].map(Math.fround);
    const { value, grads } = tf.valueAndGrads((h, embedding, bias) =>
      sampledSoftmaxLoss(
        h as tf.Tensor2D,
        { embedding: embedding as tf.Tensor2D, bias: bias as tf.Tensor1D },
        Int32Array.from(targets),
        { ids: Int32Array.from(ids), logExpected: Float32Array.from(logExpected) },
      ),
    )(headTensors());
    expect((await value.data())[0]).to.be.closeTo(
      plainLoss(head.h, head.e, head.bias, targets, [ids, logExpected]),
      1e-6,
    );
    for (const [i, name] of (["h", "e", "bias"] as const).entries()) {
      const f = (values: number[]) => {
        const changed = { ...head, [name]: values };
        return plainLoss(changed.h, changed.e, changed.bias, targets, [ids, logExpected]);
      };
      expectClose(await grads[i]!.data(), differences(f, head[name]), 1e-6);
    }
  });

  it("scale a loss's gradients with what follows it", async () => {
    const [h, embedding, bias] = headTensors() as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
    const of = (factor: number) =>
      tf.grad((e) => fullSoftmaxLoss(h, { embedding: e as tf.Tensor2D, bias }, Int32Array.from(targets)).mul(factor))(
        embedding,
      );
    const [once, thrice] = [await of(1).data(), await of(3).data()];
    expectClose(
      thrice,
      once.map((value) => 3 * value),
      1e-6,
    );
  });

  it("look rows up in several tables, and scatter the gradient back", async () => {
    const [first, second] = [tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([10, 20, 30, 40], [2, 2])];
    const ids = [Int32Array.of(1, 0, 1), Int32Array.of(0, -1, 1)] as const;
    const look = (a: tf.Tensor, b: tf.Tensor) =>
      embed([
        { table: a as tf.Tensor2D, ids: ids[0] },
        { table: b as tf.Tensor2D, ids: ids[1] },
      ]);
    expect([...(await look(first, second).data())]).to.deep.equal([13, 24, 1, 2, 33, 44]);
    const weights = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    const [da, db] = tf.grads((a, b) => look(a, b).mul(weights).sum())([first, second]);
    expect([...(await da!.data())]).to.deep.equal([3, 4, 6, 8]);
    expect([...(await db!.data())]).to.deep.equal([1, 2, 5, 6]);
    const scaled = (table: tf.Tensor) => embed([{ table: table as tf.Tensor2D, ids: ids[0] }], 10);
    expect([...(await scaled(first).data())]).to.deep.equal([30, 40, 10, 20, 30, 40]);
    expect([
      ...(await tf
        .grad((a) => scaled(a).mul(weights).sum())(first)
        .data()),
    ]).to.deep.equal([30, 40, 60, 80]);
  });

  it("leave no tensor and no memory behind", () => {
    const [wide, contents, rows] = [32, 200, 512];
    const step = () =>
      tf.tidy(() => {
        const shapes = [[rows, wide], [wide, 3 * wide], [wide, 3 * wide], [3 * wide], [wide]];
        const head = { embedding: tf.ones([contents, wide]) as tf.Tensor2D, bias: tf.zeros([contents]) as tf.Tensor1D };
        const targets = new Int32Array(rows);
        tf.grads((...inputs) => {
          const [x, w, u, b, c] = inputs as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor1D, tf.Tensor1D];
          return fullSoftmaxLoss(gru(x, { w, u, b, c }, new Int32Array(8).fill(64)), head, targets);
        })(shapes.map((shape) => tf.ones(shape)));
      });
    step();
    const tensors = tf.memory().numTensors;
    const heap = wasmBackend().wasm.HEAPU8.length;
    // A step takes more than a megabyte of workspace: lost, it would make the heap grow.
    for (let i = 0; i < 50; i++) step();
    expect(tf.memory().numTensors).to.equal(tensors);
    expect(wasmBackend().wasm.HEAPU8.length).to.equal(heap);
  });
});
