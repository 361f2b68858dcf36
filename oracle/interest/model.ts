import { dwellBucket, gapBucket, kindIndex, tabulate } from "../prepare/tensors.ts";
import { HISTORY_LENGTH, type Visit } from "../prepare/visits.ts";
import type { InterestKind } from "./architecture.ts";
import { type InterestModelParts, readModel, type SerializedInterestModel, writeModel } from "./serialized.ts";
import { createBatchEncoder, createEncoder } from "./serve/createEncoder.ts";
import type { VisitIndices } from "./serve/encoder.ts";
import { scoresOf } from "./serve/scores.ts";

/** What turns a viewer's visits into how much each content interests them next. */
export interface InterestModel {
  readonly kind: InterestKind;
  readonly hidden: number;
  /** contentIds, in the order of `logits`. */
  readonly vocabulary: readonly string[];
  /** What `logits` compares states with: [vocabulary, hidden], and [vocabulary] that is added. */
  readonly table: { readonly contents: Float32Array; readonly bias: Float32Array };
  /** Place in the vocabulary, -1 for a content outside it. */
  indexOf(contentId: string): number;
  /** [n, hidden]: the state after each history's last visit; zeros for an empty one. Only the last 50 visits count. */
  encode(histories: readonly (readonly Visit[])[]): Float32Array;
  /** [visits + 1, hidden]: the state before the first visit (zeros) and after each one. A GRU and an LSTM look back over the whole history, a Transformer over 50 visits. */
  encodeSteps(history: readonly Visit[]): Float32Array;
  /**
   * A recurrent model's whole state, of which the first `hidden` numbers are what is scored, after these visits and those that led to `state`
   * (null: none did). Absent where a model doesn't go step by step.
   */
  readonly advance?: (state: Float32Array | null, visits: readonly Visit[]) => Float32Array;
  /** [n, vocabulary]: scores whose softmax is the chance that a content is attended to next. */
  logits(states: Float32Array, n: number): Float32Array;
  serialize(): SerializedInterestModel;
}

/** Reads a model back; throws BadInterestModelError where it can't be what was written. */
export function loadInterestModel(serialized: SerializedInterestModel): InterestModel {
  return createInterestModel(readModel(serialized));
}

/** From how many histories on they are encoded together. */
const BATCH = 8;

/** A model that runs in plain JavaScript: no backend to start, and one history takes a millisecond or two at most. */
export function createInterestModel(parts: InterestModelParts): InterestModel {
  const { architecture, hidden, vocabulary, weights } = parts;
  const encoder = createEncoder(parts);
  const { cell } = encoder;
  let together: ReturnType<typeof createBatchEncoder>;
  const indexOf = new Map(vocabulary.map((contentId, index) => [contentId, index]));
  const indicesOf = ({ contentId, kind, dwellMs, gapMs }: Visit): VisitIndices => ({
    content: indexOf.get(contentId) ?? -1,
    kind: kindIndex(kind),
    dwell: dwellBucket(dwellMs),
    gap: gapBucket(gapMs),
  });
  return {
    kind: architecture.kind,
    hidden,
    vocabulary,
    indexOf: (contentId) => indexOf.get(contentId) ?? -1,
    table: { contents: weights.contents, bias: weights.bias },
    encode(histories) {
      if (histories.length >= BATCH) {
        together ??= createBatchEncoder(parts);
        if (together) return together(tabulate(histories, indexOf));
      }
      const states = new Float32Array(histories.length * hidden);
      for (const [i, history] of histories.entries())
        encoder.encode(history.slice(-HISTORY_LENGTH).map(indicesOf), states, i * hidden);
      return states;
    },
    encodeSteps: (history) => encoder.encodeSteps(history.map(indicesOf)),
    ...(cell && {
      advance(state: Float32Array | null, visits: readonly Visit[]) {
        const next = state ? state.slice() : new Float32Array(cell.width);
        for (const visit of visits) cell.step(indicesOf(visit), next, 0, 0);
        return next;
      },
    }),
    logits: (states, n) => scoresOf(states, n, weights),
    serialize: () => writeModel(parts),
  };
}
