import { multiplyAdd } from "./vector";

/** A tile of C: eight sums and what multiplies them fit into sixteen registers. */
export const ROWS: i32 = 4;
export const COLUMNS: i32 = 8;

/** Columns up to the next whole panel. */
export function paddedColumns(n: i32): i32 {
  return (n + COLUMNS - 1) & -COLUMNS;
}

/**
 * A tile of C from four rows of A and a panel of B: onto what is there (`onto`), or onto the row at `start`. `packed` says that
 * A's rows stand side by side. A tile of fewer than 4 × 8 is worked out at `spare`.
 */
export function tile(
  depth: i32,
  a: usize,
  strideA: i32,
  packed: bool,
  b: usize,
  c: usize,
  strideC: i32,
  rows: i32,
  columns: i32,
  onto: bool,
  start: usize,
  spare: usize,
): void {
  const row: usize = packed ? 4 : 4 * <usize>strideA;
  const step: usize = packed ? 4 * ROWS : 4;
  // Rows that A lacks repeat its last one; what comes of them is not kept.
  const a1 = a + (rows > 1 ? row : 0);
  const a2 = a1 + (rows > 2 ? row : 0);
  const a3 = a2 + (rows > 3 ? row : 0);
  if (rows === ROWS && columns === COLUMNS) {
    const stepC = <usize>strideC * 4;
    multiply(depth, a, a1, a2, a3, step, b, onto ? c : start, onto ? stepC : 0, c, stepC);
    return;
  }
  copy(onto ? c : start, onto ? strideC : 0, spare, COLUMNS, rows, columns);
  multiply(depth, a, a1, a2, a3, step, b, spare, 4 * COLUMNS, spare, 4 * COLUMNS);
  copy(spare, COLUMNS, c, strideC, rows, columns);
}

function copy(from: usize, strideFrom: i32, to: usize, strideTo: i32, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      f32.store(to + 4 * (<usize>i * strideTo + j), f32.load(from + 4 * (<usize>i * strideFrom + j)));
}

/** A whole tile: what is at `from`, plus `depth` outer products. */
function multiply(
  depth: i32,
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  step: usize,
  b: usize,
  from: usize,
  stepFrom: usize,
  to: usize,
  stepTo: usize,
): void {
  let c00 = v128.load(from);
  let c01 = v128.load(from, 16);
  let c10 = v128.load(from + stepFrom);
  let c11 = v128.load(from + stepFrom, 16);
  let c20 = v128.load(from + 2 * stepFrom);
  let c21 = v128.load(from + 2 * stepFrom, 16);
  let c30 = v128.load(from + 3 * stepFrom);
  let c31 = v128.load(from + 3 * stepFrom, 16);
  for (const end = b + 4 * COLUMNS * <usize>depth; b < end; b += 4 * COLUMNS) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const x0 = v128.load32_splat(a0);
    c00 = multiplyAdd(x0, b0, c00);
    c01 = multiplyAdd(x0, b1, c01);
    const x1 = v128.load32_splat(a1);
    c10 = multiplyAdd(x1, b0, c10);
    c11 = multiplyAdd(x1, b1, c11);
    const x2 = v128.load32_splat(a2);
    c20 = multiplyAdd(x2, b0, c20);
    c21 = multiplyAdd(x2, b1, c21);
    const x3 = v128.load32_splat(a3);
    c30 = multiplyAdd(x3, b0, c30);
    c31 = multiplyAdd(x3, b1, c31);
    a0 += step;
    a1 += step;
    a2 += step;
    a3 += step;
  }
  v128.store(to, c00);
  v128.store(to, c01, 16);
  v128.store(to + stepTo, c10);
  v128.store(to + stepTo, c11, 16);
  v128.store(to + 2 * stepTo, c20);
  v128.store(to + 2 * stepTo, c21, 16);
  v128.store(to + 3 * stepTo, c30);
  v128.store(to + 3 * stepTo, c31, 16);
}
