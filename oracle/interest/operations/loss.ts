import * as tf from "@tensorflow/tfjs";
import {
  type Block,
  blockOf,
  emptyTensor,
  floats,
  heapKernels,
  matrix,
  part,
  tensorOf,
  type Workspace,
} from "../heap.ts";
import type { Matrix } from "../simd/kernels.ts";

/** What turns a state into scores: score = state · E[content] + bias[content]. */
export interface Head {
  /** E, [V, H] */
  embedding: tf.Tensor2D;
  /** [V] */
  bias: tf.Tensor1D;
}

/** Computes the loss and writes its gradients with respect to states, embedding and bias. */
export type LossPass = (states: Block, embedding: Block, bias: Block, gradients: [Block, Block, Block]) => number;

/** A differentiable scalar out of a pass that makes its gradients on the way. */
export function lossOperation(states: tf.Tensor2D, { embedding, bias }: Head, pass: LossPass): tf.Scalar {
  const operation = tf.customGrad((...inputs) => {
    const save = inputs.pop() as unknown as tf.GradSaveFunc;
    const tensors = inputs as tf.Tensor[];
    const gradients = tensors.map(({ shape }) => emptyTensor(shape));
    const [h, e, b] = tensors.map(blockOf) as [Block, Block, Block];
    const loss = pass(h, e, b, gradients.map(blockOf) as [Block, Block, Block]);
    save(gradients);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const scale = floats(blockOf(dy))[0]!;
      if (scale !== 1) for (const tensor of saved) scaleBy(floats(blockOf(tensor)), scale);
      return saved.map((tensor) => tensor.clone());
    };
    return { value: tensorOf(Float32Array.of(loss), []), gradFunc };
  });
  return operation(states, embedding, bias) as tf.Scalar;
}

function scaleBy(values: Float32Array, scale: number): void {
  for (let i = 0; i < values.length; i++) values[i] = values[i]! * scale;
}

/** The rows that have a target. */
export function positionsOf(targets: Int32Array): Int32Array {
  const rows = new Int32Array(targets.length);
  let count = 0;
  for (let i = 0; i < targets.length; i++) if (targets[i]! >= 0) rows[count++] = i;
  if (count === 0) throw new RangeError("No row has a target to learn from.");
  return rows.subarray(0, count);
}

/** Some rows of the states by themselves, and a place for their gradient, which `put` brings to where it belongs. */
export interface ChosenRows {
  states: Matrix;
  gradient: Matrix;
  put(): void;
}

/** Rows (in rising order) of states h [N, H] and of their gradient: without a copy where they lie in a row. */
export function chosenRows(space: Workspace, rows: Int32Array, h: Block, dh: Block, hidden: number): ChosenRows {
  const count = rows.length;
  if (rows[count - 1]! - rows[0]! === count - 1) {
    const own = (block: Block) => matrix(part(block, rows[0]! * hidden, count * hidden), hidden);
    return { states: own(h), gradient: own(dh), put: () => {} };
  }
  const { run } = heapKernels();
  const places = space.copy(rows).offset;
  const [states, gradient] = [space.allocate(count * hidden), space.allocate(count * hidden)];
  run.takeRows(h.offset, places, count, hidden, states.offset);
  return {
    states: matrix(states, hidden),
    gradient: matrix(gradient, hidden),
    put: () => run.putRows(gradient.offset, places, count, hidden, dh.offset),
  };
}

/** Adds up the losses of `count` rows as the kernel of cross-entropy leaves them. */
export function sumOfLosses(losses: Float32Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < 2 * count; i += 2) sum += losses[i]! + Math.log(losses[i + 1]!);
  return sum;
}
