import { setImmediate } from "node:timers/promises";
import { pack, tabulate } from "../prepare/tensors.ts";
import { HISTORY_LENGTH, type Visit } from "../prepare/visits.ts";
import { lastScoresOfModel } from "./lastScores.ts";
import { hitRate, hitRateError, ndcg, ndcgError, rankOf } from "./metrics.ts";
import type { InterestModel } from "./model.ts";
import { readModel } from "./serialized.ts";

/** Anything that scores all contents of a vocabulary after a history. */
export interface Scorer {
  /** [n, vocabulary], the higher the better. Histories hold indices into the vocabulary, oldest first. */
  scores(histories: readonly Int32Array[]): Float32Array;
}

export interface LeaveOneOut {
  vocabulary: readonly string[];
  /** Everything but the last item of each viewer: what is known when that one is foretold. Its own last item is for validation, and teaches nothing. */
  histories: Int32Array[];
  /** The last item of each viewer. */
  test: Int32Array;
}

export interface LeaveOneOutResult {
  hr10: number;
  ndcg10: number;
  /** Of `hr10`. */
  standardError: number;
  /** Of `ndcg10`. */
  ndcgStandardError: number;
}

/** Splits sequences of item names, oldest first, as in S3-Rec: last item test, second last validation. Sequences under three items are left out. */
export function splitLeaveOneOut(sequences: readonly (readonly string[])[]): LeaveOneOut {
  const long = sequences.filter((items) => items.length >= 3);
  const vocabulary = [...new Set(long.flat())];
  const indexOf = new Map(vocabulary.map((item, index) => [item, index]));
  const indices = long.map((items) => Int32Array.from(items, (item) => indexOf.get(item)!));
  return {
    vocabulary,
    histories: indices.map((items) => items.subarray(0, -1)),
    test: Int32Array.from(indices, (items) => items.at(-1)!),
  };
}

/** Ranks each test item among all contents, the viewer's earlier ones left out, ties against the scorer. Yields after every block; stops on `signal`. */
export async function evaluateLeaveOneOut(
  { vocabulary, histories, test }: LeaveOneOut,
  scorer: Scorer,
  { onProgress, signal }: { onProgress?: (share: number) => void; signal?: AbortSignal } = {},
): Promise<LeaveOneOutResult> {
  const ranks: number[] = [];
  const block = 128;
  for (let from = 0; from < test.length; from += block) {
    await setImmediate();
    signal?.throwIfAborted();
    const some = histories.slice(from, from + block);
    const scores = scorer.scores(some);
    for (const [i, history] of some.entries()) {
      const own = scores.subarray(i * vocabulary.length, (i + 1) * vocabulary.length);
      ranks.push(rankAmongNew(own, test[from + i]!, history));
    }
    onProgress?.(ranks.length / test.length);
  }
  return {
    hr10: hitRate(ranks, 10),
    ndcg10: ndcg(ranks, 10),
    standardError: hitRateError(ranks, 10),
    ndcgStandardError: ndcgError(ranks, 10),
  };
}

function rankAmongNew(scores: Float32Array, target: number, history: Int32Array): number {
  for (const item of history) if (item !== target) scores[item] = Number.NEGATIVE_INFINITY;
  return rankOf(scores, target);
}

/** The same for everybody: how often each item occurs in the training part. */
export function popularityScorer(split: LeaveOneOut): Scorer {
  const counts = new Float32Array(split.vocabulary.length);
  for (const items of trainingOf(split)) for (const item of items) counts[item]!++;
  return {
    scores(histories) {
      const out = new Float32Array(histories.length * counts.length);
      for (let i = 0; i < histories.length; i++) out.set(counts, i * counts.length);
      return out;
    },
  };
}

/**
 * No learning at all: how often an item followed another one within `window` steps of the training part, each step further counting `decay`
 * less, summed over the history with the same decay; popularity breaks ties.
 */
export function transitionScorer(split: LeaveOneOut, decay = 0.7, window = 5): Scorer {
  const follows: Map<number, number>[] = split.vocabulary.map(() => new Map());
  const counts = new Float32Array(split.vocabulary.length);
  for (const items of trainingOf(split)) {
    for (let i = 0; i < items.length; i++) {
      counts[items[i]!]!++;
      for (let back = 1; back <= Math.min(window, i); back++) {
        const after = follows[items[i - back]!]!;
        after.set(items[i]!, (after.get(items[i]!) ?? 0) + decay ** (back - 1));
      }
    }
  }
  return {
    scores(histories) {
      const out = new Float32Array(histories.length * counts.length);
      for (const [i, history] of histories.entries()) {
        const own = out.subarray(i * counts.length, (i + 1) * counts.length);
        for (let v = 0; v < own.length; v++) own[v] = 1e-6 * counts[v]!;
        for (let back = 1; back <= Math.min(20, history.length); back++) {
          const from = history[history.length - back]!;
          const weight = decay ** (back - 1) / Math.max(1, counts[from]!);
          for (const [item, count] of follows[from]!) own[item] = own[item]! + weight * count;
        }
      }
      return out;
    },
  };
}

/** An interest model as a scorer; `vocabulary` must be the model's own. TensorFlow must have been started. */
export function modelScorer(model: InterestModel): Scorer {
  const parts = readModel(model.serialize());
  const indexOf = new Map(model.vocabulary.map((contentId, index) => [contentId, index]));
  const contents = model.vocabulary.length;
  return {
    scores(histories) {
      const table = tabulate(
        histories.map((items) => plainVisits(items, model.vocabulary)),
        indexOf,
      );
      const batch = pack(table, [...histories.keys()]);
      const scores = lastScoresOfModel(parts, batch);
      // After nothing at all a state is zeros, and what is left is the bias.
      const out = new Float32Array(histories.length * contents);
      for (let i = 0; i < histories.length; i++) out.set(parts.weights.bias, i * contents);
      for (const [row, i] of batch.order.entries())
        out.set(scores.subarray(row * contents, (row + 1) * contents), i * contents);
      return out;
    },
  };
}

/**
 * Each viewer's visits as training takes them: the protocol foretells 50 items a viewer at most, with one before them, and the last
 * one is kept for validation.
 */
export function visitsToLearnFrom({ histories, vocabulary }: LeaveOneOut): Visit[][] {
  return histories.map((items) => plainVisits(items.slice(-(1 + HISTORY_LENGTH + 1)), vocabulary));
}

/** Items of a plain sequence as visits of which nothing else is known. */
export function plainVisits(items: Int32Array, vocabulary: readonly string[]): Visit[] {
  return Array.from(items, (item) => ({
    contentId: vocabulary[item]!,
    kind: "click",
    dwellMs: 0,
    startedAtMs: 0,
    gapMs: 0,
  }));
}

function trainingOf({ histories }: LeaveOneOut): Int32Array[] {
  return histories.map((items) => items.subarray(0, -1));
}
