/** states · Eᵀ + bias, [n, V]: E [V, H], bias [V], states [n, H]. */
export function scoresOf(
  states: Float32Array,
  n: number,
  { contents, bias }: { contents: Float32Array; bias: Float32Array },
): Float32Array {
  const hidden = contents.length / bias.length;
  const count = bias.length;
  const out = new Float32Array(n * count);
  // Blocks of contents stay in the cache while all states pass over them.
  for (let v0 = 0; v0 < count; v0 += 256) {
    const v1 = Math.min(count, v0 + 256);
    for (let i = 0; i < n; i++) scoreBlock(states, i * hidden, contents, bias, v0, v1, out, i * count, hidden);
  }
  return out;
}

/** Scores of one state for contents `v0` to `v1`, four at a time. */
function scoreBlock(
  states: Float32Array,
  from: number,
  contents: Float32Array,
  bias: Float32Array,
  v0: number,
  v1: number,
  out: Float32Array,
  to: number,
  hidden: number,
): void {
  let v = v0;
  for (; v + 4 <= v1; v += 4) {
    let [a, b, c, d] = [bias[v]!, bias[v + 1]!, bias[v + 2]!, bias[v + 3]!];
    const row = v * hidden;
    for (let k = 0; k < hidden; k++) {
      const s = states[from + k]!;
      a += s * contents[row + k]!;
      b += s * contents[row + hidden + k]!;
      c += s * contents[row + 2 * hidden + k]!;
      d += s * contents[row + 3 * hidden + k]!;
    }
    out[to + v] = a;
    out[to + v + 1] = b;
    out[to + v + 2] = c;
    out[to + v + 3] = d;
  }
  for (; v < v1; v++) {
    let a = bias[v]!;
    for (let k = 0; k < hidden; k++) a += states[from + k]! * contents[v * hidden + k]!;
    out[to + v] = a;
  }
}
