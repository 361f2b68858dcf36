import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { adamStep, createParameter } from "../../oracle/interest/adam.ts";
import { createNegativeSampler } from "../../oracle/interest/negatives.ts";
import { createRandom } from "../../oracle/interest/random.ts";
import { startTensorFlow } from "../../oracle/interest/tensorflow.ts";

describe("TensorFlow.js on wasm, mended", () => {
  before(startTensorFlow);
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("runs on the wasm backend, however often it is started", async () => {
    await startTensorFlow();
    expect(tf.getBackend()).to.equal("wasm");
  });

  it("multiplies with either side transposed, in batches too", async () => {
    const a = tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [2, 2, 3]);
    const b = tf.tensor3d([1, 0, 2, 1, 0, 1, 1, 1, 3, 0, 1, 2], [2, 2, 3]);
    // [[1,2,3],[4,5,6]] · [[1,0,2],[1,0,1]]ᵀ and [[7,8,9],[10,11,12]] · [[1,1,3],[0,1,2]]ᵀ.
    const product = [7, 4, 16, 10, 42, 26, 57, 35];
    expect([...(await tf.matMul(a, b, false, true).data())]).to.deep.equal(product);
    const turned = tf.matMul(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]), tf.tensor2d([1, 2, 3, 4], [2, 2]), true, false);
    expect([...(await turned.data())]).to.deep.equal([13, 18, 17, 24, 21, 30]);
  });

  it("trains dense layers by model.fit", async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ units: 4, inputShape: [2], kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }) }),
        tf.layers.dense({ units: 1, kernelInitializer: "ones" }),
      ],
    });
    model.compile({ optimizer: tf.train.adam(0.1), loss: "meanSquaredError" });
    const inputs = tf.tensor2d([0, 0, 0, 1, 1, 0, 1, 1], [4, 2]);
    const history = await model.fit(inputs, tf.tensor2d([0, 1, 2, 3], [4, 1]), { epochs: 80, verbose: 0 });
    const losses = history.history.loss as number[];
    expect(losses.at(-1)!).to.be.below(0.05 * losses[0]!);
    model.dispose();
  });
});

describe("Adam", () => {
  it("moves by the learning rate on the first step, and as worked out by hand on the second", () => {
    const parameter = createParameter("p", [2], () => 1);
    adamStep(parameter, Float32Array.of(0.5, -2), 1, { learningRate: 0.1 });
    expect(parameter.values[0]).to.be.closeTo(0.9, 1e-6);
    expect(parameter.values[1]).to.be.closeTo(1.1, 1e-6);
    // m = 0.9·0.05 + 0.1·0.1 = 0.055, s = 0.999·2.5e-4 + 0.001·0.01 = 2.5975e-4; m/(1 − 0.81) ÷ √(s/(1 − 0.998001)) = 0.80304.
    adamStep(parameter, Float32Array.of(0.1, 0), 2, { learningRate: 0.1 });
    expect(parameter.values[0]).to.be.closeTo(0.9 - 0.080304, 1e-6);
  });

  it("leaves the rows alone that the gradient doesn't name", () => {
    const parameter = createParameter("p", [3, 2], () => 1);
    adamStep(parameter, Float32Array.of(1, 1, 1, 1), 1, { learningRate: 0.1 }, 1, Int32Array.of(2, 0));
    expect([...parameter.values].map((value) => Math.round(value * 10) / 10)).to.deep.equal([0.9, 0.9, 1, 1, 0.9, 0.9]);
    expect([...parameter.mean.subarray(2, 4)]).to.deep.equal([0, 0]);
  });
});

describe("negative samples", () => {
  it("come as often as they say they do", () => {
    const sampler = createNegativeSampler([0, 15, 80]);
    const draws = 60_000;
    const { ids, logExpected } = sampler.draw(draws, createRandom(3));
    const weights = [1, 8, 81 ** 0.75];
    const total = weights.reduce((sum, weight) => sum + weight);
    const seen = [0, 0, 0];
    for (const id of ids) seen[id]!++;
    for (const [id, weight] of weights.entries()) {
      const expected = (draws * weight) / total;
      expect(Math.abs(seen[id]! - expected)).to.be.below(5 * Math.sqrt(expected));
      expect(logExpected[ids.indexOf(id)]).to.be.closeTo(Math.log(expected), 1e-5);
    }
  });
});
