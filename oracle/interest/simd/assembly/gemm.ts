import { packColumns, packRows } from "./pack";
import { COLUMNS, paddedColumns, ROWS, tile } from "./tile";

// Products after Goto and van de Geijn (2008): a panel of B, eight columns wide, stays in the first-level cache, a block of A in the
// second, and a tile of C in registers. Sizes count numbers (f32), places are byte offsets.

const DEPTH: i32 = 256;
const BLOCK_ROWS: i32 = 128;
const BLOCK_COLUMNS: i32 = 512;
const BYTES_OF_B: usize = 4 * DEPTH * BLOCK_COLUMNS;
const BYTES_OF_A: usize = 4 * DEPTH * BLOCK_ROWS;
const BYTES_OF_TILE: usize = 4 * ROWS * COLUMNS;
const BYTES_OF_ZEROS: usize = 4 * COLUMNS;

/** Bytes that `gemm` needs at `scratch`: a block of B, one of A, a tile, and a row of zeros. */
export function gemmScratch(): usize {
  return BYTES_OF_B + BYTES_OF_A + BYTES_OF_TILE + BYTES_OF_ZEROS;
}

/** Numbers that `pack` writes for a B [k, n]. */
export function packedLength(k: i32, n: i32): i32 {
  return k * paddedColumns(n);
}

/** Lays B [k, n] out as `gemm` reads it, for a right side of several products. With `turnedB` it is stored as its transpose. */
export function pack(n: i32, k: i32, b: usize, strideB: i32, turnedB: bool, out: usize): void {
  for (let column = 0; column < n; column += BLOCK_COLUMNS) {
    const width = min(BLOCK_COLUMNS, n - column);
    for (let row = 0; row < k; row += DEPTH) {
      const depth = min(DEPTH, k - row);
      packColumns(placeOf(b, strideB, turnedB, row, column), strideB, turnedB, depth, width, out);
      out += 4 * <usize>(depth * paddedColumns(width));
    }
  }
}

/**
 * C [m, n] = A [m, k] · B [k, n] + bias [n] (none where that is 0), or with `add` C + A · B. Strides are the numbers from one stored
 * row to the next. With `turnedA` or `turnedB` that side is stored as its transpose; with `packed`, b is what `pack` wrote.
 */
export function gemm(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  strideA: i32,
  turnedA: bool,
  b: usize,
  strideB: i32,
  turnedB: bool,
  packed: bool,
  c: usize,
  strideC: i32,
  add: bool,
  bias: usize,
  scratch: usize,
): void {
  const blockA = scratch + BYTES_OF_B;
  const spare = blockA + BYTES_OF_A;
  const zeros = spare + BYTES_OF_TILE;
  v128.store(zeros, f32x4.splat(0));
  v128.store(zeros, f32x4.splat(0), 16);
  for (let column = 0; column < n; column += BLOCK_COLUMNS) {
    const width = min(BLOCK_COLUMNS, n - column);
    let row = 0;
    // Once even where k is 0, so that C is written.
    do {
      const depth = min(DEPTH, k - row);
      let blockB = scratch;
      if (packed) {
        blockB = b;
        b += 4 * <usize>(depth * paddedColumns(width));
      } else packColumns(placeOf(b, strideB, turnedB, row, column), strideB, turnedB, depth, width, scratch);
      const onto = add || row > 0;
      for (let i = 0; i < m; i += BLOCK_ROWS) {
        const height = min(BLOCK_ROWS, m - i);
        let left = placeOf(a, strideA, turnedA, i, row);
        if (turnedA) {
          packRows(left, strideA, depth, height, blockA);
          left = blockA;
        }
        const to = c + 4 * (<usize>i * strideC + column);
        for (let j = 0; j < width; j += COLUMNS) {
          const panel = blockB + 4 * <usize>(j * depth);
          const start = bias ? bias + 4 * <usize>(column + j) : zeros;
          const columns = min(COLUMNS, width - j);
          for (let r = 0; r < height; r += ROWS) {
            const rows = min(ROWS, height - r);
            const first = left + 4 * <usize>r * (turnedA ? depth : strideA);
            tile(
              depth,
              first,
              strideA,
              turnedA,
              panel,
              to + 4 * (<usize>r * strideC + j),
              strideC,
              rows,
              columns,
              onto,
              start,
              spare,
            );
          }
        }
      }
      row += DEPTH;
    } while (row < k);
  }
}

/** Where element [row, column] lies of a matrix, or of one that is stored as its transpose. */
function placeOf(matrix: usize, stride: i32, turned: bool, row: i32, column: i32): usize {
  return matrix + 4 * (turned ? <usize>column * stride + row : <usize>row * stride + column);
}
