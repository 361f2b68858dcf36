import { dwellBucket, gapBucket, kindIndex } from "../prepare/tensors.ts";
import { HISTORY_LENGTH, type Visit } from "../prepare/visits.ts";
import { createGruCell } from "./cell.ts";
import { readModel, type SerializedInterestModel, writeModel } from "./serialized.ts";
import type { GruWeights } from "./weights.ts";

/** What turns a viewer's visits into how much each content interests them next. */
export interface InterestModel {
  readonly kind: "gru";
  readonly hidden: number;
  /** contentIds, in the order of `logits`. */
  readonly vocabulary: readonly string[];
  /** [n, hidden]: the state after each history's last visit; zeros for an empty one. Only the last 50 visits count. */
  encode(histories: readonly (readonly Visit[])[]): Float32Array;
  /** [visits + 1, hidden]: the state before the first visit (zeros) and after each one, over the whole history. */
  encodeSteps(history: readonly Visit[]): Float32Array;
  /** [n, vocabulary]: scores whose softmax is the chance that a content is attended to next. */
  logits(states: Float32Array, n: number): Float32Array;
  serialize(): SerializedInterestModel;
}

/** Reads a model back; throws BadInterestModelError where it can't be what was written. */
export function loadInterestModel(serialized: SerializedInterestModel): InterestModel {
  const { hidden, vocabulary, weights } = readModel(serialized);
  return createInterestModel(hidden, vocabulary, weights);
}

/** A model that runs in plain JavaScript: no backend to start, and one history takes well under a millisecond. */
export function createInterestModel(hidden: number, vocabulary: readonly string[], weights: GruWeights): InterestModel {
  const cell = createGruCell(hidden, weights);
  const indexOf = new Map(vocabulary.map((contentId, index) => [contentId, index]));
  const advance = (visit: Visit, states: Float32Array, from: number, to: number) =>
    cell.step(
      {
        content: indexOf.get(visit.contentId) ?? -1,
        kind: kindIndex(visit.kind),
        dwell: dwellBucket(visit.dwellMs),
        gap: gapBucket(visit.gapMs),
      },
      states,
      from,
      to,
    );
  return {
    kind: "gru",
    hidden,
    vocabulary,
    encode(histories) {
      const states = new Float32Array(histories.length * hidden);
      for (const [i, history] of histories.entries()) {
        const start = Math.max(0, history.length - HISTORY_LENGTH);
        for (let k = start; k < history.length; k++) advance(history[k]!, states, i * hidden, i * hidden);
      }
      return states;
    },
    encodeSteps(history) {
      const states = new Float32Array((history.length + 1) * hidden);
      for (const [k, visit] of history.entries()) advance(visit, states, k * hidden, (k + 1) * hidden);
      return states;
    },
    logits: (states, n) => cell.scores(states, n),
    serialize: () => writeModel(hidden, vocabulary, weights),
  };
}
