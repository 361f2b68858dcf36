import { type PackedBatch, pack, type VisitTable } from "../../prepare/tensors.ts";
import { KernelArena } from "../simd/arena.ts";
import type { GruWeights } from "../weights.ts";

/** Encodes many histories at once: [sequences, H], in the table's order; zeros for an empty one. */
export type BatchEncoder = (table: VisitTable) => Float32Array;

/** Histories that are encoded side by side: more bring no speed, and the memory stays small. */
const BLOCK = 256;

/**
 * The GRU of gruCell.ts for many histories at a time, in f32 on the SIMD kernels: one product a step, since each content's input is projected once,
 * when it is first met, and kept.
 */
export function createGruBatch(hidden: number, weights: GruWeights): BatchEncoder {
  const arena = new KernelArena();
  const { kernels } = arena;
  const wide = 3 * hidden;
  const put = (values: Float32Array | Int32Array) => {
    const at = arena.allocate(values.length);
    if (values instanceof Int32Array) arena.integers(at, values.length).set(values);
    else arena.floats(at, values.length).set(values);
    return at;
  };
  const packed = (matrix: Float32Array) =>
    kernels.pack(wide, hidden, { at: put(matrix), stride: wide }, arena.allocate(kernels.packedLength(hidden, wide)));
  const [w, u, bias] = [packed(weights.w), packed(weights.u), put(weights.b)];
  const recurrentBias = put(
    Float32Array.from({ length: wide }, (_, j) => (j < 2 * hidden ? 0 : weights.c[j - 2 * hidden]!)),
  );
  const room = (width: number) => arena.allocate(BLOCK * width);
  const [rows, places, input, recurrent, states] = [room(hidden), room(1), room(wide), room(wide), room(hidden)];
  // What only training asks for.
  const [gates, fresh, recalled] = [room(2 * hidden), room(hidden), room(hidden)];
  const matrix = (at: number, width: number) => ({ at, stride: width });

  /** Projects some rows of a table, at most BLOCK of them, into the same rows of `out`. */
  const project = (ids: Int32Array, rowOf: (id: number) => Float32Array, out: number, onto: { bias?: number }) => {
    const to = arena.floats(rows, ids.length * hidden);
    for (const [i, id] of ids.entries()) to.set(rowOf(id), i * hidden);
    arena.integers(places, ids.length).set(ids);
    kernels.multiply(ids.length, wide, hidden, matrix(rows, hidden), w, matrix(input, wide), onto);
    kernels.run.putRows(input, places, ids.length, wide, out);
  };
  const count = weights.contents.length / hidden;
  // Row `count` is the unknown content's. Pages that nobody writes to cost nothing.
  const known = new Uint8Array(count + 1);
  const projected = arena.allocate((count + 1) * wide);
  const contentRow = (id: number) =>
    id === count ? weights.unknown : weights.contents.subarray(id * hidden, (id + 1) * hidden);
  const meet = (ids: Int32Array) => {
    const strange = ids.filter((id) => known[id] === 0 && ++known[id]! > 0);
    for (let i = 0; i < strange.length; i += BLOCK)
      project(strange.subarray(i, i + BLOCK), contentRow, projected, { bias });
  };
  const described = (["kinds", "dwells", "gaps"] as const).flatMap((name) => {
    const table = weights[name];
    if (!table) return [];
    const ids = Int32Array.from({ length: table.length / hidden }, (_, i) => i);
    const at = arena.allocate(ids.length * wide);
    project(ids, (id) => table.subarray(id * hidden, (id + 1) * hidden), at, {});
    return [{ name, at }];
  });

  /** Leaves the states of a batch's sequences, in its order, at `states`. */
  const encode = (batch: PackedBatch) => {
    const contents = batch.contents.map((content) => (content < 0 ? count : content));
    meet(contents);
    for (let t = 0, from = 0; t < batch.sizes.length; from += batch.sizes[t]!, t++) {
      const n = batch.sizes[t]!;
      arena.integers(places, n).set(contents.subarray(from, from + n));
      kernels.run.takeRows(projected, places, n, wide, input);
      for (const { name, at } of described) {
        arena.integers(places, n).set(batch[name].subarray(from, from + n));
        kernels.run.gatherRows(at, places, n, wide, 1, input);
      }
      const onto = { bias: recurrentBias };
      if (t > 0) kernels.multiply(n, wide, hidden, matrix(states, hidden), u, matrix(recurrent, wide), onto);
      const before = t > 0 ? ([recurrent, wide, states] as const) : ([recurrentBias, 0, 0] as const);
      kernels.run.gruStep(n, hidden, input, ...before, gates, fresh, recalled, states);
    }
  };
  return (table) => {
    const sequences = table.offsets.length - 1;
    const out = new Float32Array(sequences * hidden);
    for (let first = 0; first < sequences; first += BLOCK) {
      const some = Int32Array.from({ length: Math.min(BLOCK, sequences - first) }, (_, i) => first + i);
      const batch = pack(table, some);
      encode(batch);
      const found = arena.floats(states, batch.order.length * hidden);
      for (const [i, sequence] of batch.order.entries())
        out.set(found.subarray(i * hidden, (i + 1) * hidden), sequence * hidden);
    }
    return out;
  };
}
