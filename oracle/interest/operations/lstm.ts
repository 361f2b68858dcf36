import * as tf from "@tensorflow/tfjs";
import { type Block, blockOf, emptyTensor, floats, Workspace } from "../heap.ts";
import { multiply, sigmoidInPlace, sumRows, transpose } from "../products.ts";
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
  using space = new Workspace();
  const wide = 4 * hidden;
  const product = space.allocate((sizes[0] ?? 0) * wide);
  multiply(x, w, gates, x.length / depth, depth, wide, b);
  for (let t = 0, from = 0, before = 0; t < sizes.length; before = from, from += sizes[t]!, t++) {
    const rows = sizes[t]!;
    const slice = (block: Block, width: number, start = from) => space.part(block, start * width, rows * width);
    const [g, c, s, h] = [slice(gates, wide), slice(cells, hidden), slice(shown, hidden), slice(states, hidden)];
    const later = t > 0;
    if (later) multiply(slice(states, hidden, before), u, product, rows, hidden, wide);
    addRecurrent(floats(g), later ? floats(product) : undefined, rows, hidden);
    sigmoidInPlace(g);
    const previous = later ? floats(slice(cells, hidden, before)) : undefined;
    remember(floats(g), previous, floats(c), floats(s), rows, hidden);
    sigmoidInPlace(s);
    show(floats(g), floats(s), floats(h), rows, hidden);
  }
}

/** The gates' arguments, the new one's doubled: tanh(a) = 2 σ(2a) − 1, so one σ does for all four. */
function addRecurrent(g: Float32Array, product: Float32Array | undefined, rows: number, hidden: number): void {
  for (let i = 0, at = 0; i < rows; i++) {
    if (product) for (let k = at; k < at + 4 * hidden; k++) g[k] = g[k]! + product[k]!;
    at += 3 * hidden;
    for (let j = 0; j < hidden; j++, at++) g[at] = 2 * g[at]!;
  }
}

/** The cells, and twice their value for the σ that makes their tanh. */
function remember(
  g: Float32Array,
  previous: Float32Array | undefined,
  cells: Float32Array,
  shown: Float32Array,
  rows: number,
  hidden: number,
): void {
  for (let i = 0, at = 0; i < rows; i++) {
    const gate = i * 4 * hidden;
    for (let j = 0; j < hidden; j++, at++) {
      const fresh = 2 * g[gate + 3 * hidden + j]! - 1;
      g[gate + 3 * hidden + j] = fresh;
      const kept = previous ? g[gate + hidden + j]! * previous[at]! : 0;
      cells[at] = kept + g[gate + j]! * fresh;
      shown[at] = 2 * cells[at]!;
    }
  }
}

function show(g: Float32Array, shown: Float32Array, h: Float32Array, rows: number, hidden: number): void {
  for (let i = 0, at = 0; i < rows; i++) {
    const output = i * 4 * hidden + 2 * hidden;
    for (let j = 0; j < hidden; j++, at++) {
      shown[at] = 2 * shown[at]! - 1;
      h[at] = g[output + j]! * shown[at]!;
    }
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
  using space = new Workspace();
  const wide = 4 * hidden;
  const rows = x.length / depth;
  const first = sizes[0] ?? 0;
  const inner = space.allocate(rows * wide);
  const [carried, through] = [space.allocate(first * hidden), space.allocate(first * hidden)];
  const ut = space.allocate(u.length);
  transpose(u, ut, hidden, wide);
  for (let t = sizes.length - 1, from = rows; t >= 0; t--) {
    const size = sizes[t]!;
    from -= size;
    const before = t === 0 ? -1 : from - sizes[t - 1]!;
    const view = (block: Block, width: number, start = from) =>
      floats(block).subarray(start * width, (start + size) * width);
    stepBack(
      {
        dy: view(dy, hidden),
        carried: floats(carried),
        through: floats(through),
        arrived: (sizes[t + 1] ?? 0) * hidden,
        gates: view(gates, wide),
        shown: view(shown, hidden),
        previous: before < 0 ? undefined : view(cells, hidden, before),
        inner: view(inner, wide),
      },
      size,
      hidden,
    );
    if (t > 0) multiply(space.part(inner, from * wide, size * wide), ut, through, size, wide, hidden);
  }
  sumRows(inner, db, rows, wide);
  multiplyGradients({ x, w, states, inner, outer: inner, sizes, depth, hidden }, [dx, dw, du], space);
}

interface Step {
  dy: Float32Array;
  /** The cells' gradient, and the states' through U, that the later step left in the first `arrived` numbers. */
  carried: Float32Array;
  through: Float32Array;
  arrived: number;
  gates: Float32Array;
  /** tanh of the cells. */
  shown: Float32Array;
  /** The cells of the step before. */
  previous: Float32Array | undefined;
  inner: Float32Array;
}

function stepBack(step: Step, rows: number, hidden: number): void {
  const { dy, carried, through, arrived, gates, shown, previous, inner } = step;
  for (let r = 0, at = 0; r < rows; r++) {
    const gate = r * 4 * hidden;
    for (let j = 0; j < hidden; j++, at++) {
      const dh = at < arrived ? dy[at]! + through[at]! : dy[at]!;
      const i = gates[gate + j]!;
      const f = gates[gate + hidden + j]!;
      const o = gates[gate + 2 * hidden + j]!;
      const n = gates[gate + 3 * hidden + j]!;
      const s = shown[at]!;
      const dc = dh * o * (1 - s * s) + (at < arrived ? carried[at]! : 0);
      inner[gate + j] = dc * n * i * (1 - i);
      inner[gate + hidden + j] = dc * (previous ? previous[at]! : 0) * f * (1 - f);
      inner[gate + 2 * hidden + j] = dh * s * o * (1 - o);
      inner[gate + 3 * hidden + j] = dc * i * (1 - n * n);
      carried[at] = dc * f;
    }
  }
}
