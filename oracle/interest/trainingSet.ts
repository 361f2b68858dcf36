import { type PackedBatch, pack, tabulate, type VisitTable } from "../prepare/tensors.ts";
import { HISTORY_LENGTH, type Visit } from "../prepare/visits.ts";
import { type Random, shuffle } from "./random.ts";

/** Sequences as a table, with what is to be foretold from each visit. */
export interface TrainingSet {
  table: VisitTable;
  /** For each place in the table, the content visited next, or -1: nothing next, nothing attended, or kept for validation. */
  targets: Int32Array;
  /** How many visits of each sequence there are up to its last target: what comes after them teaches nothing. */
  lengths: Int32Array;
  /** Sequences whose last visit is kept for validation, and what it was of. */
  heldOut: { sequences: Int32Array; targets: Int32Array };
  /** How often each content is a target of training. */
  counts: Int32Array;
  positions: number;
}

/** Shown but not attended to, or sent away: a fact about the viewer, but nothing to foretell. */
const NOT_ATTENDED: ReadonlySet<Visit["kind"]> = new Set(["impression", "hide"]);

/** Lays out sequences for training; `validation` of those with at least two targets keep their last one for validation. */
export function trainingSetOf(
  sequences: readonly (readonly Visit[])[],
  vocabulary: readonly string[],
  validation: number,
  random: Random,
): TrainingSet {
  const indexOf = new Map(vocabulary.map((contentId, index) => [contentId, index]));
  // One more than a history: the oldest visit's only use is to foretell the next.
  const table = tabulate(sequences, indexOf, HISTORY_LENGTH + 1);
  const targets = new Int32Array(table.contents.length).fill(-1);
  const attended = sequences.flatMap((visits) =>
    visits.slice(-HISTORY_LENGTH - 1).map(({ kind }) => !NOT_ATTENDED.has(kind)),
  );
  const candidates: number[] = [];
  for (let i = 0; i < sequences.length; i++) {
    const [from, to] = [table.offsets[i]!, table.offsets[i + 1]!];
    for (let place = from; place + 1 < to; place++)
      if (attended[place + 1]) targets[place] = table.contents[place + 1]!;
    if (to - from >= 3 && targets[to - 2]! >= 0) candidates.push(i);
  }
  shuffle(candidates, random);
  const held = Int32Array.from(candidates.slice(0, Math.round(validation * sequences.length))).sort();
  const lastPlace = (i: number) => table.offsets[i + 1]! - 2;
  const heldOut = { sequences: held, targets: held.map((i) => targets[lastPlace(i)]!) };
  for (const i of held) targets[lastPlace(i)] = -1;
  const counts = new Int32Array(vocabulary.length);
  let positions = 0;
  for (const target of targets) {
    if (target < 0) continue;
    counts[target]!++;
    positions++;
  }
  return { table, targets, lengths: usefulLengths(table, targets), heldOut, counts, positions };
}

function usefulLengths({ offsets }: VisitTable, targets: Int32Array): Int32Array {
  const lengths = new Int32Array(offsets.length - 1);
  for (let i = 0; i < lengths.length; i++) {
    let end = offsets[i + 1]!;
    while (end > offsets[i]! && targets[end - 1]! < 0) end--;
    lengths[i] = end - offsets[i]!;
  }
  return lengths;
}

/** Sequences of a training set as a batch, with one target a row (-1: none) and the number of targets. */
export function batchOf(
  { table, lengths, targets: all }: TrainingSet,
  ids: Int32Array,
): { batch: PackedBatch; targets: Int32Array; count: number } {
  const batch = pack(table, ids, lengths);
  const targets = batch.places.map((place) => all[place]!);
  let count = 0;
  for (const target of targets) if (target >= 0) count++;
  return { batch, targets, count };
}
