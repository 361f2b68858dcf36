/** One visit as indices; `content` -1 is one outside the vocabulary, a `kind` of -1 says nothing. */
export interface VisitIndices {
  content: number;
  kind: number;
  dwell: number;
  gap: number;
}

/** A recurrent model in plain JavaScript: a state that advances by one visit at a time, from zeros. */
export interface RecurrentCell {
  /** Numbers in a state, of which the first H are what is compared with contents; the rest is the cell's own memory. */
  readonly width: number;
  /** Advances the state at `from` in `states` by one visit, and writes it at `to` (which may be the same). */
  step(visit: VisitIndices, states: Float32Array, from: number, to: number): void;
}

/** Any model in plain JavaScript, for serving: what visits leave behind as H numbers, to be compared with contents. */
export interface Encoder {
  /** What goes step by step, where the model does. */
  readonly cell?: RecurrentCell;
  /** Writes what a history of at most 50 visits leaves, at `to` in `out`; zeros for an empty one. */
  encode(history: readonly VisitIndices[], out: Float32Array, to: number): void;
  /** [visits + 1, H]: what each beginning of the history leaves, the empty one first. */
  encodeSteps(history: readonly VisitIndices[]): Float32Array;
}

/** A cell as an encoder. */
export function recurrentEncoder(cell: RecurrentCell, hidden: number): Encoder {
  const { width } = cell;
  return {
    cell,
    encode(history, out, to) {
      const state = new Float32Array(width);
      for (const visit of history) cell.step(visit, state, 0, 0);
      out.set(state.subarray(0, hidden), to);
    },
    encodeSteps(history) {
      const state = new Float32Array(width);
      const out = new Float32Array((history.length + 1) * hidden);
      for (const [k, visit] of history.entries()) {
        cell.step(visit, state, 0, 0);
        out.set(state.subarray(0, hidden), (k + 1) * hidden);
      }
      return out;
    },
  };
}
