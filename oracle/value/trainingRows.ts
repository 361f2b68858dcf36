import { setImmediate } from "node:timers/promises";
import { historyBefore } from "../prepare/visits.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Dataset, ObservedVisit, Part } from "./dataset.ts";
import { Evidence } from "./evidence.ts";
import { FEATURE_COUNT, fillFeatures } from "./features.ts";
import { outcomeOf, Population, secondsOf } from "./population.ts";
import type { Table } from "./regression.ts";
import { SEQUENCE_FEATURES } from "./sequenceScores.ts";

/** The rows of one part of a data set: one a visit whose attention is to be foreseen. */
export interface PartRows {
  table: Table;
  /** Observed seconds. */
  seconds: Float64Array;
  /** Evidence with other contents of the creator and topics, and with the very content, -1..1. */
  affinity: Float64Array;
  own: Float64Array;
  /** 1 where the viewer had hidden the content. */
  hidden: Uint8Array;
  visits: ObservedVisit[];
}

export interface TrainingRows {
  parts: Record<Part, PartRows>;
  /** Sums over the training and the validation part: what serving starts from. */
  population: Population;
}

/**
 * What a sequence model says of each visit's content given the visits before, viewer by viewer, `SEQUENCE_FEATURES` numbers a visit. It must not
 * come from a model that has seen what it is asked to foresee.
 */
export type SequenceFeatures = readonly Float32Array[];

/** After so many rows the event loop gets a turn. */
const ROWS_A_TURN = 2_000;

/**
 * Makes features for every visit from what was known before it, walking through the parts and through time. In the training part
 * the population's sums grow visit by visit; in the later parts they stand as they were when the part began, as they do
 * in a model that serves. A viewer's own history always runs up to the visit.
 */
export async function trainingRows(
  dataset: Dataset,
  catalogue: Catalogue,
  sequence?: SequenceFeatures,
  signal?: AbortSignal,
): Promise<TrainingRows> {
  const population = new Population({
    topics: catalogue.topics.size,
    creators: catalogue.creators.size,
    contents: catalogue.contents.length,
  });
  const find = (contentId: string) => catalogue.get(contentId);
  const collect = async (part: Part): Promise<PartRows> => {
    const targets = targetsOf(dataset, part);
    const rows = emptyRows(targets.length);
    for (const [row, { viewer, index }] of targets.entries()) {
      if (row % ROWS_A_TURN === 0) {
        await setImmediate();
        signal?.throwIfAborted();
      }
      const visits = dataset.viewers[viewer]!.visits;
      const visit = visits[index]!;
      const content = catalogue.get(visit.contentId);
      if (content === undefined)
        throw new RangeError(`Visited content ${visit.contentId} is not in the data set's contents.`);
      const evidence = new Evidence(historyBefore(visits, index), population, find, visit.startedAtMs, true);
      fillFeatures(rows.table.values, row * FEATURE_COUNT, content, {
        evidence,
        population,
        atMs: visit.startedAtMs,
        place: visit.place ?? Number.NaN,
        sequence: {
          fill(_, out, from) {
            const at = index * SEQUENCE_FEATURES;
            if (sequence) out.set(sequence[viewer]!.subarray(at, at + SEQUENCE_FEATURES), from);
            else out.fill(Number.NaN, from, from + SEQUENCE_FEATURES);
          },
        },
      });
      rows.seconds[row] = secondsOf(visit);
      rows.affinity[row] = evidence.affinity(content);
      rows.own[row] = evidence.ownLeaning(content);
      rows.hidden[row] = evidence.hidden.has(visit.contentId) ? 1 : 0;
      rows.visits.push(visit);
      if (part === "train") population.observe(content, outcomeOf(visit, content.lengthSeconds));
    }
    if (part === "validation") {
      for (const visit of rows.visits) {
        const content = catalogue.get(visit.contentId)!;
        population.observe(content, outcomeOf(visit, content.lengthSeconds));
      }
    }
    return rows;
  };
  const train = await collect("train");
  const validation = await collect("validation");
  return { parts: { train, validation, test: await collect("test") }, population };
}

/** The same rows, with nothing known of these columns. */
export function withoutColumns(rows: PartRows, columns: readonly number[]): PartRows {
  const values = rows.table.values.slice();
  for (let at = 0; at < values.length; at += FEATURE_COUNT)
    for (const column of columns) values[at + column] = Number.NaN;
  return { ...rows, table: { ...rows.table, values } };
}

/** The visits of a part that are to be foreseen, in time order. */
function targetsOf(dataset: Dataset, part: Part): { viewer: number; index: number; atMs: number }[] {
  const targets: { viewer: number; index: number; atMs: number }[] = [];
  for (const [viewer, { visits }] of dataset.viewers.entries()) {
    for (const [index, visit] of visits.entries()) {
      if (visit.part !== part || visit.target === false) continue;
      targets.push({ viewer, index, atMs: visit.startedAtMs });
    }
  }
  return targets.sort((a, b) => a.atMs - b.atMs || a.viewer - b.viewer || a.index - b.index);
}

function emptyRows(rows: number): PartRows {
  return {
    table: { rows, columns: FEATURE_COUNT, values: new Float32Array(rows * FEATURE_COUNT) },
    seconds: new Float64Array(rows),
    affinity: new Float64Array(rows),
    own: new Float64Array(rows),
    hidden: new Uint8Array(rows),
    visits: [],
  };
}
