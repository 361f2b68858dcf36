import type * as tf from "@tensorflow/tfjs";
import type { PackedBatch, VisitTable } from "../prepare/tensors.ts";
import { createParameter, type Parameter } from "./adam.ts";
import type { Architecture } from "./architecture.ts";
import { addFeatures, type ContentFeatureColumns } from "./contentFeatures.ts";
import { layoutOf, OPTIONAL_ARRAYS, type Start } from "./layout.ts";
import { dropout } from "./operations/dropout.ts";
import { embed, type Lookup } from "./operations/embed.ts";
import { gru } from "./operations/gru.ts";
import { lstm } from "./operations/lstm.ts";
import { drawsFor } from "./operations/mask.ts";
import { type BlockTensors, transformer } from "./operations/transformer.ts";
import type { Random } from "./random.ts";
import type { BlockArray, InterestWeights } from "./weights.ts";

/** The learned arrays while they learn, by name. */
export class Network extends Map<string, Parameter> {
  readonly architecture: Architecture;
  /** What is known of contents, if anything; learned in an array of its own. */
  readonly features: ContentFeatureColumns | undefined;

  constructor(architecture: Architecture, parameters: readonly Parameter[], features?: ContentFeatureColumns) {
    super(parameters.map((parameter) => [parameter.name, parameter]));
    this.architecture = architecture;
    this.features = features;
  }
}

/** The features' array, which a trained model has no more. */
const FEATURES = "features";

/** The same arrays on the wasm heap, for one pass. */
export type NetworkTensors = Map<string, tf.Tensor>;

/** A network at its start. A description of visits that is the same for all of them is left out; the bias starts at the contents' share of `counts`. */
export function createNetwork(
  architecture: Architecture,
  hidden: number,
  counts: Int32Array,
  table: VisitTable,
  random: Random,
  features?: ContentFeatureColumns,
): Network {
  const absent = new Set<string>(OPTIONAL_ARRAYS.filter((name) => !varies(table[name])));
  const layout = [...layoutOf(architecture, hidden, counts.length)].filter(([name]) => !absent.has(name));
  const parameters = layout.map(([name, { shape, start }]) =>
    createParameter(name, shape, starter(start, hidden, counts, random)),
  );
  if (features) parameters.push(createParameter(FEATURES, [features.count, hidden], () => 0));
  return new Network(architecture, parameters, features);
}

/** What fills an array at its start, number by number. */
function starter(start: Start, hidden: number, counts: Int32Array, random: Random): () => number {
  const around = (scale: number) => () => (2 * random.next() - 1) * scale;
  const spread = 1 / Math.sqrt(hidden);
  let at = 0;
  switch (start) {
    case "zero":
      return () => 0;
    case "one":
      return () => 1;
    case "spread":
      return around(spread);
    case "wide":
      return around(3 * spread);
    case "modest":
      return around(0.3 * spread);
    case "faint":
      return around(0.1 * spread);
    case "share": {
      const total = counts.reduce((sum, count) => sum + count, counts.length);
      return () => Math.log((counts[at++]! + 1) / total);
    }
    case "forget":
      // The second of the four gates, as in operations/lstm.ts.
      return () => (Math.floor(at++ / hidden) === 1 ? 1 : 0);
  }
}

function varies(values: Int32Array): boolean {
  return values.some((value) => value !== values[0]);
}

/** A copy of the network's arrays, as a model keeps them: what features add to contents is in the contents' rows. */
export function weightsOf(network: Network): InterestWeights {
  const arrays = [...network.values()].map(({ name, values }) => [name, values.slice()] as const);
  const { [FEATURES]: table, ...weights } = Object.fromEntries(arrays);
  if (network.features) addFeatures(weights.contents!, table!, network.features);
  return weights as unknown as InterestWeights;
}

/** Contents as inputs and scores take them: their own rows, and what their features add. `rows` says which contents the rows are, if not all. */
export function describedContents(network: Network, tensors: NetworkTensors, rows?: Int32Array): tf.Tensor2D {
  const own = tensors.get("contents") as tf.Tensor2D;
  if (!network.features) return own;
  const columns = network.features.columns.map((column) => (rows ? rows.map((row) => column[row]!) : column));
  const table = tensors.get(FEATURES) as tf.Tensor2D;
  const all = Int32Array.from({ length: own.shape[0] }, (_, i) => i);
  return embed([{ table: own, ids: all }, ...columns.map((ids) => ({ table, ids }))]);
}

/** The state after each row of a batch, [rows, H]. `contents` says which row of the contents' tensor each row is (-1: unknown); what a row's dropout takes follows from `seed` and its place. */
export function statesOf(
  architecture: Architecture,
  tensors: NetworkTensors,
  batch: PackedBatch,
  contents: Int32Array,
  rate: number,
  seed: number,
): tf.Tensor2D {
  const draws = { seed, keys: batch.places };
  const matrix = (name: string) => tensors.get(name) as tf.Tensor2D;
  const vector = (name: string) => tensors.get(name) as tf.Tensor1D;
  const lookups: [Lookup, ...Lookup[]] = [{ table: matrix("contents"), ids: contents }];
  lookups.push({ table: matrix("unknown"), ids: contents.map((content) => (content < 0 ? 0 : -1)) });
  for (const name of OPTIONAL_ARRAYS) if (tensors.has(name)) lookups.push({ table: matrix(name), ids: batch[name] });
  const { sizes } = batch;
  if (architecture.kind === "transformer") {
    // A table's rows are about one long together; what the blocks add is one in each number.
    const x = dropout(embed(lookups, Math.sqrt(matrix("contents").shape[1])), rate, drawsFor(draws, -1));
    const blocks = Array.from({ length: architecture.blocks }, (_, i) => blockOf(tensors, i));
    const body = { distances: matrix("distances"), blocks, gain: vector("gain"), shift: vector("shift") };
    return transformer(x, body, sizes, { heads: architecture.heads, rate, draws });
  }
  const x = dropout(embed(lookups), rate, drawsFor(draws, -1));
  const cell = { w: matrix("w"), u: matrix("u"), b: vector("b") };
  const states = architecture.kind === "gru" ? gru(x, { ...cell, c: vector("c") }, sizes) : lstm(x, cell, sizes);
  return dropout(states, rate, drawsFor(draws, -2));
}

/** One block's tensors, by the names that they have within it. */
function blockOf(tensors: NetworkTensors, index: number): BlockTensors {
  const prefix = `block${index}.`;
  const own = [...tensors].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, tensor]) => [name.slice(prefix.length), tensor])) as Record<
    BlockArray,
    tf.Tensor
  >;
}
