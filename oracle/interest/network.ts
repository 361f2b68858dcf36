import type * as tf from "@tensorflow/tfjs";
import { DWELL_BUCKETS, GAP_BUCKETS, KIND_COUNT, type PackedBatch, type VisitTable } from "../prepare/tensors.ts";
import { createParameter, type Parameter } from "./adam.ts";
import { dropout } from "./operations/dropout.ts";
import { embed, type Lookup } from "./operations/embed.ts";
import { gru } from "./operations/gru.ts";
import type { Random } from "./random.ts";
import { type GruWeights, WEIGHT_NAMES, type WeightName } from "./weights.ts";

/** The learned arrays while they learn. */
export type Network = Map<WeightName, Parameter>;
/** The same arrays on the wasm heap, for one pass. */
export type NetworkTensors = Map<WeightName, tf.Tensor>;

/** A network at its start. A description of visits that is the same for all of them is left out; the bias starts at the contents' share of `counts`. */
export function createNetwork(hidden: number, counts: Int32Array, table: VisitTable, random: Random): Network {
  const around = (scale: number) => () => (2 * random.next() - 1) * scale;
  const zero = () => 0;
  const spread = 1 / Math.sqrt(hidden);
  const total = counts.reduce((sum, count) => sum + count, counts.length);
  let content = 0;
  const parameters = [
    createParameter("contents", [counts.length, hidden], around(spread)),
    createParameter("bias", [counts.length], () => Math.log((counts[content++]! + 1) / total)),
    createParameter("unknown", [1, hidden], zero),
    ...(varies(table.kinds) ? [createParameter("kinds", [KIND_COUNT, hidden], around(0.1 * spread))] : []),
    ...(varies(table.dwells) ? [createParameter("dwells", [DWELL_BUCKETS, hidden], around(0.1 * spread))] : []),
    ...(varies(table.gaps) ? [createParameter("gaps", [GAP_BUCKETS, hidden], around(0.1 * spread))] : []),
    createParameter("w", [hidden, 3 * hidden], around(spread)),
    createParameter("u", [hidden, 3 * hidden], around(spread)),
    createParameter("b", [3 * hidden], zero),
    createParameter("c", [hidden], zero),
  ];
  return new Map(parameters.map((parameter) => [parameter.name as WeightName, parameter]));
}

function varies(values: Int32Array): boolean {
  return values.some((value) => value !== values[0]);
}

/** A copy of the network's arrays, as a model keeps them. */
export function weightsOf(network: Network): GruWeights {
  const arrays = WEIGHT_NAMES.flatMap((name) => {
    const parameter = network.get(name);
    return parameter ? [[name, parameter.values.slice()] as const] : [];
  });
  return Object.fromEntries(arrays) as unknown as GruWeights;
}

/** The state after each row of a batch, [rows, H]. `contents` says which row of the contents' tensor each row is (-1: unknown). */
export function statesOf(
  tensors: NetworkTensors,
  batch: PackedBatch,
  contents: Int32Array,
  rate: number,
  random: Random,
): tf.Tensor2D {
  const matrix = (name: WeightName) => tensors.get(name) as tf.Tensor2D;
  const lookups: [Lookup, ...Lookup[]] = [{ table: matrix("contents"), ids: contents }];
  lookups.push({ table: matrix("unknown"), ids: contents.map((content) => (content < 0 ? 0 : -1)) });
  for (const name of ["kinds", "dwells", "gaps"] as const)
    if (tensors.has(name)) lookups.push({ table: matrix(name), ids: batch[name] });
  const x = dropout(embed(lookups), rate, random);
  const cell = {
    w: matrix("w"),
    u: matrix("u"),
    b: tensors.get("b") as tf.Tensor1D,
    c: tensors.get("c") as tf.Tensor1D,
  };
  return dropout(gru(x, cell, batch.sizes), rate, random);
}
