import { type BinnedTable, MISSING_BIN } from "./bins.ts";

/** A tree in arrays, one entry a node; node 0 is the root. */
export interface Tree {
  /** Column that the node asks about, -1 in a leaf. */
  feature: number[];
  /** Left when value ≤ threshold. */
  threshold: number[];
  /** The same question asked of a bin. */
  bin: number[];
  /** 1 where what isn't known goes left. */
  missingLeft: number[];
  left: number[];
  right: number[];
  /** Leaf: what it predicts. Inner node: the mean of its leaves, by weight. */
  value: number[];
  /** Sum of second derivatives (the number of rows, where they are 1). */
  weight: number[];
}

export interface GrowOptions {
  maxLeaves: number;
  minLeafWeight: number;
  /** L2 penalty on a leaf's value. */
  penalty: number;
  /** Columns that may be asked about. */
  columns: readonly number[];
  /** Value of a leaf from its rows; absent: the Newton step -G / (H + penalty). */
  leafValue?: (rows: Int32Array) => number;
}

interface Split {
  gain: number;
  column: number;
  bin: number;
  missingLeft: boolean;
}

interface Leaf {
  node: number;
  from: number;
  to: number;
  histogram: Float64Array;
  gradient: number;
  weight: number;
  split: Split | null;
}

const SLOTS = 256;

/**
 * Grows one regression tree on histograms, the best leaf first (Ke et al., LightGBM, NeurIPS 2017): `gradients` and `hessians`
 * (null: all 1) are by row, `rows` are the rows to learn from and are reordered in place, so that each leaf's lie together.
 */
export function growTree(
  table: BinnedTable,
  rows: Int32Array,
  gradients: Float64Array,
  hessians: Float64Array | null,
  options: GrowOptions,
): Tree {
  const tree: Tree = {
    feature: [],
    threshold: [],
    bin: [],
    missingLeft: [],
    left: [],
    right: [],
    value: [],
    weight: [],
  };
  const scratch = new Int32Array(rows.length);
  const pool: Float64Array[] = [];
  const histogramOf = (from: number, to: number) => {
    const histogram = pool.pop()?.fill(0) ?? new Float64Array(options.columns.length * SLOTS * 2);
    fillHistogram(histogram, table, rows, from, to, gradients, hessians, options.columns);
    return histogram;
  };
  const leafFor = (from: number, to: number, histogram: Float64Array): Leaf => {
    let gradient = 0;
    let weight = 0;
    for (let slot = 0; slot < SLOTS; slot++) {
      gradient += histogram[slot * 2]!;
      weight += histogram[slot * 2 + 1]!;
    }
    const leaf = { node: addNode(tree), from, to, histogram, gradient, weight, split: null as Split | null };
    tree.weight[leaf.node] = weight;
    leaf.split = bestSplit(leaf, table, options);
    return leaf;
  };

  const open = [leafFor(0, rows.length, histogramOf(0, rows.length))];
  const closed: Leaf[] = [];
  while (open.length > 0 && open.length + closed.length < options.maxLeaves) {
    const best = open.reduce((a, b) => ((b.split?.gain ?? 0) > (a.split?.gain ?? 0) ? b : a));
    open.splice(open.indexOf(best), 1);
    if (best.split === null) {
      closed.push(best);
      continue;
    }
    const middle = partition(rows, scratch, best, table);
    const leftIsSmaller = middle - best.from <= best.to - middle;
    const small = leftIsSmaller ? histogramOf(best.from, middle) : histogramOf(middle, best.to);
    const large = best.histogram;
    for (let i = 0; i < large.length; i++) large[i]! -= small[i]!;
    const left = leafFor(best.from, middle, leftIsSmaller ? small : large);
    const right = leafFor(middle, best.to, leftIsSmaller ? large : small);
    const { column, bin, missingLeft } = best.split;
    tree.feature[best.node] = column;
    tree.bin[best.node] = bin;
    tree.threshold[best.node] = table.edges[column]![bin - 1] ?? Number.POSITIVE_INFINITY;
    tree.missingLeft[best.node] = missingLeft ? 1 : 0;
    tree.left[best.node] = left.node;
    tree.right[best.node] = right.node;
    open.push(left, right);
  }
  for (const leaf of [...open, ...closed]) {
    tree.value[leaf.node] = options.leafValue
      ? options.leafValue(rows.subarray(leaf.from, leaf.to))
      : -leaf.gradient / (leaf.weight + options.penalty);
  }
  fillInnerValues(tree);
  return tree;
}

function addNode(tree: Tree): number {
  tree.threshold.push(0);
  tree.bin.push(0);
  tree.missingLeft.push(0);
  tree.left.push(-1);
  tree.right.push(-1);
  tree.value.push(0);
  tree.weight.push(0);
  return tree.feature.push(-1) - 1;
}

function fillHistogram(
  histogram: Float64Array,
  table: BinnedTable,
  rows: Int32Array,
  from: number,
  to: number,
  gradients: Float64Array,
  hessians: Float64Array | null,
  columns: readonly number[],
): void {
  for (let c = 0; c < columns.length; c++) {
    const bins = table.bins.subarray(columns[c]! * table.rows, (columns[c]! + 1) * table.rows);
    const base = c * SLOTS * 2;
    for (let i = from; i < to; i++) {
      const row = rows[i]!;
      const at = base + bins[row]! * 2;
      histogram[at]! += gradients[row]!;
      histogram[at + 1]! += hessians === null ? 1 : hessians[row]!;
    }
  }
}

/** The split that lowers the loss most: gain G²/(H + penalty) of the sides over that of the whole; null where none helps. */
function bestSplit(leaf: Leaf, table: BinnedTable, options: GrowOptions): Split | null {
  const { minLeafWeight, penalty } = options;
  if (leaf.weight < 2 * minLeafWeight) return null;
  const whole = leaf.gradient ** 2 / (leaf.weight + penalty);
  let best: Split | null = null;
  let bestGain = 1e-9 * (1 + whole);
  for (let c = 0; c < options.columns.length; c++) {
    const column = options.columns[c]!;
    const base = c * SLOTS * 2;
    const last = table.edges[column]!.length;
    const missingGradient = leaf.histogram[base + MISSING_BIN * 2]!;
    const missingWeight = leaf.histogram[base + MISSING_BIN * 2 + 1]!;
    let gradient = 0;
    let weight = 0;
    for (let bin = 1; bin <= last; bin++) {
      gradient += leaf.histogram[base + bin * 2]!;
      weight += leaf.histogram[base + bin * 2 + 1]!;
      // What isn't known is tried on both sides, and only once where nothing is missing.
      for (let side = 0; side < (missingWeight > 0 ? 2 : 1); side++) {
        const leftWeight = weight + (side === 0 ? missingWeight : 0);
        const rightWeight = leaf.weight - leftWeight;
        if (leftWeight < minLeafWeight || rightWeight < minLeafWeight) continue;
        const leftGradient = gradient + (side === 0 ? missingGradient : 0);
        const rightGradient = leaf.gradient - leftGradient;
        const gain = leftGradient ** 2 / (leftWeight + penalty) + rightGradient ** 2 / (rightWeight + penalty) - whole;
        if (gain > bestGain) {
          bestGain = gain;
          best = { gain, column, bin, missingLeft: side === 0 };
        }
      }
    }
  }
  return best;
}

/** Moves the rows that go left to the front of the leaf's stretch, keeping their order; returns where the right ones begin. */
function partition(rows: Int32Array, scratch: Int32Array, leaf: Leaf, table: BinnedTable): number {
  const { column, bin, missingLeft } = leaf.split!;
  const bins = table.bins.subarray(column * table.rows, (column + 1) * table.rows);
  let left = leaf.from;
  let right = 0;
  for (let i = leaf.from; i < leaf.to; i++) {
    const row = rows[i]!;
    const own = bins[row]!;
    if (own === MISSING_BIN ? missingLeft : own <= bin) rows[left++] = row;
    else scratch[right++] = row;
  }
  rows.set(scratch.subarray(0, right), left);
  return left;
}

function fillInnerValues(tree: Tree): void {
  // Children are always made after their parent.
  for (let node = tree.feature.length - 1; node >= 0; node--) {
    if (tree.feature[node]! < 0) continue;
    const left = tree.left[node]!;
    const right = tree.right[node]!;
    const total = tree.weight[left]! + tree.weight[right]!;
    tree.value[node] = (tree.weight[left]! * tree.value[left]! + tree.weight[right]! * tree.value[right]!) / total;
  }
}

/** The leaf's value for one row of a binned table. */
export function treeValueOfBins(tree: Tree, table: BinnedTable, row: number): number {
  let node = 0;
  for (let column = tree.feature[0]!; column >= 0; column = tree.feature[node]!) {
    const own = table.bins[column * table.rows + row]!;
    const goesLeft = own === MISSING_BIN ? tree.missingLeft[node] === 1 : own <= tree.bin[node]!;
    node = goesLeft ? tree.left[node]! : tree.right[node]!;
  }
  return tree.value[node]!;
}
