import * as tf from "@tensorflow/tfjs";
import { lstm } from "../../oracle/interest/operations/lstm.ts";
import { type BlockTensors, transformer } from "../../oracle/interest/operations/transformer.ts";
import { startTensorFlow } from "../../oracle/interest/tensorflow.ts";
import { expectClose } from "./support/numbers.ts";

/** Numbers that any program can make again. */
const sines = (seed: number, count: number, scale = 0.5) =>
  Array.from({ length: count }, (_, i) => scale * Math.sin(1.7 * i + seed));

// States after each visit of one sequence, and the gradient of their sum weighed by sines(99, …, 1) with respect to the input sines(1, …, 1),
// as PyTorch 1.13 gives them in f64: nn.LSTM(3, 2), and nn.TransformerEncoder of two TransformerEncoderLayer(4, 2, 4, norm_first=True)
// with a last LayerNorm, distances (sines too, up to 1) standing in its mask. All weights are sines too, seeds rising from 2 in the order below.
const GOLDEN = {
  lstm: {
    states: [0.002814, 0.071037, 0.087433, 0.073365, 0.082333, -0.052722, 0.131292, -0.206804],
    gradient: [
      0.035982, -0.070358, -0.107987, 0.022193, 0.006272, -0.015774, 0.013078, 0.043228, 0.031162, -0.095393, -0.108782,
      -0.015935,
    ],
  },
  transformer: {
    states: [
      1.638592, 1.241137, -1.046529, -0.398393, 1.921544, 0.91713, -1.154879, -0.18942, 2.08675, 0.632033, -1.212021,
      -0.013118, 2.116143, 0.56722, -1.221287, 0.026224, 2.08919, 0.626876, -1.212804, -0.009978,
    ],
    gradient: [
      -0.385077, 0.599442, 0.315638, -0.530003, -0.311553, 0.93098, 0.064418, -0.683845, -0.056441, 0.91675, -0.108247,
      -0.752062, -0.231134, 0.516841, 0.04157, -0.327277, -0.236017, 0.253756, 0.170243, -0.187981,
    ],
  },
};

describe("the sequence operations beside PyTorch", () => {
  before(startTensorFlow);
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  async function compare(
    operation: (x: tf.Tensor2D) => tf.Tensor2D,
    [rows, depth, width]: [number, number, number],
    { states, gradient }: { states: number[]; gradient: number[] },
  ): Promise<void> {
    const x = tf.tensor2d(sines(1, rows * depth, 1), [rows, depth]);
    expectClose(await operation(x).data(), states, 3e-6);
    const slopes = tf.tensor2d(sines(99, rows * width, 1), [rows, width]);
    const [found] = tf.grads((x) =>
      operation(x as tf.Tensor2D)
        .mul(slopes)
        .sum(),
    )([x]);
    expectClose(await found!.data(), gradient, 3e-6);
  }

  it("compute the LSTM", async () => {
    const cell = {
      w: tf.tensor2d(sines(2, 24), [3, 8]),
      u: tf.tensor2d(sines(3, 16), [2, 8]),
      b: tf.tensor1d(sines(4, 8)),
    };
    await compare((x) => lstm(x, cell, Int32Array.of(1, 1, 1, 1)), [4, 3, 2], GOLDEN.lstm);
  });

  it("compute the Transformer", async () => {
    let seed = 2;
    const vector = (width: number) => tf.tensor1d(sines(seed++, width));
    const gain = () => tf.tensor1d(sines(seed++, 4).map((value) => 1 + value));
    const matrix = (width: number) => tf.tensor2d(sines(seed++, 4 * width), [4, width]);
    const block = (): BlockTensors => ({
      attendGain: gain(),
      attendShift: vector(4),
      qkv: matrix(12),
      qkvBias: vector(12),
      mix: matrix(4),
      mixBias: vector(4),
      feedGain: gain(),
      feedShift: vector(4),
      rise: matrix(4),
      riseBias: vector(4),
      fall: matrix(4),
      fallBias: vector(4),
    });
    const body = { blocks: [block(), block()], gain: gain(), shift: vector(4) };
    const tensors = { ...body, distances: tf.tensor2d(sines(seed++, 10, 1), [2, 5]) };
    const options = { heads: 2, rate: 0, draws: { seed: 0, keys: new Int32Array(0) } };
    await compare((x) => transformer(x, tensors, new Int32Array(5).fill(1), options), [5, 4, 4], GOLDEN.transformer);
  });
});
