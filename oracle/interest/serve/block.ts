import type { BlockArray } from "../weights.ts";
import { normaliseRow } from "./normalise.ts";
import { addProduct } from "./product.ts";

/** One block of a Transformer in plain arrays: works on the rows of one history. */
export interface ServedBlock {
  /**
   * Adds attention and feed-forward to the rows from `first` on of x [rows, H], in place. Rows before are read, and are left as they are.
   */
  run(x: Float64Array, rows: number, first: number): void;
}

/** A block of operations/transformer.ts from its arrays; `distances` [heads, most rows of a history] as in operations/attention.ts. */
export function createBlock(
  hidden: number,
  heads: number,
  distances: Float32Array,
  arrayOf: (name: BlockArray) => Float32Array,
): ServedBlock {
  const named = (name: BlockArray) => Float64Array.from(arrayOf(name));
  const [query, queryBias] = columnsOf(arrayOf("qkv"), arrayOf("qkvBias"), hidden, 0, hidden);
  const [pair, pairBias] = columnsOf(arrayOf("qkv"), arrayOf("qkvBias"), hidden, hidden, 3 * hidden);
  const [mix, mixBias] = [named("mix"), named("mixBias")];
  const [rise, riseBias, fall, fallBias] = [named("rise"), named("riseBias"), named("fall"), named("fallBias")];
  const [attendGain, attendShift] = [named("attendGain"), named("attendShift")];
  const [feedGain, feedShift] = [named("feedGain"), named("feedShift")];
  const longest = distances.length / heads;
  const pairs = new Float64Array(longest * 2 * hidden);
  const chances = new Float64Array(longest);
  const [normal, q, read] = [new Float64Array(hidden), new Float64Array(hidden), new Float64Array(hidden)];
  const [risen, added] = [new Float64Array(hidden), new Float64Array(hidden)];
  const addTo = (x: Float64Array, row: number) => {
    for (let j = 0; j < hidden; j++) x[row * hidden + j] = x[row * hidden + j]! + added[j]!;
  };
  return {
    run(x, rows, first) {
      // Keys and values of all rows come before any row is changed.
      for (let i = 0; i < rows; i++) {
        normaliseRow(x, i * hidden, attendGain, attendShift, normal);
        pairs.set(pairBias, i * 2 * hidden);
        addProduct(normal, 0, hidden, pair, pairs, i * 2 * hidden);
      }
      for (let i = first; i < rows; i++) {
        normaliseRow(x, i * hidden, attendGain, attendShift, normal);
        q.set(queryBias);
        addProduct(normal, 0, hidden, query, q);
        attend(q, pairs, i + 1, hidden, heads, distances, chances, read);
        added.set(mixBias);
        addProduct(read, 0, hidden, mix, added);
        addTo(x, i);
        normaliseRow(x, i * hidden, feedGain, feedShift, normal);
        risen.set(riseBias);
        addProduct(normal, 0, hidden, rise, risen);
        for (let j = 0; j < hidden; j++) risen[j] = Math.max(0, risen[j]!);
        added.set(fallBias);
        addProduct(risen, 0, hidden, fall, added);
        addTo(x, i);
      }
    },
  };
}

/** What one query reads from the first `count` keys and values, which stand side by side in `pairs`. */
function attend(
  q: Float64Array,
  pairs: Float64Array,
  count: number,
  hidden: number,
  heads: number,
  distances: Float32Array,
  chances: Float64Array,
  read: Float64Array,
): void {
  const width = hidden / heads;
  const longest = distances.length / heads;
  read.fill(0);
  for (let head = 0; head < heads; head++) {
    const column = head * width;
    let highest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < count; k++) {
      let score = 0;
      for (let j = column; j < column + width; j++) score += q[j]! * pairs[k * 2 * hidden + j]!;
      chances[k] = score / Math.sqrt(width) + distances[head * longest + count - 1 - k]!;
      highest = Math.max(highest, chances[k]!);
    }
    let total = 0;
    for (let k = 0; k < count; k++) {
      chances[k] = Math.exp(chances[k]! - highest);
      total += chances[k]!;
    }
    for (let k = 0; k < count; k++) {
      const chance = chances[k]! / total;
      const values = (2 * k + 1) * hidden;
      for (let j = column; j < column + width; j++) read[j] = read[j]! + chance * pairs[values + j]!;
    }
  }
}

/** Columns `from` to `to` of a matrix with `depth` rows, and of its bias, in f64. */
function columnsOf(
  w: Float32Array,
  bias: Float32Array,
  depth: number,
  from: number,
  to: number,
): [Float64Array, Float64Array] {
  const out = new Float64Array(depth * (to - from));
  for (let k = 0; k < depth; k++) out.set(w.subarray(k * bias.length + from, k * bias.length + to), k * (to - from));
  return [out, Float64Array.from(bias.subarray(from, to))];
}
