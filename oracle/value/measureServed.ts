import { setImmediate } from "node:timers/promises";
import { mae, xauc } from "../interest/metrics.ts";
import { historyBefore } from "../prepare/visits.ts";
import { type Artefact, unpackArtefact } from "./artefact.ts";
import { readParts } from "./artefactParts.ts";
import { type Dataset, isOpened } from "./dataset.ts";
import { FEATURE_COUNT } from "./features.ts";
import { secondsOf } from "./population.ts";
import { readHistory, secondsFor } from "./readHistory.ts";

/** How a model that serves does on visits that it hasn't been trained on. */
export interface ServedMetrics {
  /** Visits that were measured on; with none the other figures are NaN. */
  rows: number;
  /** Of the typical seconds, s. */
  mae: number;
  /** Share of pairs of visits in the right order by expected seconds. */
  xauc: number;
  /** Sum of the expected seconds over the sum of the observed ones. */
  calibration: number;
  /** Mean of -log(interest) over the visits in which a content was opened, returns to it too, nats; NaN where none was. */
  logLoss: number;
}

/** An evenly spaced sample of so many visits: reading a history takes a millisecond or two. */
const MOST_ROWS = 2_000;

/**
 * Measures an artefact as it would serve, on the visits of `dataset` that began at `sinceMs` or later: each with the viewer's visits
 * before it, and with contents that the artefact may not know. Two artefacts compare fairly where neither was trained on those visits.
 * @throws BadArtefactError for an artefact that isn't what was trained
 */
export async function measureServed(
  artefact: Artefact,
  dataset: Dataset,
  sinceMs: number,
  signal?: AbortSignal,
): Promise<ServedMetrics> {
  const parts = readParts(artefact.manifest, unpackArtefact(artefact));
  const contents = new Map(dataset.contents.map((content) => [content.contentId, content]));
  const targets = dataset.viewers.flatMap(({ visits }) =>
    visits.flatMap((visit, index) =>
      visit.startedAtMs >= sinceMs && (visit.target !== false || isOpened(visit)) && contents.has(visit.contentId)
        ? [{ visits, visit, index }]
        : [],
    ),
  );
  const read = Math.min(MOST_ROWS, targets.length);
  const observed: number[] = [];
  const expected: number[] = [];
  const typical: number[] = [];
  const row = new Float32Array(FEATURE_COUNT);
  let surprise = 0;
  let opened = 0;
  for (let i = 0; i < read; i++) {
    if (i % 32 === 0) await setImmediate();
    signal?.throwIfAborted();
    const { visits, visit, index } = targets[Math.floor((i * targets.length) / read)]!;
    const history = historyBefore(visits, index);
    const known = [...history, visit].flatMap(({ contentId }) => contents.get(contentId) ?? []);
    const state = parts.interest.stateAfter(history);
    const reader = readHistory(parts, { history, known, atMs: visit.startedAtMs }, state);
    const content = parts.catalogue.resolve(contents.get(visit.contentId)!);
    if (visit.target !== false) {
      const seconds = secondsFor(parts, reader, content, visit.startedAtMs, row);
      observed.push(secondsOf(visit));
      expected.push(seconds.value);
      typical.push(parts.value.typicalSeconds(seconds.score, content.lengthSeconds, seconds.personal));
    }
    if (!isOpened(visit)) continue;
    opened++;
    const interests = parts.interest.interests(history, reader.evidence, state);
    surprise -= Math.log(Math.max(Number.MIN_VALUE, interests.probability(content)));
  }
  const rows = observed.length;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    rows,
    mae: rows > 0 ? mae(typical, observed) : Number.NaN,
    xauc: rows > 1 ? xauc(expected, observed) : Number.NaN,
    calibration: sum(expected) / sum(observed),
    logLoss: surprise / opened,
  };
}
