import * as tf from "@tensorflow/tfjs";
import type { PackedBatch } from "../prepare/tensors.ts";
import { adamStep, type Parameter } from "./adam.ts";
import { blockOf, floats, tensorOf } from "./heap.ts";
import { describedContents, type Network, type NetworkTensors, statesOf } from "./network.ts";
import { fullSoftmaxLoss } from "./operations/fullSoftmax.ts";
import { type Negatives, sampledSoftmaxLoss } from "./operations/sampledSoftmax.ts";
import { seedOf } from "./random.ts";

/** The largest norm that a step's gradient keeps. */
const CLIP = 5;
/** Share of inputs that are shown as unknown, so that the unknown content means something. */
const UNKNOWN_RATE = 0.01;

export interface StepOptions {
  /** Counts from 1. */
  step: number;
  learningRate: number;
  dropout: number;
  /** Absent: full softmax. */
  negatives?: Negatives | undefined;
  /** Of the step's chances. */
  seed: number;
}

/** What one batch, or a part of one, teaches. */
export interface StepGradients {
  /** Mean over the rows that have a target. */
  loss: number;
  /** Of each learned array, in the network's order; of tables only the touched rows. On the wasm heap: gone after the pass. */
  arrays: Float32Array[];
}

/** The rows of the contents' table that a step works on, and where each content stands among them. */
export interface TouchedRows {
  rows: Int32Array;
  placeOf: Int32Array;
}

/** Learns from one batch, in place, and returns its mean loss. `targets` has one content a row of the batch, or -1. */
export function trainStep(network: Network, batch: PackedBatch, targets: Int32Array, options: StepOptions): number {
  const { negatives } = options;
  // With sampled contents, the step works on the touched rows alone, and so does Adam.
  const touched = negatives && touchedRows(network, [batch.contents, targets, negatives.ids]);
  return withGradients(network, batch, targets, options, touched, ({ loss, arrays }) => {
    applyGradients(network, arrays, options, touched);
    return loss;
  });
}

/**
 * Hands the gradients of the mean loss to `use` and returns what that returns. Nothing is changed, and a row's chances follow from its place
 * alone: the gradients of a batch's parts, each weighed by its number of targets, add up to the batch's.
 * @throws RangeError where no row has a target, or the loss is no number
 */
export function withGradients<Result>(
  network: Network,
  batch: PackedBatch,
  targets: Int32Array,
  { negatives, dropout, seed }: Pick<StepOptions, "negatives" | "dropout" | "seed">,
  touched: TouchedRows | undefined,
  use: (gradients: StepGradients) => Result,
): Result {
  const inputs = batch.contents.map((content, row) => (isHidden(seed, batch.places[row]!) ? -1 : content));
  const local = (ids: Int32Array) => (touched ? ids.map((id) => (id < 0 ? -1 : touched.placeOf[id]!)) : ids);
  let result: Result;
  tf.tidy(() => {
    const names = [...network.keys()];
    const tensors = names.map((name) => tensorFor(name, network.get(name)!, touched?.rows));
    const { value, grads } = tf.valueAndGrads((...given) => {
      const named: NetworkTensors = new Map(names.map((name, i) => [name, given[i]!]));
      named.set("contents", describedContents(network, named, touched?.rows));
      const states = statesOf(network.architecture, named, batch, local(inputs), dropout, seed);
      const head = { embedding: named.get("contents") as tf.Tensor2D, bias: named.get("bias") as tf.Tensor1D };
      return negatives
        ? sampledSoftmaxLoss(states, head, local(targets), { ...negatives, ids: local(negatives.ids) })
        : fullSoftmaxLoss(states, head, targets);
    })(tensors);
    const loss = floats(blockOf(value))[0]!;
    if (!Number.isFinite(loss))
      throw new RangeError("Training diverged: the loss is not a number. Lower the learning rate.");
    // Not returned: what leaves a tidy is searched for tensors, number by number.
    result = use({ loss, arrays: grads.map((gradient) => floats(blockOf(gradient))) });
  });
  return result!;
}

/** How many numbers of a learned array's gradient a step works out. */
export function gradientLength({ name, values, shape }: Parameter, touched?: TouchedRows): number {
  return touched && isTable(name) ? (values.length / shape[0]!) * touched.rows.length : values.length;
}

/** One step of Adam along `gradients`, as `withGradients` gives them, no longer than the largest norm; changes nothing but the network. */
export function applyGradients(
  network: Network,
  gradients: readonly Float32Array[],
  { step, learningRate }: Pick<StepOptions, "step" | "learningRate">,
  touched?: TouchedRows,
): void {
  const norm = Math.sqrt(gradients.reduce((sum, gradient) => sum + squares(gradient), 0));
  const scale = norm > CLIP ? CLIP / norm : 1;
  for (const [i, parameter] of [...network.values()].entries()) {
    const rows = isTable(parameter.name) ? touched?.rows : undefined;
    adamStep(parameter, gradients[i]!, step, { learningRate }, scale, rows);
  }
}

/** Whether a row's content is shown as unknown. */
function isHidden(seed: number, place: number): boolean {
  return seedOf(seed, place) >>> 0 < UNKNOWN_RATE * 2 ** 32;
}

function isTable(name: string): boolean {
  return name === "contents" || name === "bias";
}

function tensorFor(name: string, { values, shape }: Parameter, rows: Int32Array | undefined): tf.Tensor {
  if (!rows || !isTable(name)) return tensorOf(values, shape as number[]);
  const width = values.length / shape[0]!;
  const some = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) some.set(values.subarray(row * width, (row + 1) * width), i * width);
  return tensorOf(some, [rows.length, ...shape.slice(1)]);
}

/** The contents that occur in any of the lists. */
export function touchedRows(network: Network, lists: readonly Int32Array[]): TouchedRows {
  const placeOf = new Int32Array(network.get("bias")!.values.length).fill(-1);
  const rows: number[] = [];
  for (const list of lists) {
    for (const id of list) {
      if (id < 0 || placeOf[id]! >= 0) continue;
      placeOf[id] = rows.length;
      rows.push(id);
    }
  }
  return { rows: Int32Array.from(rows), placeOf };
}

function squares(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return sum;
}
