import { HISTORY_LENGTH } from "../../prepare/visits.ts";
import type { TransformerWeights } from "../weights.ts";
import { createBlock } from "./block.ts";
import type { Encoder, VisitIndices } from "./encoder.ts";
import { normaliseRow } from "./normalise.ts";

/**
 * The Transformer of operations/transformer.ts in plain JavaScript. Attention knows distances, not places, so one pass gives the state
 * after each of a history's first 50 visits; where only the last state is asked for, the last block works out no other.
 */
export function createTransformerEncoder(
  hidden: number,
  { blocks, heads }: { blocks: number; heads: number },
  weights: TransformerWeights,
): Encoder {
  const served = Array.from({ length: blocks }, (_, i) =>
    createBlock(hidden, heads, weights.distances, (name) => weights[`block${i}.${name}`]!),
  );
  const [gain, shift] = [Float64Array.from(weights.gain), Float64Array.from(weights.shift)];
  const x = new Float64Array(HISTORY_LENGTH * hidden);
  const pass = (history: readonly VisitIndices[], states: "last" | "all") => {
    for (const [i, visit] of history.entries()) describe(visit, weights, x.subarray(i * hidden, (i + 1) * hidden));
    for (const [i, block] of served.entries())
      block.run(x, history.length, i === blocks - 1 && states === "last" ? history.length - 1 : 0);
  };
  const encode = (history: readonly VisitIndices[], out: Float32Array, to: number) => {
    if (history.length === 0) return void out.fill(0, to, to + hidden);
    pass(history, "last");
    normaliseRow(x, (history.length - 1) * hidden, gain, shift, out, to);
  };
  return {
    encode,
    encodeSteps(history) {
      const out = new Float32Array((history.length + 1) * hidden);
      const together = Math.min(history.length, HISTORY_LENGTH);
      pass(history.slice(0, together), "all");
      for (let i = 0; i < together; i++) normaliseRow(x, i * hidden, gain, shift, out, (i + 1) * hidden);
      for (let end = together + 1; end <= history.length; end++)
        encode(history.slice(end - HISTORY_LENGTH, end), out, end * hidden);
      return out;
    },
  };
}

/** What stands for a visit that others follow: all that is known of it, added up, times √H as in network.ts. */
function describe(
  { content, kind, dwell, gap }: VisitIndices,
  { contents, unknown, kinds, dwells, gaps }: TransformerWeights,
  out: Float64Array,
): void {
  const hidden = out.length;
  out.fill(0);
  const add = (table: Float32Array | undefined, row: number) => {
    if (table && row >= 0) for (let j = 0; j < hidden; j++) out[j] = out[j]! + table[row * hidden + j]!;
  };
  add(contents, content);
  if (content < 0) add(unknown, 0);
  add(kinds, kind);
  add(dwells, dwell);
  add(gaps, gap);
  const scale = Math.sqrt(hidden);
  for (let j = 0; j < hidden; j++) out[j] = out[j]! * scale;
}
