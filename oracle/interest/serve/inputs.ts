import type { SharedWeights } from "../weights.ts";
import type { VisitIndices } from "./encoder.ts";

/** Adds what a visit's descriptions put into the gates, x W, to a sum as wide as W [H, G]. */
export function createInputs(
  w: Float32Array,
  hidden: number,
  { contents, unknown, kinds, dwells, gaps }: SharedWeights,
): (visit: VisitIndices, sum: Float64Array) => void {
  const content = createProjection(w, hidden, contents, unknown);
  const [kind, dwell, gap] = [kinds, dwells, gaps].map((table) => table && createProjection(w, hidden, table));
  return (visit, sum) => {
    content(visit.content, sum);
    if (visit.kind >= 0) kind?.(visit.kind, sum);
    dwell?.(visit.dwell, sum);
    gap?.(visit.gap, sum);
  };
}

type Projection = (row: number, sum: Float64Array) => void;

/** Adds row · W to a sum. Each row is projected once, when it is first met; row -1 is `missing`. */
function createProjection(w: Float32Array, hidden: number, table: Float32Array, missing?: Float32Array): Projection {
  const wide = w.length / hidden;
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
