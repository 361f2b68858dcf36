import { EVENT_KINDS } from "./events.ts";
import { HISTORY_LENGTH, type Visit } from "./visits.ts";

/** Buckets of dwell: none, then under 1 s, 2 s, 4 s … and the last for 34 minutes or more. */
export const DWELL_BUCKETS = 14;
/** Buckets of the time since the visit before: none, then under 1 s, 4 s, 16 s … and the last for 48 days or more. */
export const GAP_BUCKETS = 14;
export const KIND_COUNT = EVENT_KINDS.length;

/** Visits as numbers: one viewer's behind another's, `offsets[i]` to `offsets[i + 1]`. */
export interface VisitTable {
  offsets: Int32Array;
  /** Index in the vocabulary, or -1 where the content isn't in it. */
  contents: Int32Array;
  kinds: Int32Array;
  dwells: Int32Array;
  gaps: Int32Array;
}

/** Sequences side by side, time-major and packed: step t has `sizes[t]` rows, longest sequence first, no padding. */
export interface PackedBatch {
  sizes: Int32Array;
  /** Row i of every step belongs to this sequence of the batch. */
  order: Int32Array;
  contents: Int32Array;
  kinds: Int32Array;
  dwells: Int32Array;
  gaps: Int32Array;
  /** Place of each row in the table that it was taken from. */
  places: Int32Array;
}

/** 0 for no dwell or one that is no number; then one bucket for each doubling of seconds. */
export function dwellBucket(dwellMs: number): number {
  return bucket(dwellMs, 2, DWELL_BUCKETS);
}

/** 0 for no gap or one that is no number; then one bucket for each fourfold of seconds. */
export function gapBucket(gapMs: number): number {
  return bucket(gapMs, 4, GAP_BUCKETS);
}

function bucket(ms: number, base: number, count: number): number {
  if (!(ms > 0)) return 0;
  let found = 1;
  for (let limit = 1000; ms >= limit && found < count - 1; limit *= base) found++;
  return found;
}

/** Index of `kind` among the kinds of events. */
export function kindIndex(kind: Visit["kind"]): number {
  return EVENT_KINDS.indexOf(kind);
}

/** Turns histories into numbers; of each, the last `limit` visits. */
export function tabulate(
  histories: readonly (readonly Visit[])[],
  indexOf: ReadonlyMap<string, number>,
  limit = HISTORY_LENGTH,
): VisitTable {
  const kept = histories.map((visits) => (visits.length > limit ? visits.slice(-limit) : visits));
  const offsets = new Int32Array(kept.length + 1);
  for (const [i, visits] of kept.entries()) offsets[i + 1] = offsets[i]! + visits.length;
  const total = offsets[kept.length]!;
  const column = () => new Int32Array(total);
  const table: VisitTable = { offsets, contents: column(), kinds: column(), dwells: column(), gaps: column() };
  let at = 0;
  for (const visits of kept) {
    for (const visit of visits) {
      table.contents[at] = indexOf.get(visit.contentId) ?? -1;
      table.kinds[at] = kindIndex(visit.kind);
      table.dwells[at] = dwellBucket(visit.dwellMs);
      table.gaps[at] = gapBucket(visit.gapMs);
      at++;
    }
  }
  return table;
}

/** Packs the sequences `chosen` of a table, of each its first `lengths[sequence]` visits (default: all); empty ones are not in the batch. */
export function pack(table: VisitTable, chosen: ArrayLike<number>, lengths?: Int32Array): PackedBatch {
  const lengthOf = (i: number) => lengths?.[i] ?? table.offsets[i + 1]! - table.offsets[i]!;
  const order = Int32Array.from(chosen)
    .filter((i) => lengthOf(i) > 0)
    // Ties by index, so that the order is the same everywhere.
    .sort((a, b) => lengthOf(b) - lengthOf(a) || a - b);
  const steps = order.length === 0 ? 0 : lengthOf(order[0]!);
  const sizes = new Int32Array(steps);
  let total = 0;
  for (const i of order) {
    total += lengthOf(i);
    for (let t = 0; t < lengthOf(i); t++) sizes[t]!++;
  }
  const places = new Int32Array(total);
  for (let t = 0, at = 0; t < steps; t++)
    for (let i = 0; i < sizes[t]!; i++) places[at++] = table.offsets[order[i]!]! + t;
  const column = (values: Int32Array) => places.map((place) => values[place]!);
  return {
    sizes,
    order,
    contents: column(table.contents),
    kinds: column(table.kinds),
    dwells: column(table.dwells),
    gaps: column(table.gaps),
    places,
  };
}
