import { HISTORY_LENGTH } from "../../prepare/visits.ts";
import type { TransformerWeights } from "../weights.ts";
import { createBlock } from "./block.ts";
import type { Encoder, VisitIndices } from "./encoder.ts";
import { normaliseRow } from "./normalise.ts";

/**
 * The Transformer of operations/transformer.ts in plain JavaScript. Places count from the end of the history, so each beginning of a history
 * is a pass of its own; of the last block only the last row is worked out.
 */
export function createTransformerEncoder(
  hidden: number,
  { blocks, heads }: { blocks: number; heads: number },
  weights: TransformerWeights,
): Encoder {
  const served = Array.from({ length: blocks }, (_, i) =>
    createBlock(hidden, heads, HISTORY_LENGTH, (name) => weights[`block${i}.${name}`]!),
  );
  const [gain, shift] = [Float64Array.from(weights.gain), Float64Array.from(weights.shift)];
  const x = new Float64Array(HISTORY_LENGTH * hidden);
  const encode = (history: readonly VisitIndices[], out: Float32Array, to: number) => {
    const rows = history.length;
    if (rows === 0) return void out.fill(0, to, to + hidden);
    for (const [i, visit] of history.entries()) {
      describe(visit, rows - 1 - i, weights, x.subarray(i * hidden, (i + 1) * hidden));
    }
    for (const [i, block] of served.entries()) block.run(x, rows, i === blocks - 1 ? rows - 1 : 0);
    normaliseRow(x, (rows - 1) * hidden, gain, shift, out, to);
  };
  return {
    encode,
    encodeSteps(history) {
      const out = new Float32Array((history.length + 1) * hidden);
      for (let end = 1; end <= history.length; end++)
        encode(history.slice(Math.max(0, end - HISTORY_LENGTH), end), out, end * hidden);
      return out;
    },
  };
}

/** What stands for a visit that others follow: all that is known of it, added up, times √H as in network.ts. */
function describe(
  { content, kind, dwell, gap }: VisitIndices,
  after: number,
  { contents, unknown, kinds, dwells, gaps, positions }: TransformerWeights,
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
  add(positions, after);
  const scale = Math.sqrt(hidden);
  for (let j = 0; j < hidden; j++) out[j] = out[j]! * scale;
}
