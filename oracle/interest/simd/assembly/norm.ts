import { multiplyAdd, read, sumOf, write } from "./vector";

/** Each row of x [rows, width] brought to mean 0 and variance 1 (`normal`), then times gain plus shift (`out`); `scales` (f32) is what each was multiplied by. */
export function layerNorm(
  x: usize,
  rows: i32,
  width: i32,
  gain: usize,
  shift: usize,
  epsilon: f32,
  normal: usize,
  scales: usize,
  out: usize,
): void {
  const row = <usize>width * 4;
  for (let i = 0; i < rows; i++, x += row, normal += row, out += row, scales += 4) {
    let sum = f32x4.splat(0);
    for (let j = 0; j < width; j += 4) sum = f32x4.add(sum, read(x + 4 * j, width - j));
    const mean = f32x4.splat(sumOf(sum) / <f32>width);
    let squares = f32x4.splat(0);
    for (let j = 0; j < width; j += 4) {
      const left = width - j;
      const apart = f32x4.sub(read(x + 4 * j, left), mean);
      write(normal + 4 * j, apart, left);
      const own = read(normal + 4 * j, left);
      squares = multiplyAdd(own, own, squares);
    }
    const scale: f32 = 1 / sqrt<f32>(sumOf(squares) / <f32>width + epsilon);
    f32.store(scales, scale);
    const factor = f32x4.splat(scale);
    for (let j = 0; j < width; j += 4) {
      const left = width - j;
      const one = f32x4.mul(read(normal + 4 * j, left), factor);
      write(normal + 4 * j, one, left);
      write(out + 4 * j, multiplyAdd(one, read(gain + 4 * j, left), read(shift + 4 * j, left)), left);
    }
  }
}

/** The way back: dx = (d − mean(d) − x̂ · mean(d ∘ x̂)) · scale with d = dy ∘ gain, and `along` = dy ∘ x̂, of which the rows add up to the gain's gradient. */
export function layerNormBack(
  dy: usize,
  rows: i32,
  width: i32,
  gain: usize,
  normal: usize,
  scales: usize,
  dx: usize,
  along: usize,
): void {
  const row = <usize>width * 4;
  for (let i = 0; i < rows; i++, dy += row, normal += row, dx += row, along += row, scales += 4) {
    let sum = f32x4.splat(0);
    let product = f32x4.splat(0);
    for (let j = 0; j < width; j += 4) {
      const left = width - j;
      const own = read(normal + 4 * j, left);
      const given = read(dy + 4 * j, left);
      const d = f32x4.mul(given, read(gain + 4 * j, left));
      write(along + 4 * j, f32x4.mul(given, own), left);
      sum = f32x4.add(sum, d);
      product = multiplyAdd(d, own, product);
    }
    const mean = f32x4.splat(sumOf(sum) / <f32>width);
    const slope = f32x4.splat(sumOf(product) / <f32>width);
    const scale = f32x4.splat(f32.load(scales));
    for (let j = 0; j < width; j += 4) {
      const left = width - j;
      const d = f32x4.mul(read(dy + 4 * j, left), read(gain + 4 * j, left));
      const rest = f32x4.sub(f32x4.sub(d, mean), f32x4.mul(read(normal + 4 * j, left), slope));
      write(dx + 4 * j, f32x4.mul(rest, scale), left);
    }
  }
}
