import * as tf from "@tensorflow/tfjs";
import { type Block, blockOf, emptyTensor, floats, heapKernels, matrix, part, Workspace } from "../heap.ts";
import { multiplyGradients } from "./recurrent.ts";

/** Learned arrays of a GRU; columns of W, U and b stand in the order reset, update, new. */
export interface GruTensors {
  /** [D, 3H] */
  w: tf.Tensor2D;
  /** [H, 3H] */
  u: tf.Tensor2D;
  /** [3H], of the input side. */
  b: tf.Tensor1D;
  /** [H], of the new gate's recurrent side, inside the reset. */
  c: tf.Tensor1D;
}

/**
 * A gated recurrent unit over packed sequences, as one differentiable operation (Cho et al. 2014, in the form of cuDNN and PyTorch):
 *
 *     r, z = σ(x W + h U + b);   n = tanh(x Wn + bn + r ∘ (h Un + c));   h' = (1 − z) ∘ n + z ∘ h,   h₀ = 0
 *
 * `x` is [N, D], time-major and packed: step t has `sizes[t]` rows, sizes never rise, and row i of each step is sequence i.
 * Returns the state after every row, [N, H]. One input projection, one loop over steps, one product each for dW and dU.
 */
export function gru(x: tf.Tensor2D, { w, u, b, c }: GruTensors, sizes: Int32Array): tf.Tensor2D {
  const operation = tf.customGrad((...inputs) => {
    const save = inputs.pop() as unknown as tf.GradSaveFunc;
    const [x, w, u, b, c] = inputs as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor1D, tf.Tensor1D];
    const [rows, depth] = x.shape;
    const hidden = u.shape[0];
    const states = emptyTensor<tf.Rank.R2>([rows, hidden]);
    const gates = emptyTensor<tf.Rank.R2>([rows, 2 * hidden]);
    const fresh = emptyTensor<tf.Rank.R2>([rows, hidden]);
    const recalled = emptyTensor<tf.Rank.R2>([rows, hidden]);
    forward([x, w, u, b, c].map(blockOf), [states, gates, fresh, recalled].map(blockOf), sizes, depth, hidden);
    save([x, w, u, states, gates, fresh, recalled]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const shapes = [x.shape, w.shape, u.shape, b.shape, c.shape];
      const gradients = shapes.map((shape) => emptyTensor(shape));
      backward(saved.map(blockOf), blockOf(dy), gradients.map(blockOf), sizes, depth, hidden);
      return gradients;
    };
    return { value: states, gradFunc };
  });
  return operation(x, w, u, b, c) as tf.Tensor2D;
}

function forward(inputs: Block[], outputs: Block[], sizes: Int32Array, depth: number, hidden: number): void {
  const [x, w, u, b, c] = inputs as [Block, Block, Block, Block, Block];
  const [states, gates, fresh, recalled] = outputs as [Block, Block, Block, Block];
  const kernels = heapKernels();
  using space = new Workspace();
  const wide = 3 * hidden;
  const rows = x.length / depth;
  const projected = space.allocate(rows * wide);
  const product = space.allocate((sizes[0] ?? 0) * wide);
  const recurrentBias = space.allocate(wide);
  floats(recurrentBias)
    .fill(0)
    .set(floats(c), 2 * hidden);
  kernels.multiply(rows, wide, depth, matrix(x, depth), matrix(w, wide), matrix(projected, wide), { bias: b.offset });
  const room = space.allocate(kernels.packedLength(hidden, wide));
  const packed = kernels.pack(wide, hidden, matrix(u, wide), room.offset);
  for (let t = 0, from = 0, before = 0; t < sizes.length; before = from, from += sizes[t]!, t++) {
    const size = sizes[t]!;
    const at = (block: Block, width: number) => block.offset + 4 * from * width;
    const previous = states.offset + 4 * before * hidden;
    const bias = recurrentBias.offset;
    if (t > 0)
      kernels.multiply(size, wide, hidden, { at: previous, stride: hidden }, packed, matrix(product, wide), { bias });
    const recurrent = t > 0 ? ([product.offset, wide, previous] as const) : ([bias, 0, 0] as const);
    const kept = [at(gates, 2 * hidden), at(fresh, hidden), at(recalled, hidden)] as const;
    kernels.run.gruStep(size, hidden, at(projected, wide), ...recurrent, ...kept, at(states, hidden));
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
  const [x, w, u, states, gates, fresh, recalled] = saved as [Block, Block, Block, Block, Block, Block, Block];
  const [dx, dw, du, db, dc] = gradients as [Block, Block, Block, Block, Block];
  const kernels = heapKernels();
  using space = new Workspace();
  const wide = 3 * hidden;
  const rows = x.length / depth;
  const first = sizes[0] ?? 0;
  /** Gradients of the gates' arguments on the input side and on the recurrent side: they differ in the new gate only. */
  const [inner, outer] = [space.allocate(rows * wide), space.allocate(rows * wide)];
  /** What a step sends to the one before it, past U and through it. */
  const [direct, through] = [space.allocate(first * hidden), space.allocate(first * hidden)];
  const room = space.allocate(kernels.packedLength(wide, hidden));
  const packed = kernels.pack(hidden, wide, matrix(u, wide, true), room.offset);
  for (let t = sizes.length - 1, from = rows; t >= 0; t--) {
    const size = sizes[t]!;
    from -= size;
    const at = (block: Block, width: number) => block.offset + 4 * from * width;
    const previous = t === 0 ? 0 : states.offset + 4 * (from - sizes[t - 1]!) * hidden;
    const kept = [at(gates, 2 * hidden), at(fresh, hidden), at(recalled, hidden)] as const;
    const sent = [sizes[t + 1] ?? 0, at(dy, hidden), direct.offset, through.offset] as const;
    kernels.run.gruStepBack(size, hidden, ...sent, ...kept, previous, at(inner, wide), at(outer, wide));
    if (t > 0)
      kernels.multiply(size, hidden, wide, { at: at(outer, wide), stride: wide }, packed, matrix(through, hidden));
  }
  kernels.run.sumRows(inner.offset, rows, wide, wide, 0, db.offset);
  kernels.run.sumRows(part(outer, 2 * hidden, 0).offset, rows, hidden, wide, 0, dc.offset);
  multiplyGradients({ x, w, states, inner, outer, sizes, depth, hidden }, [dx, dw, du], space);
}
