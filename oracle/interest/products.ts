import { type Block, floats, type WasmBackend, wasmBackend } from "./heap.ts";

type Kernel = (...values: unknown[]) => void;

interface Kernels {
  fusedMatMul: Kernel;
  sigmoid: Kernel;
  softmax: Kernel;
}

const wrapped = new WeakMap<WasmBackend, Kernels>();

function kernels(): Kernels {
  const backend = wasmBackend();
  let found = wrapped.get(backend);
  if (!found) {
    const number = (count: number) => Array.from({ length: count }, () => "number");
    const matrix = ["number", "array", "number"];
    found = {
      fusedMatMul: backend.wasm.cwrap("_FusedMatMul", null, [...matrix, ...matrix, ...number(7)]),
      sigmoid: backend.wasm.cwrap("Sigmoid", null, number(2)),
      softmax: backend.wasm.cwrap("Softmax", null, number(4)),
    };
    wrapped.set(backend, found);
  }
  return found;
}

/** out [m, n] = a [m, k] · b [k, n] (+ bias [n]), row-major. `b` is packed once per block and must not change afterwards. */
export function multiply(a: Block, b: Block, out: Block, m: number, k: number, n: number, bias?: Block): void {
  if (m === 0) return;
  const [left, right] = [shapeBytes(m, k), shapeBytes(k, n)];
  // Transposed sides run a scalar loop in this kernel, so they are never asked for.
  kernels().fusedMatMul(a.id, left, 3, b.id, right, 3, 0, 0, 0, bias?.id ?? 0, 0, 0, out.id);
}

/** 1 / (1 + e^-x), in place. */
export function sigmoidInPlace(block: Block): void {
  if (block.length > 0) kernels().sigmoid(block.id, block.id);
}

/** Softmax over each row of a block of `rows` × `columns`, in place. */
export function softmaxInPlace(block: Block, rows: number, columns: number): void {
  if (rows > 0) kernels().softmax(block.id, block.id, columns, rows);
}

/** out [columns, rows] = a [rows, columns] turned over; `scale` multiplies. */
export function transpose(a: Block, out: Block, rows: number, columns: number, scale = 1): void {
  const from = floats(a);
  const to = floats(out);
  // Tiles of 16 × 16 keep both sides in the first-level cache.
  for (let i0 = 0; i0 < rows; i0 += 16) {
    const i1 = Math.min(rows, i0 + 16);
    for (let j0 = 0; j0 < columns; j0 += 16) {
      const j1 = Math.min(columns, j0 + 16);
      for (let j = j0; j < j1; j++) for (let i = i0; i < i1; i++) to[j * rows + i] = from[i * columns + j]! * scale;
    }
  }
}

/** out [columns] = the sum of the rows of a [rows, columns], in f64. */
export function sumRows(a: Block, out: Block, rows: number, columns: number): void {
  const sums = new Float64Array(columns);
  const from = floats(a);
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < columns; j++, at++) sums[j] = sums[j]! + from[at]!;
  floats(out).set(sums);
}

function shapeBytes(rows: number, columns: number): Uint8Array {
  return new Uint8Array(new Int32Array([1, rows, columns]).buffer);
}
