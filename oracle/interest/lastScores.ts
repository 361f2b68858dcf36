import * as tf from "@tensorflow/tfjs";
import type { PackedBatch } from "../prepare/tensors.ts";
import type { Architecture } from "./architecture.ts";
import { blockOf, floats, heapKernels, matrix, tensorOf, Workspace } from "./heap.ts";
import { layoutOf } from "./layout.ts";
import { describedContents, type Network, type NetworkTensors, statesOf } from "./network.ts";
import type { InterestModelParts } from "./serialized.ts";

/** Scores of all contents after each sequence's last visit, in the batch's order: [sequences, V]. */
export function lastScores(network: Network, batch: PackedBatch): Float32Array {
  const arrays = [...network].map(([name, { values, shape }]) => [name, values, shape] as const);
  return scoresOf(network.architecture, arrays, batch, (tensors) => describedContents(network, tensors));
}

/** The same for a trained model: what is served, on the backend, where many histories are scored at once. */
export function lastScoresOfModel(
  { architecture, hidden, vocabulary, weights }: InterestModelParts,
  batch: PackedBatch,
): Float32Array {
  const layout = layoutOf(architecture, hidden, vocabulary.length);
  const arrays = Object.entries(weights).map(
    ([name, values]) => [name, values as Float32Array, layout.get(name)!.shape] as const,
  );
  return scoresOf(architecture, arrays, batch, (tensors) => tensors.get("contents") as tf.Tensor2D);
}

function scoresOf(
  architecture: Architecture,
  arrays: readonly (readonly [name: string, values: Float32Array, shape: readonly number[]])[],
  batch: PackedBatch,
  contentsOf: (tensors: NetworkTensors) => tf.Tensor2D,
): Float32Array {
  let scored = new Float32Array();
  tf.tidy(() => {
    const tensors: NetworkTensors = new Map(
      arrays.map(([name, values, shape]) => [name, tensorOf(values, shape as number[])]),
    );
    tensors.set("contents", contentsOf(tensors));
    const states = statesOf(architecture, tensors, batch, batch.contents, 0, 0);
    const [contents, hidden] = (tensors.get("contents") as tf.Tensor2D).shape;
    const count = batch.order.length;
    using space = new Workspace();
    const last = space.allocate(count * hidden);
    const scores = space.allocate(count * contents);
    lastStates(floats(blockOf(states)), batch.sizes, floats(last), hidden);
    const table = matrix(blockOf(tensors.get("contents")!), hidden, true);
    const bias = blockOf(tensors.get("bias")!).offset;
    heapKernels().multiply(count, contents, hidden, matrix(last, hidden), table, matrix(scores, contents), { bias });
    // Not returned: what leaves a tidy is searched for tensors, number by number.
    scored = floats(scores).slice();
  });
  return scored;
}

/** Each sequence's last row: later steps overwrite what earlier ones left. */
function lastStates(states: Float32Array, sizes: Int32Array, out: Float32Array, hidden: number): void {
  let from = 0;
  for (const size of sizes) {
    out.set(states.subarray(from * hidden, (from + size) * hidden));
    from += size;
  }
}
