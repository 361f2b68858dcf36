import { type Block, floats, type Workspace } from "../heap.ts";
import { multiply, transpose } from "../products.ts";

/** What a recurrent operation read, and the gradients of its gates' arguments: [N, G] on the input side and on the recurrent side. */
export interface RecurrentPass {
  /** [N, D] */
  x: Block;
  /** [D, G] */
  w: Block;
  /** [N, H]: the state after every row. */
  states: Block;
  inner: Block;
  outer: Block;
  sizes: Int32Array;
  depth: number;
  hidden: number;
}

/** dx, dW and dU in one product each, once all steps have gone back. U multiplies each row's previous state. */
export function multiplyGradients(pass: RecurrentPass, [dx, dw, du]: [Block, Block, Block], space: Workspace): void {
  const { x, w, states, inner, outer, sizes, depth, hidden } = pass;
  const rows = x.length / depth;
  const wide = w.length / depth;
  const first = sizes[0] ?? 0;
  const wt = space.allocate(w.length);
  transpose(w, wt, depth, wide);
  multiply(inner, wt, dx, rows, wide, depth);
  const flipped = space.allocate(rows * Math.max(depth, hidden));
  const xt = space.part(flipped, 0, rows * depth);
  transpose(x, xt, rows, depth);
  multiply(xt, inner, dw, depth, rows, wide);
  const later = rows - first;
  if (later === 0) {
    floats(du).fill(0);
    return;
  }
  const aligned = space.allocate(later * hidden);
  alignPrevious(floats(states), floats(aligned), sizes, hidden);
  const ht = space.part(flipped, 0, later * hidden);
  transpose(aligned, ht, later, hidden);
  multiply(ht, space.part(outer, first * wide, later * wide), du, hidden, later, wide);
}

/** Puts each row's previous state at the row's own place, from the second step on. */
function alignPrevious(states: Float32Array, out: Float32Array, sizes: Int32Array, hidden: number): void {
  for (let t = 1, before = 0, to = 0; t < sizes.length; t++) {
    out.set(states.subarray(before * hidden, (before + sizes[t]!) * hidden), to * hidden);
    before += sizes[t - 1]!;
    to += sizes[t]!;
  }
}
