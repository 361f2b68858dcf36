import { pack } from "../prepare/tensors.ts";
import { lastScores } from "./lastScores.ts";
import { hitRate, ndcg, rankOf } from "./metrics.ts";
import type { Network } from "./network.ts";
import type { TrainingSet } from "./trainingSet.ts";

export interface Validation {
  /** Mean −ln p of what was visited. */
  loss: number;
  /** Among contents that are new to the viewer. */
  hr10: number;
  ndcg10: number;
}

/** Sequences a block: bounds memory by 256 × contents. */
const BLOCK = 256;

/** How well the network foretells the visits that were kept for validation. Yields between blocks by `pause`. */
export async function validate(network: Network, set: TrainingSet, pause: () => Promise<void>): Promise<Validation> {
  const { sequences, targets } = set.heldOut;
  const ranks: number[] = [];
  let loss = 0;
  const withoutLast = set.lengths.map((_, i) => set.table.offsets[i + 1]! - set.table.offsets[i]! - 1);
  for (let from = 0; from < sequences.length; from += BLOCK) {
    const some = sequences.subarray(from, from + BLOCK);
    const targetOf = new Map([...some].map((sequence, i) => [sequence, targets[from + i]!]));
    // Without the visit itself, which is what is to be foretold.
    const batch = pack(set.table, some, withoutLast);
    const scores = lastScores(network, batch);
    const contents = scores.length / batch.order.length;
    for (const [row, sequence] of batch.order.entries()) {
      const own = scores.subarray(row * contents, (row + 1) * contents);
      const target = targetOf.get(sequence)!;
      loss -= logChance(own, target);
      const seen = set.table.contents.subarray(set.table.offsets[sequence]!, set.table.offsets[sequence + 1]! - 1);
      for (const content of seen) if (content >= 0 && content !== target) own[content] = Number.NEGATIVE_INFINITY;
      ranks.push(rankOf(own, target));
    }
    await pause();
  }
  return { loss: loss / ranks.length, hr10: hitRate(ranks, 10), ndcg10: ndcg(ranks, 10) };
}

function logChance(scores: Float32Array, target: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) highest = Math.max(highest, scores[i]!);
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += Math.exp(scores[i]! - highest);
  return scores[target]! - highest - Math.log(sum);
}
