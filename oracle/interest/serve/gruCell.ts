import type { GruWeights } from "./weights.ts";

/** One visit as indices; `content` -1 is one outside the vocabulary, a `kind` of -1 says nothing. */
export interface VisitIndices {
  content: number;
  kind: number;
  dwell: number;
  gap: number;
}

/** The GRU of operations/gru.ts in plain JavaScript, for serving. */
export interface GruCell {
  /** Advances the state at `from` in `states` by one visit, and writes it at `to` (which may be the same). */
  step(visit: VisitIndices, states: Float32Array, from: number, to: number): void;
  /** [n, V]: states · Eᵀ + bias. */
  scores(states: Float32Array, n: number): Float32Array;
}

export function createGruCell(hidden: number, weights: GruWeights): GruCell {
  const { contents, bias, unknown, c } = weights;
  // In f64, the arithmetic of the loop over it: no number is converted 50 times a history.
  const u = Float64Array.from(weights.u);
  const wide = 3 * hidden;
  const sum = new Float64Array(wide);
  const recalled = new Float64Array(wide);
  const inputs = [
    createProjection(weights.w, hidden, contents, unknown),
    ...[weights.kinds, weights.dwells, weights.gaps].map(
      (table) => table && createProjection(weights.w, hidden, table),
    ),
  ];
  return {
    step(visit, states, from, to) {
      sum.set(weights.b);
      inputs[0]!(visit.content, sum);
      if (visit.kind >= 0) inputs[1]?.(visit.kind, sum);
      inputs[2]?.(visit.dwell, sum);
      inputs[3]?.(visit.gap, sum);
      recall(states, from, u, c, recalled, hidden);
      for (let j = 0; j < hidden; j++) {
        const r = 1 / (1 + Math.exp(-sum[j]! - recalled[j]!));
        const z = 1 / (1 + Math.exp(-sum[hidden + j]! - recalled[hidden + j]!));
        const n = Math.tanh(sum[2 * hidden + j]! + r * recalled[2 * hidden + j]!);
        states[to + j] = n + z * (states[from + j]! - n);
      }
    },
    scores(states, n) {
      const count = bias.length;
      const out = new Float32Array(n * count);
      // Blocks of contents stay in the cache while all states pass over them.
      for (let v0 = 0; v0 < count; v0 += 256) {
        const v1 = Math.min(count, v0 + 256);
        for (let i = 0; i < n; i++) scoreBlock(states, i * hidden, contents, bias, v0, v1, out, i * count, hidden);
      }
      return out;
    },
  };
}

type Projection = (row: number, sum: Float64Array) => void;

/** Adds row · W to a sum. Each row is projected once, when it is first met; row -1 is `missing`. */
function createProjection(w: Float32Array, hidden: number, table: Float32Array, missing?: Float32Array): Projection {
  const wide = 3 * hidden;
  const rows = table.length / hidden;
  const known: (Float32Array | undefined)[] = new Array(rows + 1);
  const project = (row: number) => {
    const source = row < 0 ? missing! : table.subarray(row * hidden, (row + 1) * hidden);
    const out = new Float32Array(wide);
    for (let j = 0; j < wide; j++) {
      let total = 0;
      for (let k = 0; k < hidden; k++) total += source[k]! * w[k * wide + j]!;
      out[j] = total;
    }
    return out;
  };
  return (row, sum) => {
    known[row + 1] ??= project(row);
    const projected = known[row + 1]!;
    for (let j = 0; j < wide; j++) sum[j] = sum[j]! + projected[j]!;
  };
}

/** out = h U, plus c on the new gate; four rows of U at a time. */
function recall(
  states: Float32Array,
  from: number,
  u: Float64Array,
  c: Float32Array,
  out: Float64Array,
  hidden: number,
): void {
  const wide = 3 * hidden;
  out.fill(0, 0, 2 * hidden);
  out.set(c, 2 * hidden);
  let k = 0;
  for (; k + 4 <= hidden; k += 4) {
    const [a, b, d, e] = [states[from + k]!, states[from + k + 1]!, states[from + k + 2]!, states[from + k + 3]!];
    const row = k * wide;
    for (let j = 0; j < wide; j++) {
      const at = row + j;
      out[j] = out[j]! + a * u[at]! + b * u[at + wide]! + d * u[at + 2 * wide]! + e * u[at + 3 * wide]!;
    }
  }
  for (; k < hidden; k++) {
    const a = states[from + k]!;
    for (let j = 0; j < wide; j++) out[j] = out[j]! + a * u[k * wide + j]!;
  }
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
