import { sigmoid, tanh } from "./exponential";
import { multiplyAdd, read, write } from "./vector";

/**
 * One step of a GRU for `rows` rows, from the input side's arguments [rows, 3H] and the recurrent side's, bias included; a `recurrentStride` of 0
 * repeats one row of them. Writes gates r and z [rows, 2H], the new state n, the recurrent argument inside the reset, and the state after the step,
 * [rows, H] each. `previous` 0: the states before are zeros.
 */
export function gruStep(
  rows: i32,
  hidden: i32,
  input: usize,
  recurrent: usize,
  recurrentStride: i32,
  previous: usize,
  gates: usize,
  fresh: usize,
  recalled: usize,
  states: usize,
): void {
  const row = <usize>hidden * 4;
  for (let i = 0; i < rows; i++) {
    for (let j = 0, at: usize = 0; j < hidden; j += 4, at += 16) {
      const left = hidden - j;
      const r = sigmoid(f32x4.add(read(input + at, left), read(recurrent + at, left)));
      const z = sigmoid(f32x4.add(read(input + row + at, left), read(recurrent + row + at, left)));
      const q = read(recurrent + 2 * row + at, left);
      const n = tanh(multiplyAdd(r, q, read(input + 2 * row + at, left)));
      const before = previous ? read(previous + at, left) : f32x4.splat(0);
      write(gates + at, r, left);
      write(gates + row + at, z, left);
      write(fresh + at, n, left);
      write(recalled + at, q, left);
      write(states + at, multiplyAdd(z, f32x4.sub(before, n), n), left);
    }
    input += 3 * row;
    recurrent += 4 * <usize>recurrentStride;
    if (previous) previous += row;
    gates += 2 * row;
    fresh += row;
    recalled += row;
    states += row;
  }
}

/**
 * The way back of `gruStep`: from the states' gradient dy, and for the first `arrived` rows what the later step sent (`through` U and `direct`
 * past it), the gradients of the arguments on either side, [rows, 3H]; `direct` is then what goes past this step.
 */
export function gruStepBack(
  rows: i32,
  hidden: i32,
  arrived: i32,
  dy: usize,
  direct: usize,
  through: usize,
  gates: usize,
  fresh: usize,
  recalled: usize,
  previous: usize,
  inner: usize,
  outer: usize,
): void {
  const row = <usize>hidden * 4;
  const one = f32x4.splat(1);
  for (let i = 0; i < rows; i++) {
    for (let j = 0, at: usize = 0; j < hidden; j += 4, at += 16) {
      const left = hidden - j;
      let dh = read(dy + at, left);
      if (i < arrived) dh = f32x4.add(dh, f32x4.add(read(direct + at, left), read(through + at, left)));
      const r = read(gates + at, left);
      const z = read(gates + row + at, left);
      const n = read(fresh + at, left);
      const before = previous ? read(previous + at, left) : f32x4.splat(0);
      const dn = f32x4.mul(f32x4.mul(dh, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(n, n)));
      const dr = f32x4.mul(f32x4.mul(dn, read(recalled + at, left)), f32x4.mul(r, f32x4.sub(one, r)));
      const dz = f32x4.mul(f32x4.mul(dh, f32x4.sub(before, n)), f32x4.mul(z, f32x4.sub(one, z)));
      write(inner + at, dr, left);
      write(inner + row + at, dz, left);
      write(inner + 2 * row + at, dn, left);
      write(outer + at, dr, left);
      write(outer + row + at, dz, left);
      write(outer + 2 * row + at, f32x4.mul(dn, r), left);
      write(direct + at, f32x4.mul(dh, z), left);
    }
    dy += row;
    direct += row;
    through += row;
    gates += 2 * row;
    fresh += row;
    recalled += row;
    if (previous) previous += row;
    inner += 3 * row;
    outer += 3 * row;
  }
}
