import * as tf from "@tensorflow/tfjs";
import type { BlockArray } from "../weights.ts";
import { causalAttention, drawChanceMask } from "./attention.ts";
import { dropout } from "./dropout.ts";
import { layerNorm } from "./layerNorm.ts";
import { linear } from "./linear.ts";
import { type Draws, drawsFor } from "./mask.ts";
import { groupRows } from "./rowGroups.ts";

/** Learned arrays of a Transformer. */
export interface TransformerTensors {
  /** [heads, most]: what how far back adds to a score of attention, the same in all blocks. */
  distances: tf.Tensor2D;
  blocks: readonly BlockTensors[];
  /** [H], [H]: of the last normalisation. */
  gain: tf.Tensor1D;
  shift: tf.Tensor1D;
}

/** Matrices [H, 3H] (`qkv`) and [H, H]; all else is a vector. */
export type BlockTensors = Readonly<Record<BlockArray, tf.Tensor>>;

export interface TransformerOptions {
  heads: number;
  /** Share that dropout leaves out of chances and of what each half of a block adds. */
  rate: number;
  draws: Draws;
}

/**
 * A causal Transformer over packed sequences (Kang and McAuley 2018; normalised first, Xiong et al. 2020), x [N, H]. In each block
 *
 *     x ← x + drop(attention(norm(x) QKV) M);   x ← x + drop(max(0, norm(x) R) F)
 *
 * with a bias on each product. Returns norm(x), [N, H]. `sizes` as in gru.ts.
 */
export function transformer(
  x: tf.Tensor2D,
  { distances, blocks, gain, shift }: TransformerTensors,
  sizes: Int32Array,
  { heads, rate, draws }: TransformerOptions,
): tf.Tensor2D {
  const groups = groupRows(sizes);
  let sum = x;
  for (const [i, block] of blocks.entries()) {
    const drawsOf = (use: number) => drawsFor(draws, 3 * i + use);
    const matrix = (name: BlockArray) => block[name] as tf.Tensor2D;
    const vector = (name: BlockArray) => block[name] as tf.Tensor1D;
    const attended = layerNorm(sum, vector("attendGain"), vector("attendShift"));
    const qkv = linear(attended, matrix("qkv"), vector("qkvBias"));
    const read = causalAttention(qkv, distances, groups, heads, drawChanceMask(groups, heads, rate, drawsOf(0)));
    sum = tf.add(sum, dropout(linear(read, matrix("mix"), vector("mixBias")), rate, drawsOf(1)));
    const fed = layerNorm(sum, vector("feedGain"), vector("feedShift"));
    const risen = linear(fed, matrix("rise"), vector("riseBias"), true);
    sum = tf.add(sum, dropout(linear(risen, matrix("fall"), vector("fallBias")), rate, drawsOf(2)));
  }
  return layerNorm(sum, gain, shift);
}
