import { sigmoid, tanh } from "./exponential";
import { multiplyAdd, read, write } from "./vector";

/**
 * One step of an LSTM for `rows` rows: `gates` [rows, 4H] holds the arguments of input, forget, output and new gate, and holds their values
 * afterwards. Writes cells, their tanh (`shown`) and the states, [rows, H] each. `previous` are the cells before; 0: they are zeros.
 */
export function lstmStep(
  rows: i32,
  hidden: i32,
  gates: usize,
  previous: usize,
  cells: usize,
  shown: usize,
  states: usize,
): void {
  const row = <usize>hidden * 4;
  for (let k = 0; k < rows; k++) {
    for (let j = 0, at: usize = 0; j < hidden; j += 4, at += 16) {
      const left = hidden - j;
      const i = sigmoid(read(gates + at, left));
      const f = sigmoid(read(gates + row + at, left));
      const o = sigmoid(read(gates + 2 * row + at, left));
      const n = tanh(read(gates + 3 * row + at, left));
      const before = previous ? read(previous + at, left) : f32x4.splat(0);
      const c = multiplyAdd(f, before, f32x4.mul(i, n));
      const s = tanh(c);
      write(gates + at, i, left);
      write(gates + row + at, f, left);
      write(gates + 2 * row + at, o, left);
      write(gates + 3 * row + at, n, left);
      write(cells + at, c, left);
      write(shown + at, s, left);
      write(states + at, f32x4.mul(o, s), left);
    }
    gates += 4 * row;
    if (previous) previous += row;
    cells += row;
    shown += row;
    states += row;
  }
}

/**
 * The way back of `lstmStep`: from the states' gradient dy, and for the first `arrived` rows what the later step sent (`through` U, and the
 * cells' gradient `carried`), the gradients of the gates' arguments [rows, 4H]; `carried` is then that of the cells before this step.
 */
export function lstmStepBack(
  rows: i32,
  hidden: i32,
  arrived: i32,
  dy: usize,
  carried: usize,
  through: usize,
  gates: usize,
  shown: usize,
  previous: usize,
  inner: usize,
): void {
  const row = <usize>hidden * 4;
  const one = f32x4.splat(1);
  for (let k = 0; k < rows; k++) {
    for (let j = 0, at: usize = 0; j < hidden; j += 4, at += 16) {
      const left = hidden - j;
      let dh = read(dy + at, left);
      if (k < arrived) dh = f32x4.add(dh, read(through + at, left));
      const i = read(gates + at, left);
      const f = read(gates + row + at, left);
      const o = read(gates + 2 * row + at, left);
      const n = read(gates + 3 * row + at, left);
      const s = read(shown + at, left);
      let dc = f32x4.mul(f32x4.mul(dh, o), f32x4.sub(one, f32x4.mul(s, s)));
      if (k < arrived) dc = f32x4.add(dc, read(carried + at, left));
      const before = previous ? read(previous + at, left) : f32x4.splat(0);
      write(inner + at, f32x4.mul(f32x4.mul(dc, n), f32x4.mul(i, f32x4.sub(one, i))), left);
      write(inner + row + at, f32x4.mul(f32x4.mul(dc, before), f32x4.mul(f, f32x4.sub(one, f))), left);
      write(inner + 2 * row + at, f32x4.mul(f32x4.mul(dh, s), f32x4.mul(o, f32x4.sub(one, o))), left);
      write(inner + 3 * row + at, f32x4.mul(f32x4.mul(dc, i), f32x4.sub(one, f32x4.mul(n, n))), left);
      write(carried + at, f32x4.mul(dc, f), left);
    }
    dy += row;
    carried += row;
    through += row;
    gates += 4 * row;
    shown += row;
    if (previous) previous += row;
    inner += 4 * row;
  }
}
