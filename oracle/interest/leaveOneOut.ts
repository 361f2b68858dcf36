import type { Visit } from "../prepare/visits.ts";
import { hitRate, ndcg, rankOf } from "./metrics.ts";
import type { InterestModel } from "./model.ts";

/** Anything that scores all contents of a vocabulary after a history. */
export interface Scorer {
  /** [n, vocabulary], the higher the better. Histories hold indices into the vocabulary, oldest first. */
  scores(histories: readonly Int32Array[]): Float32Array;
}

export interface LeaveOneOut {
  vocabulary: readonly string[];
  /** Everything but the last item of each viewer: train on it with `validation: 1`, so that its last one chooses the epoch. */
  training: Int32Array[];
  /** The last item of each viewer who has two or more. */
  test: Int32Array;
}

export interface LeaveOneOutResult {
  hr10: number;
  ndcg10: number;
  /** Of `hr10`. */
  standardError: number;
}

/** Splits sequences of item names, oldest first, as in S3-Rec: last item test, second last validation. Sequences under three items are left out. */
export function splitLeaveOneOut(sequences: readonly (readonly string[])[]): LeaveOneOut {
  const long = sequences.filter((items) => items.length >= 3);
  const vocabulary = [...new Set(long.flat())];
  const indexOf = new Map(vocabulary.map((item, index) => [item, index]));
  const indices = long.map((items) => Int32Array.from(items, (item) => indexOf.get(item)!));
  return {
    vocabulary,
    training: indices.map((items) => items.subarray(0, -1)),
    test: Int32Array.from(indices, (items) => items.at(-1)!),
  };
}

/** Ranks each test item among all contents, the viewer's earlier ones left out, ties against the scorer. */
export function evaluateLeaveOneOut({ vocabulary, training, test }: LeaveOneOut, scorer: Scorer): LeaveOneOutResult {
  const ranks: number[] = [];
  const block = 128;
  for (let from = 0; from < test.length; from += block) {
    const histories = training.slice(from, from + block);
    const scores = scorer.scores(histories);
    for (const [i, history] of histories.entries()) {
      const own = scores.subarray(i * vocabulary.length, (i + 1) * vocabulary.length);
      ranks.push(rankAmongNew(own, test[from + i]!, history));
    }
  }
  const hr10 = hitRate(ranks, 10);
  return { hr10, ndcg10: ndcg(ranks, 10), standardError: Math.sqrt((hr10 * (1 - hr10)) / ranks.length) };
}

function rankAmongNew(scores: Float32Array, target: number, history: Int32Array): number {
  for (const item of history) if (item !== target) scores[item] = Number.NEGATIVE_INFINITY;
  return rankOf(scores, target);
}

/** The same for everybody: how often each item occurs in training, validation included. */
export function popularityScorer({ vocabulary, training }: LeaveOneOut): Scorer {
  const counts = new Float32Array(vocabulary.length);
  for (const items of training) for (const item of items) counts[item]!++;
  return {
    scores(histories) {
      const out = new Float32Array(histories.length * counts.length);
      for (let i = 0; i < histories.length; i++) out.set(counts, i * counts.length);
      return out;
    },
  };
}

/**
 * No learning at all: how often an item followed another one within `window` steps, each step further counting `decay` less,
 * summed over the history with the same decay; popularity breaks ties.
 */
export function transitionScorer({ vocabulary, training }: LeaveOneOut, decay = 0.7, window = 5): Scorer {
  const follows: Map<number, number>[] = vocabulary.map(() => new Map());
  const counts = new Float32Array(vocabulary.length);
  for (const items of training) {
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
          const weight = decay ** (back - 1) / counts[from]!;
          for (const [item, count] of follows[from]!) own[item] = own[item]! + weight * count;
        }
      }
      return out;
    },
  };
}

/** An interest model as a scorer; `vocabulary` must be the model's own. */
export function modelScorer(model: InterestModel): Scorer {
  return {
    scores(histories) {
      const visits = histories.map((items) => plainVisits(items, model.vocabulary));
      return model.logits(model.encode(visits), histories.length);
    },
  };
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
