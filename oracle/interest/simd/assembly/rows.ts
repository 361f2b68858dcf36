import { multiplyAdd, read, sumOf, write } from "./vector";

/** out[i] += scale · from[ids[i]], rows `width` wide; negative ids (i32) add nothing. */
export function gatherRows(from: usize, ids: usize, count: i32, width: i32, scale: f32, out: usize): void {
  const row = <usize>width * 4;
  for (let i = 0; i < count; i++, ids += 4, out += row) {
    const id = i32.load(ids);
    if (id >= 0) addRow(from + row * id, width, scale, out);
  }
}

/** out[ids[i]] += scale · from[i], rows `width` wide; negative ids (i32) are dropped. */
export function scatterRows(from: usize, ids: usize, count: i32, width: i32, scale: f32, out: usize): void {
  const row = <usize>width * 4;
  for (let i = 0; i < count; i++, ids += 4, from += row) {
    const id = i32.load(ids);
    if (id >= 0) addRow(from, width, scale, out + row * id);
  }
}

/** out += scale · from */
export function addRow(from: usize, width: i32, scale: f32, out: usize): void {
  const factor = f32x4.splat(scale);
  for (let j = 0, at: usize = 0; j < width; j += 4, at += 16) {
    const left = width - j;
    write(out + at, multiplyAdd(factor, read(from + at, left), read(out + at, left)), left);
  }
}

/** out [columns] = the sum of the rows of a [rows, columns], or with `add` that onto what is there; `stride` as in `gemm`. */
export function sumRows(a: usize, rows: i32, columns: i32, stride: i32, add: bool, out: usize): void {
  const step = <usize>stride * 4;
  if (!add) memory.fill(out, 0, 4 * columns);
  let i = 0;
  // Four rows at a time, so that the sums are read and written a quarter as often.
  for (; i + 4 <= rows; i += 4, a += 4 * step) {
    for (let j = 0; j < columns; j += 4) {
      const at = a + 4 * j;
      const left = columns - j;
      const first = f32x4.add(read(at, left), read(at + step, left));
      const second = f32x4.add(read(at + 2 * step, left), read(at + 3 * step, left));
      write(out + 4 * j, f32x4.add(read(out + 4 * j, left), f32x4.add(first, second)), left);
    }
  }
  for (; i < rows; i++, a += step) addRow(a, columns, 1, out);
}

/** out[i] = from[ids[i]] (i32), rows `width` wide. */
export function takeRows(from: usize, ids: usize, count: i32, width: i32, out: usize): void {
  const row = <usize>width * 4;
  for (let i = 0; i < count; i++, ids += 4, out += row) memory.copy(out, from + row * i32.load(ids), row);
}

/** out[ids[i]] (i32) = from[i], rows `width` wide. */
export function putRows(from: usize, ids: usize, count: i32, width: i32, out: usize): void {
  const row = <usize>width * 4;
  for (let i = 0; i < count; i++, ids += 4, from += row) memory.copy(out + row * i32.load(ids), from, row);
}

/** out[i · stride] = a[i] · b[i] + c[i]: inner products of the rows of two matrices [rows, width]. */
export function dotRows(a: usize, b: usize, c: usize, rows: i32, width: i32, out: usize, stride: i32): void {
  for (let i = 0; i < rows; i++, c += 4, out += 4 * <usize>stride) {
    let sum = f32x4.splat(0);
    for (let j = 0; j < width; j += 4) sum = multiplyAdd(read(a + 4 * j, width - j), read(b + 4 * j, width - j), sum);
    f32.store(out, sumOf(sum) + f32.load(c));
    a += 4 * <usize>width;
    b += 4 * <usize>width;
  }
}

/** out[ids[i]] += factors[i · stride] · from[i], rows `width` wide; where `ids` is 0, out[i]. */
export function addScaledRows(
  from: usize,
  ids: usize,
  factors: usize,
  stride: i32,
  count: i32,
  width: i32,
  out: usize,
): void {
  const row = <usize>width * 4;
  for (let i = 0; i < count; i++, from += row, factors += 4 * <usize>stride) {
    const to = ids ? i32.load(ids + 4 * i) : i;
    addRow(from, width, f32.load(factors), out + row * to);
  }
}

/** values ← max(0, values) */
export function rectify(values: usize, count: i32): void {
  const zero = f32x4.splat(0);
  for (let j = 0; j < count; j += 4) write(values + 4 * j, f32x4.max(read(values + 4 * j, count - j), zero), count - j);
}

/** out = dy where `kept` is above zero, and zero elsewhere. */
export function rectifyBack(dy: usize, kept: usize, count: i32, out: usize): void {
  const zero = f32x4.splat(0);
  for (let j = 0; j < count; j += 4) {
    const left = count - j;
    write(out + 4 * j, v128.and(read(dy + 4 * j, left), f32x4.gt(read(kept + 4 * j, left), zero)), left);
  }
}

/** The values times `scale` where their mark (u8) is one, and zero where it is zero. */
export function dropValues(values: usize, marks: usize, count: i32, scale: f32, out: usize): void {
  const factor = f32x4.splat(scale);
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    const bytes = v128.load32_zero(marks + j);
    const kept = i32x4.ne(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)), i32x4.splat(0));
    v128.store(out + 4 * j, v128.and(f32x4.mul(v128.load(values + 4 * j), factor), kept));
  }
  for (; j < count; j++) f32.store(out + 4 * j, load<u8>(marks + j) ? f32.load(values + 4 * j) * scale : 0);
}
