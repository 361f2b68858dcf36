import * as tf from "@tensorflow/tfjs";
import { type Block, blockOf, emptyTensor, heapKernels, matrix, Workspace } from "../heap.ts";
import { multiplyGradients } from "./recurrent.ts";

/** Learned arrays of an LSTM; columns stand in the order input, forget, output, new. */
export interface LstmTensors {
  /** [D, 4H] */
  w: tf.Tensor2D;
  /** [H, 4H] */
  u: tf.Tensor2D;
  /** [4H] */
  b: tf.Tensor1D;
}

/**
 * A long short-term memory over packed sequences, as one differentiable operation (Hochreiter and Schmidhuber 1997, with the forget
 * gate of Gers et al. 2000, without peepholes):
 *
 *     i, f, o = σ(x W + h U + b);   n = tanh(x Wn + h Un + bn);   c' = f ∘ c + i ∘ n;   h' = o ∘ tanh(c'),   h₀ = c₀ = 0
 *
 * `x` and `sizes` as in gru.ts. Returns the state h after every row, [N, H].
 */
export function lstm(x: tf.Tensor2D, { w, u, b }: LstmTensors, sizes: Int32Array): tf.Tensor2D {
  const operation = tf.customGrad((...inputs) => {
    const save = inputs.pop() as unknown as tf.GradSaveFunc;
    const [x, w, u, b] = inputs as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
    const [rows, depth] = x.shape;
    const hidden = u.shape[0];
    const states = emptyTensor<tf.Rank.R2>([rows, hidden]);
    const gates = emptyTensor<tf.Rank.R2>([rows, 4 * hidden]);
    const cells = emptyTensor<tf.Rank.R2>([rows, hidden]);
    const shown = emptyTensor<tf.Rank.R2>([rows, hidden]);
    forward([x, w, u, b].map(blockOf), [states, gates, cells, shown].map(blockOf), sizes, depth, hidden);
    save([x, w, u, states, gates, cells, shown]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const shapes = [x.shape, w.shape, u.shape, b.shape];
      const gradients = shapes.map((shape) => emptyTensor(shape));
      backward(saved.map(blockOf), blockOf(dy), gradients.map(blockOf), sizes, depth, hidden);
      return gradients;
    };
    return { value: states, gradFunc };
  });
  return operation(x, w, u, b) as tf.Tensor2D;
}

function forward(inputs: Block[], outputs: Block[], sizes: Int32Array, depth: number, hidden: number): void {
  const [x, w, u, b] = inputs as [Block, Block, Block, Block];
  const [states, gates, cells, shown] = outputs as [Block, Block, Block, Block];
  const kernels = heapKernels();
  using space = new Workspace();
  const wide = 4 * hidden;
  const rows = x.length / depth;
  kernels.multiply(rows, wide, depth, matrix(x, depth), matrix(w, wide), matrix(gates, wide), { bias: b.offset });
  const room = space.allocate(kernels.packedLength(hidden, wide));
  const packed = kernels.pack(wide, hidden, matrix(u, wide), room.offset);
  for (let t = 0, from = 0, before = 0; t < sizes.length; before = from, from += sizes[t]!, t++) {
    const size = sizes[t]!;
    const at = (block: Block, width: number, row = from) => block.offset + 4 * row * width;
    if (t > 0) {
      const previous = { at: at(states, hidden, before), stride: hidden };
      kernels.multiply(size, wide, hidden, previous, packed, { at: at(gates, wide), stride: wide }, { add: true });
    }
    const remembered = t > 0 ? at(cells, hidden, before) : 0;
    const out = [at(cells, hidden), at(shown, hidden), at(states, hidden)] as const;
    kernels.run.lstmStep(size, hidden, at(gates, wide), remembered, ...out);
  }
}

function backward(
  saved: Block[],
  dy: Block,
  gradients: Block[],
  sizes: Int32Array,
  depth: number,
  hidden: number,
): void {
  const [x, w, u, states, gates, cells, shown] = saved as [Block, Block, Block, Block, Block, Block, Block];
  const [dx, dw, du, db] = gradients as [Block, Block, Block, Block];
  const kernels = heapKernels();
  using space = new Workspace();
  const wide = 4 * hidden;
  const rows = x.length / depth;
  const first = sizes[0] ?? 0;
  const inner = space.allocate(rows * wide);
  /** What a step sends to the one before it: the cells' gradient, and the states' through U. */
  const [carried, through] = [space.allocate(first * hidden), space.allocate(first * hidden)];
  const room = space.allocate(kernels.packedLength(wide, hidden));
  const packed = kernels.pack(hidden, wide, matrix(u, wide, true), room.offset);
  for (let t = sizes.length - 1, from = rows; t >= 0; t--) {
    const size = sizes[t]!;
    from -= size;
    const at = (block: Block, width: number, row = from) => block.offset + 4 * row * width;
    const previous = t === 0 ? 0 : at(cells, hidden, from - sizes[t - 1]!);
    const sent = [sizes[t + 1] ?? 0, at(dy, hidden), carried.offset, through.offset] as const;
    kernels.run.lstmStepBack(size, hidden, ...sent, at(gates, wide), at(shown, hidden), previous, at(inner, wide));
    if (t > 0)
      kernels.multiply(size, hidden, wide, { at: at(inner, wide), stride: wide }, packed, matrix(through, hidden));
  }
  kernels.run.sumRows(inner.offset, rows, wide, wide, 0, db.offset);
  multiplyGradients({ x, w, states, inner, outer: inner, sizes, depth, hidden }, [dx, dw, du], space);
}
