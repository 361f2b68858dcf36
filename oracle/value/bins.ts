import type { Table } from "./regression.ts";

/** Bin 0 holds what isn't known; the others hold rising ranges of values. */
export const MISSING_BIN = 0;
const MAX_BINS = 255;

/** A table with every value replaced by the number of its range, one column behind the other. */
export interface BinnedTable {
  rows: number;
  columns: number;
  bins: Uint8Array;
  /** Per column: bin b ≥ 1 holds the values above upper[b - 2] and up to upper[b - 1] (the last bin has no end). */
  edges: Float32Array[];
}

/** Chooses at most `MAX_BINS` ranges a column by quantiles of (a sample of) its known values. */
export function chooseEdges(table: Table, maxBins = MAX_BINS, sample = 50_000): Float32Array[] {
  const step = Math.max(1, Math.floor(table.rows / sample));
  return Array.from({ length: table.columns }, (_, column) => {
    const known: number[] = [];
    for (let row = 0; row < table.rows; row += step) {
      const value = table.values[row * table.columns + column]!;
      if (!Number.isNaN(value)) known.push(value);
    }
    const sorted = Float32Array.from(known).sort();
    const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
    // An edge is the largest value of its range, so that a value and its equals always fall on the same side.
    if (distinct.length <= maxBins - 1) return distinct.slice(0, -1);
    const edges: number[] = [];
    for (let b = 1; b < maxBins - 1; b++) {
      const edge = sorted[Math.floor((b * sorted.length) / (maxBins - 1))]!;
      if (edges.length === 0 || edge > edges.at(-1)!) edges.push(edge);
    }
    return Float32Array.from(edges);
  });
}

/** The bin of one value: by binary search. */
export function binOf(value: number, edges: Float32Array): number {
  if (Number.isNaN(value)) return MISSING_BIN;
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= edges[middle]!) high = middle;
    else low = middle + 1;
  }
  return low + 1;
}

/** Bins a whole table by `edges`. */
export function binTable(table: Table, edges: Float32Array[]): BinnedTable {
  const bins = new Uint8Array(table.rows * table.columns);
  for (let column = 0; column < table.columns; column++) {
    const own = edges[column]!;
    for (let row = 0, at = column; row < table.rows; row++, at += table.columns) {
      bins[column * table.rows + row] = binOf(table.values[at]!, own);
    }
  }
  return { rows: table.rows, columns: table.columns, bins, edges };
}
