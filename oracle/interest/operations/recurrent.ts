import { type Block, floats, heapKernels, matrix, part, type Workspace } from "../heap.ts";

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
  const kernels = heapKernels();
  const rows = x.length / depth;
  const wide = w.length / depth;
  const first = sizes[0] ?? 0;
  kernels.multiply(rows, depth, wide, matrix(inner, wide), matrix(w, wide, true), matrix(dx, depth));
  kernels.multiply(depth, wide, rows, matrix(x, depth, true), matrix(inner, wide), matrix(dw, wide));
  const later = rows - first;
  const aligned = space.allocate(later * hidden);
  alignPrevious(floats(states), floats(aligned), sizes, hidden);
  const rest = part(outer, first * wide, later * wide);
  kernels.multiply(hidden, wide, later, matrix(aligned, hidden, true), matrix(rest, wide), matrix(du, wide));
}

/** Puts each row's previous state at the row's own place, from the second step on. */
function alignPrevious(states: Float32Array, out: Float32Array, sizes: Int32Array, hidden: number): void {
  for (let t = 1, before = 0, to = 0; t < sizes.length; t++) {
    out.set(states.subarray(before * hidden, (before + sizes[t]!) * hidden), to * hidden);
    before += sizes[t - 1]!;
    to += sizes[t]!;
  }
}
