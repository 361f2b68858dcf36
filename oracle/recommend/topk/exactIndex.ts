import { scanKernel } from "./scan.ts";

/** Most viewers that one pass over the contents serves. */
const VIEWERS_A_PASS = 32;
/** Rows that are scored side by side. */
const ROWS = 4;

/** For each of n viewers the k best contents, best first, equals in order of index; -1 and -Infinity where there are no more. */
export interface TopK {
  /** [n, k]: rows of the table. */
  indices: Int32Array;
  /** [n, k]: state · content + bias. */
  scores: Float32Array;
}

/** Finds for states what scores highest under them. */
export interface TopIndex {
  /** How many contents are in it. */
  readonly size: number;
  /**
   * @param states [n, H]
   * @param masked for each viewer the contents that must not be found
   */
  search(states: Float32Array, n: number, k: number, masked?: readonly Iterable<number>[]): TopK;
}

/**
 * An index that compares with every content. The table lies in the kernel's own memory, and is read once for up to 32 viewers; a score is
 * kept only where it beats the worst of the viewer's best.
 *
 * @param contents [V, H]
 * @param bias [V]
 * @throws RangeError where the table doesn't fit into 4 GiB, or the machine's memory
 */
export function createExactIndex(contents: Float32Array, bias: Float32Array): TopIndex {
  const size = bias.length;
  const hidden = size === 0 ? 0 : contents.length / size;
  // Rows of zeros fill the last four, and columns of zeros each four of a row, with a bias that nothing can be worse than.
  const rows = roundUp(size, ROWS);
  const depth = roundUp(hidden, 4);
  const biasAt = 4 * rows * depth;
  const fixed = biasAt + 4 * rows;
  const kernel = scanKernel(fixed);
  const table = kernel.floats(0, rows * depth);
  if (depth === hidden) table.set(contents);
  else for (let v = 0; v < size; v++) table.set(contents.subarray(v * hidden, (v + 1) * hidden), v * depth);
  kernel.floats(biasAt, rows).fill(Number.NEGATIVE_INFINITY).set(bias);

  function pass(states: Float32Array, n: number, k: number, masked: readonly Int32Array[]): TopK {
    const groups = Math.ceil(n / 8);
    const width = 8 * groups;
    const place = layout(fixed);
    const statesAt = place(width * depth);
    const leastAt = place(width);
    const scoresAt = place(width * k);
    const indicesAt = place(width * k);
    const masksAt = place(width + 1);
    const maskedAt = place(masked.reduce((total, own) => total + own.length, 0));
    kernel.reserve(place(0));

    const into = kernel.floats(statesAt, width * depth).fill(0);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < hidden; j++)
        into[n === 1 ? j : (i >> 3) * 8 * depth + j * 8 + (i & 7)] = states[i * hidden + j]!;
    // Nobody stands in the places over n: their best can't be bettered.
    const least = kernel.floats(leastAt, width).fill(Number.POSITIVE_INFINITY);
    least.fill(Number.NEGATIVE_INFINITY, 0, n);
    kernel.floats(scoresAt, n * k).fill(Number.NEGATIVE_INFINITY);
    kernel.ints(indicesAt, n * k).fill(-1);
    const starts = kernel.ints(masksAt, width + 1).fill(0);
    const rowsMasked = kernel.ints(maskedAt, (place(0) - maskedAt) / 4);
    for (let i = 0, at = 0; i < width; i++) {
      const own = masked[i] ?? new Int32Array();
      rowsMasked.set(own, at);
      at += own.length;
      starts[i + 1] = at;
    }

    if (n === 1)
      kernel.scanOne(0, biasAt, depth, 0, rows, statesAt, leastAt, k, scoresAt, indicesAt, masksAt, maskedAt);
    else kernel.scan(0, biasAt, depth, 0, rows, statesAt, groups, leastAt, k, scoresAt, indicesAt, masksAt, maskedAt);
    return { indices: kernel.ints(indicesAt, n * k).slice(), scores: kernel.floats(scoresAt, n * k).slice() };
  }

  return {
    size,
    search(states, n, k, masked = []) {
      const found: TopK = { indices: new Int32Array(n * k), scores: new Float32Array(n * k) };
      if (k === 0) return found;
      for (let from = 0; from < n; from += VIEWERS_A_PASS) {
        const to = Math.min(n, from + VIEWERS_A_PASS);
        const own = masked.slice(from, to).map((ids) => Int32Array.from(ids).sort());
        const part = pass(states.subarray(from * hidden, to * hidden), to - from, k, own);
        found.indices.set(part.indices, from * k);
        found.scores.set(part.scores, from * k);
      }
      return found;
    },
  };
}

function roundUp(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}

/** Gives places for arrays of 4-byte numbers, one behind the other, each at a multiple of 16 bytes. */
function layout(from: number): (length: number) => number {
  let next = roundUp(from, 16);
  return (length) => {
    const at = next;
    next += roundUp(4 * length, 16);
    return at;
  };
}
