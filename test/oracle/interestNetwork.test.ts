import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import type { Architecture } from "../../oracle/interest/architecture.ts";
import { blockOf, floats, tensorOf } from "../../oracle/interest/heap.ts";
import { createInterestModel } from "../../oracle/interest/model.ts";
import { createNetwork, type Network, statesOf, weightsOf } from "../../oracle/interest/network.ts";
import { createRandom } from "../../oracle/interest/random.ts";
import { startTensorFlow } from "../../oracle/interest/tensorflow.ts";
import { pack, tabulate } from "../../oracle/prepare/tensors.ts";
import type { Visit } from "../../oracle/prepare/visits.ts";
import { expectClose, normals } from "./support/numbers.ts";

const HIDDEN = 4;
const vocabulary = ["a", "b", "c"];
const history: Visit[] = ["a", "b", "elsewhere", "a", "c"].map((contentId, i) => ({
  contentId,
  kind: i % 2 === 0 ? "click" : "like",
  dwellMs: 3000 * i,
  startedAtMs: 0,
  gapMs: 20_000 * i,
}));
const architectures: Architecture[] = [{ kind: "gru" }, { kind: "lstm" }, { kind: "transformer", blocks: 2, heads: 2 }];

describe("a whole sequence model", () => {
  before(startTensorFlow);

  for (const architecture of architectures) {
    it(`has for each ${architecture.kind} array the gradient by which what is served moves`, () => {
      const table = tabulate([history], new Map(vocabulary.map((id, i) => [id, i])));
      const network = createNetwork(architecture, HIDDEN, Int32Array.of(1, 1, 1), table, createRandom(1));
      for (const [i, { values }] of [...network.values()].entries())
        values.set(normals(values.length, i + 1, 0.4).map((value, k) => value + values[k]!));
      const slopes = normals(HIDDEN, 99, 1);
      const gradients = gradientsOf(network, slopes);
      for (const [name, gradient] of gradients) expectClose(gradient, differencesOf(network, name, slopes), 2e-3);
      expect([...gradients.keys()]).to.deep.equal([...network.keys()].filter((name) => name !== "bias"));
    });
  }

  /** Of the last state's numbers, weighed by `slopes`, with respect to every array; by the fused operations. */
  function gradientsOf(network: Network, slopes: number[]): Map<string, Float32Array> {
    const batch = pack(tabulate([history], new Map(vocabulary.map((id, i) => [id, i]))), [0]);
    const names = [...network.keys()].filter((name) => name !== "bias");
    const found = new Map<string, Float32Array>();
    tf.tidy(() => {
      const tensors = names.map((name) => {
        const { values, shape } = network.get(name)!;
        return tensorOf(values, shape as number[]);
      });
      const gradients = tf.grads((...given) => {
        const named = new Map(names.map((name, i) => [name, given[i]!]));
        const states = statesOf(network.architecture, named, batch, batch.contents, 0, 0);
        const last = Array<number>((history.length - 1) * HIDDEN).fill(0);
        return states.mul(tf.tensor2d([...last, ...slopes], states.shape)).sum();
      })(tensors);
      for (const [i, name] of names.entries()) found.set(name, floats(blockOf(gradients[i]!)).slice());
    });
    return found;
  }

  /** The same from the plain arrays that serve, moved a little. */
  function differencesOf(network: Network, name: string, slopes: number[]): number[] {
    const step = 4e-3;
    const weights = weightsOf(network);
    const values = weights[name as "contents"];
    const weighed = () => {
      const model = createInterestModel({ architecture: network.architecture, hidden: HIDDEN, vocabulary, weights });
      return model.encode([history]).reduce((sum, value, j) => sum + value * slopes[j]!, 0);
    };
    return Array.from(values, (value, i) => {
      values[i] = value + step;
      const above = weighed();
      values[i] = value - step;
      const below = weighed();
      values[i] = value;
      return (above - below) / (2 * step);
    });
  }
});
