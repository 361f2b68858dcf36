/** Added to each variance, as in operations/layerNorm.ts. */
const EPSILON = 1e-5;

/** out [H] = the row of x that begins at `from`, brought to mean 0 and variance 1, times gain plus shift. */
export function normaliseRow(
  x: Float64Array,
  from: number,
  gain: Float64Array,
  shift: Float64Array,
  out: Float64Array | Float32Array,
  to = 0,
): void {
  const width = gain.length;
  let [sum, squares] = [0, 0];
  for (let j = 0; j < width; j++) sum += x[from + j]!;
  const mean = sum / width;
  for (let j = 0; j < width; j++) squares += (x[from + j]! - mean) ** 2;
  const scale = 1 / Math.sqrt(squares / width + EPSILON);
  for (let j = 0; j < width; j++) out[to + j] = (x[from + j]! - mean) * scale * gain[j]! + shift[j]!;
}
