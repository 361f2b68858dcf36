import type { Parameter } from "../adam.ts";
import { Network } from "../network.ts";
import type { Negatives } from "../operations/sampledSoftmax.ts";
import type { LearnedFrom } from "../trainingSet.ts";
import type { ChosenOptions } from "../trainOptions.ts";

/** What all threads of one training see. Every array is in shared memory: what one thread writes, the others read. */
export interface Board {
  network: Network;
  set: LearnedFrom;
  options: Pick<ChosenOptions, "dropout" | "loss">;
  /** By TURN, DONE, SIZE and SEED. */
  control: Int32Array;
  /** The step's sequences, the first SIZE of them, and its draws. */
  ids: Int32Array;
  negatives: Negatives;
  /** What each thread found out. */
  findings: Findings[];
}

export interface Findings {
  /** Loss (mean) and how many rows it is the mean of. */
  score: Float64Array;
  /** Gradients, in the network's order. */
  arrays: Float32Array[];
}

/** Places in `control`: steps begun, threads that are ready or done with the step, sequences of the step, and its seed. */
export const [TURN, DONE, SIZE, SEED] = [0, 1, 2, 3] as const;

/** A board as it is sent to a thread: of a network, which is a class, the fields, and no moments: Adam has its own thread. */
export type SentBoard = Omit<Board, "network"> & {
  network: Pick<Network, "architecture" | "features"> & { parameters: Omit<Parameter, "mean" | "square">[] };
};

export function send({ network, ...rest }: Board): SentBoard {
  const { architecture, features } = network;
  const parameters = [...network.values()].map(({ name, shape, values }) => ({ name, shape, values }));
  return { ...rest, network: { architecture, features, parameters } };
}

export function receive({ network: { architecture, parameters, features }, ...rest }: SentBoard): Board {
  const none = new Float32Array();
  const own = parameters.map((parameter) => ({ ...parameter, mean: none, square: none }));
  return { ...rest, network: new Network(architecture, own, features) };
}

/** Lays out a board for `threads` threads; the network's values, its features and what is learned from are copied into shared memory. */
export function createBoard(
  network: Network,
  set: LearnedFrom,
  options: Pick<ChosenOptions, "batch" | "negatives" | "dropout" | "loss">,
  threads: number,
): Board {
  const parameters = [...network.values()].map((parameter) => ({ ...parameter, values: shared(parameter.values) }));
  const { features } = network;
  const { offsets, contents, kinds, dwells, gaps } = set.table;
  const table = { offsets, contents, kinds, dwells, gaps };
  for (const name of Object.keys(table) as (keyof typeof table)[]) table[name] = shared(table[name]);
  const drawn = options.loss === "sampled" ? options.negatives : 0;
  return {
    network: new Network(
      network.architecture,
      parameters,
      features && { ...features, columns: features.columns.map(shared) },
    ),
    set: { table, targets: shared(set.targets), lengths: shared(set.lengths) },
    options: { dropout: options.dropout, loss: options.loss },
    control: shared(new Int32Array(4)),
    ids: shared(new Int32Array(options.batch)),
    negatives: { ids: shared(new Int32Array(drawn)), logExpected: shared(new Float32Array(drawn)) },
    findings: Array.from({ length: threads }, () => ({
      score: shared(new Float64Array(2)),
      arrays: parameters.map(({ values }) => new Float32Array(new SharedArrayBuffer(values.byteLength))),
    })),
  };
}

function shared<Values extends Int32Array | Float32Array | Float64Array>(values: Values): Values {
  const copy = new (values.constructor as new (buffer: SharedArrayBuffer) => Values)(
    new SharedArrayBuffer(values.byteLength),
  );
  copy.set(values);
  return copy;
}
