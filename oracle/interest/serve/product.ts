/** out += x W, for one row x [D] at `from`, W [D, E], and E numbers of `out` from `to`; four rows of W at a time. */
export function addProduct(
  x: Float32Array | Float64Array,
  from: number,
  depth: number,
  w: Float64Array,
  out: Float64Array,
  to = 0,
): void {
  const wide = w.length / depth;
  let k = 0;
  for (; k + 4 <= depth; k += 4) {
    const [a, b, d, e] = [x[from + k]!, x[from + k + 1]!, x[from + k + 2]!, x[from + k + 3]!];
    const row = k * wide;
    for (let j = 0; j < wide; j++) {
      const at = row + j;
      out[to + j] = out[to + j]! + a * w[at]! + b * w[at + wide]! + d * w[at + 2 * wide]! + e * w[at + 3 * wide]!;
    }
  }
  for (; k < depth; k++) {
    const a = x[from + k]!;
    for (let j = 0; j < wide; j++) out[to + j] = out[to + j]! + a * w[k * wide + j]!;
  }
}
