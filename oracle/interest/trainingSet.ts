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
  /** Sequences of the table whose last visit is kept for validation, and what it was of. */
  heldOut: { sequences: Int32Array; targets: Int32Array };
  /** How often each content is a target of training. */
  counts: Int32Array;
  positions: number;
}

/** The part of a training set that steps learn from. */
export type LearnedFrom = Pick<TrainingSet, "table" | "targets" | "lengths">;

/** Shown but not attended to, or sent away: a fact about the viewer, but nothing to foretell. */
const NOT_ATTENDED: ReadonlySet<Visit["kind"]> = new Set(["impression", "hide"]);

/**
 * Lays out sequences for training: a viewer's last 51 visits are one, and what came before is cut into others of that length, so that every
 * visit is foretold once. `validation` of the viewers keep their last target for validation: of those with at least two, and all of them where it is 1.
 */
export function trainingSetOf(
  sequences: readonly (readonly Visit[])[],
  vocabulary: readonly string[],
  validation: number,
  random: Random,
): TrainingSet {
  const indexOf = new Map(vocabulary.map((contentId, index) => [contentId, index]));
  const parts = sequences.flatMap((visits) => partsOf(visits).map((part, i) => ({ part, newest: i === 0 })));
  const table = tabulate(
    parts.map(({ part }) => part),
    indexOf,
    PART_LENGTH,
  );
  const targets = new Int32Array(table.contents.length).fill(-1);
  const attended = parts.flatMap(({ part }) => part.map(({ kind }) => !NOT_ATTENDED.has(kind)));
  const fewest = validation < 1 ? 3 : 2;
  const candidates: number[] = [];
  for (const [i, { newest }] of parts.entries()) {
    const [from, to] = [table.offsets[i]!, table.offsets[i + 1]!];
    for (let place = from; place + 1 < to; place++)
      if (attended[place + 1]) targets[place] = table.contents[place + 1]!;
    if (newest && to - from >= fewest && targets[to - 2]! >= 0) candidates.push(i);
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

/** Visits that are learned from together. One more than a history: the oldest one's only use is to foretell the next. */
const PART_LENGTH = HISTORY_LENGTH + 1;

/** The newest part first. A part begins with the visit that the one before ends with, which is foretold there. */
function partsOf(visits: readonly Visit[]): (readonly Visit[])[] {
  const parts = [visits.slice(-PART_LENGTH)];
  for (let end = visits.length - HISTORY_LENGTH; end > 1; end -= HISTORY_LENGTH)
    parts.push(visits.slice(Math.max(0, end - PART_LENGTH), end));
  return parts;
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
  { table, lengths, targets: all }: LearnedFrom,
  ids: Int32Array,
): { batch: PackedBatch; targets: Int32Array; count: number } {
  const batch = pack(table, ids, lengths);
  const targets = batch.places.map((place) => all[place]!);
  let count = 0;
  for (const target of targets) if (target >= 0) count++;
  return { batch, targets, count };
}
