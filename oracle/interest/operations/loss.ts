import * as tf from "@tensorflow/tfjs";
import { type Block, blockOf, emptyTensor, floats, tensorOf } from "../heap.ts";

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
