import { COLUMNS, ROWS } from "./tile";

/** Panels of eight columns of B [depth, width], one behind the other, each row after row; missing columns are zeros. */
export function packColumns(b: usize, stride: i32, turned: bool, depth: i32, width: i32, out: usize): void {
  const step = <usize>stride * 4;
  for (let column = 0; column < width; column += COLUMNS) {
    const columns = min(COLUMNS, width - column);
    if (columns < COLUMNS) packSome(b, step, turned, depth, columns, out);
    else if (turned) {
      packTurned(b, step, depth, out, 4 * COLUMNS);
      packTurned(b + 4 * step, step, depth, out + 16, 4 * COLUMNS);
    } else {
      let from = b;
      for (let to = out, end = out + 4 * COLUMNS * <usize>depth; to < end; to += 4 * COLUMNS, from += step) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
      }
    }
    b += turned ? step * COLUMNS : 4 * COLUMNS;
    out += 4 * COLUMNS * <usize>depth;
  }
}

/** Panels of four rows of A [height, depth], which is stored as its transpose; missing rows are zeros. */
export function packRows(a: usize, stride: i32, depth: i32, height: i32, out: usize): void {
  const step = <usize>stride * 4;
  for (let row = 0; row < height; row += ROWS, a += 4 * ROWS) {
    const rows = min(ROWS, height - row);
    let from = a;
    for (let end = out + 4 * ROWS * <usize>depth; out < end; out += 4 * ROWS, from += step) {
      if (rows === ROWS) v128.store(out, v128.load(from));
      else for (let i = 0; i < ROWS; i++) f32.store(out + 4 * i, i < rows ? f32.load(from + 4 * i) : 0);
    }
  }
}

/** Four stored rows as four columns: 4 × 4 numbers are turned over at a time. */
function packTurned(b: usize, step: usize, depth: i32, out: usize, stride: usize): void {
  let k = 0;
  for (; k + 4 <= depth; k += 4, b += 16, out += 4 * stride) {
    const r0 = v128.load(b);
    const r1 = v128.load(b + step);
    const r2 = v128.load(b + 2 * step);
    const r3 = v128.load(b + 3 * step);
    const low = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const high = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const low2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const high2 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(out, v128.shuffle<f32>(low, low2, 0, 1, 4, 5));
    v128.store(out + stride, v128.shuffle<f32>(low, low2, 2, 3, 6, 7));
    v128.store(out + 2 * stride, v128.shuffle<f32>(high, high2, 0, 1, 4, 5));
    v128.store(out + 3 * stride, v128.shuffle<f32>(high, high2, 2, 3, 6, 7));
  }
  for (; k < depth; k++, b += 4, out += stride)
    for (let j: usize = 0; j < 4; j++) f32.store(out + 4 * j, f32.load(b + j * step));
}

function packSome(b: usize, step: usize, turned: bool, depth: i32, columns: i32, out: usize): void {
  for (let k = 0; k < depth; k++) {
    for (let j = 0; j < COLUMNS; j++, out += 4) {
      const from = turned ? b + <usize>j * step + 4 * k : b + <usize>k * step + 4 * j;
      f32.store(out, j < columns ? f32.load(from) : 0);
    }
  }
}
