import * as tf from "@tensorflow/tfjs";
import type { PackedBatch } from "../prepare/tensors.ts";
import { adamStep, type Parameter } from "./adam.ts";
import { blockOf, floats, tensorOf } from "./heap.ts";
import { describedContents, type Network, type NetworkTensors, statesOf } from "./network.ts";
import { fullSoftmaxLoss } from "./operations/fullSoftmax.ts";
import { type Negatives, sampledSoftmaxLoss } from "./operations/sampledSoftmax.ts";
import type { Random } from "./random.ts";

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
  random: Random;
}

/** Learns from one batch, in place, and returns its mean loss. `targets` has one content a row of the batch, or -1. */
export function trainStep(network: Network, batch: PackedBatch, targets: Int32Array, options: StepOptions): number {
  const { random, negatives } = options;
  const inputs = batch.contents.map((content) => (random.next() < UNKNOWN_RATE ? -1 : content));
  // With sampled contents, the step works on the touched rows alone, and so does Adam.
  const touched = negatives && touchedRows(network.get("bias")!.values.length, [inputs, targets, negatives.ids]);
  const local = (ids: Int32Array) => (touched ? ids.map((id) => (id < 0 ? -1 : touched.placeOf[id]!)) : ids);
  return tf.tidy(() => {
    const names = [...network.keys()];
    const tensors = names.map((name) => tensorFor(name, network.get(name)!, touched?.rows));
    const { value, grads } = tf.valueAndGrads((...given) => {
      const named: NetworkTensors = new Map(names.map((name, i) => [name, given[i]!]));
      named.set("contents", describedContents(network, named, touched?.rows));
      const states = statesOf(network.architecture, named, batch, local(inputs), options.dropout, random);
      const head = { embedding: named.get("contents") as tf.Tensor2D, bias: named.get("bias") as tf.Tensor1D };
      return negatives
        ? sampledSoftmaxLoss(states, head, local(targets), { ...negatives, ids: local(negatives.ids) })
        : fullSoftmaxLoss(states, head, targets);
    })(tensors);
    const loss = floats(blockOf(value))[0]!;
    if (!Number.isFinite(loss))
      throw new RangeError("Training diverged: the loss is not a number. Lower the learning rate.");
    const norm = Math.sqrt(grads.reduce((sum, gradient) => sum + squares(floats(blockOf(gradient))), 0));
    const scale = norm > CLIP ? CLIP / norm : 1;
    for (const [i, name] of names.entries()) {
      const rows = isTable(name) ? touched?.rows : undefined;
      adamStep(network.get(name)!, floats(blockOf(grads[i]!)), options.step, options, scale, rows);
    }
    return loss;
  });
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

/** The contents that occur in any of the lists, and where each of them stands among these. */
function touchedRows(contents: number, lists: Int32Array[]): { rows: Int32Array; placeOf: Int32Array } {
  const placeOf = new Int32Array(contents).fill(-1);
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
