import * as tf from "@tensorflow/tfjs";
import { type Block, blockOf, emptyTensor, floats, Workspace } from "../heap.ts";
import { multiply, sigmoidInPlace, sumRows, transpose } from "../products.ts";
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
  using space = new Workspace();
  const wide = 3 * hidden;
  const projected = space.allocate((x.length / depth) * wide);
  const product = space.allocate((sizes[0] ?? 0) * wide);
  const recurrentBias = space.allocate(wide);
  floats(recurrentBias)
    .fill(0)
    .set(floats(c), 2 * hidden);
  multiply(x, w, projected, x.length / depth, depth, wide, b);
  for (let t = 0, from = 0, before = 0; t < sizes.length; before = from, from += sizes[t]!, t++) {
    const rows = sizes[t]!;
    const slice = (block: Block, width: number, start = from) => space.part(block, start * width, rows * width);
    const [g, n, q, h] = [
      slice(gates, 2 * hidden),
      slice(fresh, hidden),
      slice(recalled, hidden),
      slice(states, hidden),
    ];
    const previous = t === 0 ? undefined : slice(states, hidden, before);
    if (previous) multiply(previous, u, product, rows, hidden, wide, recurrentBias);
    else spread(recurrentBias, product, rows);
    const p = slice(projected, wide);
    addGates(floats(p), floats(product), floats(g), floats(q), rows, hidden);
    sigmoidInPlace(g);
    resetNew(floats(p), floats(g), floats(q), floats(n), rows, hidden);
    sigmoidInPlace(n);
    advance(floats(g), floats(n), previous && floats(previous), floats(h), rows, hidden);
  }
}

/** Fills `rows` rows with one. */
function spread(row: Block, out: Block, rows: number): void {
  const to = floats(out);
  for (let i = 0; i < rows; i++) to.set(floats(row), i * row.length);
}

function addGates(
  p: Float32Array,
  product: Float32Array,
  g: Float32Array,
  q: Float32Array,
  rows: number,
  hidden: number,
) {
  for (let i = 0, at = 0, out = 0, kept = 0; i < rows; i++) {
    for (let j = 0; j < 2 * hidden; j++, at++, out++) g[out] = p[at]! + product[at]!;
    for (let j = 0; j < hidden; j++, at++, kept++) q[kept] = product[at]!;
  }
}

/** Twice the new gate's argument: tanh(a) = 2 σ(2a) − 1, and σ runs four lanes at a time where tanh runs one. */
function resetNew(p: Float32Array, g: Float32Array, q: Float32Array, n: Float32Array, rows: number, hidden: number) {
  for (let i = 0, out = 0; i < rows; i++) {
    const input = i * 3 * hidden + 2 * hidden;
    const reset = i * 2 * hidden;
    for (let j = 0; j < hidden; j++, out++) n[out] = 2 * (p[input + j]! + g[reset + j]! * q[out]!);
  }
}

function advance(
  g: Float32Array,
  n: Float32Array,
  previous: Float32Array | undefined,
  h: Float32Array,
  rows: number,
  hidden: number,
): void {
  for (let i = 0, out = 0; i < rows; i++) {
    const update = i * 2 * hidden + hidden;
    for (let j = 0; j < hidden; j++, out++) {
      const fresh = 2 * n[out]! - 1;
      n[out] = fresh;
      h[out] = previous ? fresh + g[update + j]! * (previous[out]! - fresh) : fresh - g[update + j]! * fresh;
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
  const [x, w, u, states, gates, fresh, recalled] = saved as [Block, Block, Block, Block, Block, Block, Block];
  const [dx, dw, du, db, dc] = gradients as [Block, Block, Block, Block, Block];
  using space = new Workspace();
  const wide = 3 * hidden;
  const rows = x.length / depth;
  const first = sizes[0] ?? 0;
  /** Gradients of the gates' arguments on the input side and on the recurrent side: they differ in the new gate only. */
  const [inner, outer] = [space.allocate(rows * wide), space.allocate(rows * wide)];
  const [direct, through] = [space.allocate(first * hidden), space.allocate(first * hidden)];
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
        direct: floats(direct),
        through: floats(through),
        arrived: (sizes[t + 1] ?? 0) * hidden,
        gates: view(gates, 2 * hidden),
        fresh: view(fresh, hidden),
        recalled: view(recalled, hidden),
        previous: before < 0 ? undefined : view(states, hidden, before),
        inner: view(inner, wide),
        outer: view(outer, wide),
      },
      size,
      hidden,
    );
    if (t > 0) multiply(space.part(outer, from * wide, size * wide), ut, through, size, wide, hidden);
  }
  sumRows(inner, db, rows, wide);
  sumNew(outer, dc, rows, hidden);
  multiplyGradients({ x, w, states, inner, outer, sizes, depth, hidden }, [dx, dw, du], space);
}

interface Step {
  dy: Float32Array;
  direct: Float32Array;
  through: Float32Array;
  /** How many numbers of `direct` and `through` the later step left. */
  arrived: number;
  gates: Float32Array;
  fresh: Float32Array;
  recalled: Float32Array;
  previous: Float32Array | undefined;
  inner: Float32Array;
  outer: Float32Array;
}

function stepBack(step: Step, rows: number, hidden: number): void {
  const { dy, direct, through, arrived, gates, fresh, recalled, previous, inner, outer } = step;
  for (let i = 0, at = 0; i < rows; i++) {
    const gate = i * 2 * hidden;
    const wide = i * 3 * hidden;
    for (let j = 0; j < hidden; j++, at++) {
      const dh = at < arrived ? dy[at]! + direct[at]! + through[at]! : dy[at]!;
      const r = gates[gate + j]!;
      const z = gates[gate + hidden + j]!;
      const n = fresh[at]!;
      const dn = dh * (1 - z) * (1 - n * n);
      const dr = dn * recalled[at]! * r * (1 - r);
      const dz = dh * ((previous ? previous[at]! : 0) - n) * z * (1 - z);
      inner[wide + j] = dr;
      inner[wide + hidden + j] = dz;
      inner[wide + 2 * hidden + j] = dn;
      outer[wide + j] = dr;
      outer[wide + hidden + j] = dz;
      outer[wide + 2 * hidden + j] = dn * r;
      direct[at] = dh * z;
    }
  }
}

/** dc: the recurrent side's new gate, summed over rows. */
function sumNew(outer: Block, dc: Block, rows: number, hidden: number): void {
  const sums = new Float64Array(hidden);
  const from = floats(outer);
  for (let i = 0; i < rows; i++) {
    const start = i * 3 * hidden + 2 * hidden;
    for (let j = 0; j < hidden; j++) sums[j] = sums[j]! + from[start + j]!;
  }
  floats(dc).set(sums);
}
