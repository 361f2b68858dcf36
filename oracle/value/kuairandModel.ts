import { calibrationRatios } from "../interest/metrics.ts";
import { type KuaiRand, type RowCounts, readKuaiRand } from "../prepare/kuairand.ts";
import { beginningOf, historyBefore, type Visit } from "../prepare/visits.ts";
import type { Appraiser, ContentFeatures } from "./appraiser.ts";
import type { Artefact } from "./artefact.ts";
import type { Dataset } from "./dataset.ts";
import { columnsOf } from "./features.ts";
import { type CandidateScore, fitValueModel, readingsOf } from "./fitValueModel.ts";
import { kuaiRandDataset } from "./kuairandDataset.ts";
import { type LabelMetrics, measureLabels } from "./labels.ts";
import { createAppraiser } from "./load.ts";
import { type TrainAppraiserOptions, trainMeasured } from "./train.ts";
import { type TrainingRows, withoutColumns } from "./trainingRows.ts";
import { measureWatchTime, type WatchTimeMetrics } from "./watchTime.ts";

/** One held-out visit: what was known before it, and what came of it. */
export interface TestPair {
  viewer: string;
  content: ContentFeatures;
  /** The viewer's last visits before it, oldest first. */
  history: readonly Visit[];
  atMs: number;
  observedSeconds: number;
}

/** What training on KuaiRand and measuring on its last two days came to. */
export interface KuaiRandEvaluation {
  rows: RowCounts;
  split: { train: number; validation: number; test: number };
  validation: WatchTimeMetrics;
  watchTime: WatchTimeMetrics;
  /** Predicted over observed seconds in each tenth of the test part, the smallest predictions first. */
  calibration: number[];
  candidates: CandidateScore[];
  /** Only where asked for. */
  comparison: Comparison | null;
  artefact: Artefact;
  appraiser: Appraiser;
  dataset: Dataset;
  /** The first `n` test visits of different viewers who had at least three visits before. */
  testPairs(n: number): TestPair[];
}

/** Click, long view and like, and everything once more without the sequence model's features: what it adds. */
export interface Comparison {
  labels: LabelMetrics;
  withoutSequence: { watchTime: WatchTimeMetrics; labels: LabelMetrics };
}

export interface EvaluateOptions extends TrainAppraiserOptions {
  /** Also make the comparison. */
  compare?: boolean;
}

export interface EvaluateHooks {
  /** `share` 0..1 of the whole. */
  onProgress?: (share: number, stage: string) => void;
  /** Told as soon as the files are read, before training begins. */
  onRead?: (rows: RowCounts) => void;
  signal?: AbortSignal;
}

/**
 * Reads KuaiRand's files, trains on all local days but the last four, chooses on the next two, and measures on the last two, as `models.md`
 * has it. @throws BadInputError for files that can't be used.
 */
export async function evaluateOnKuaiRand(
  files: { logs: readonly string[]; videos: string },
  options: EvaluateOptions,
  hooks: EvaluateHooks = {},
): Promise<KuaiRandEvaluation> {
  const read = await readKuaiRand(
    files.logs,
    files.videos,
    (rows) => hooks.onProgress?.(0.05, `${rows} rows read`),
    hooks.signal,
  );
  hooks.onRead?.(read.counts);
  return await evaluateKuaiRand(read, options, hooks);
}

/** `evaluateOnKuaiRand` on what was read already. */
export async function evaluateKuaiRand(
  kuairand: KuaiRand,
  options: EvaluateOptions,
  hooks: EvaluateHooks = {},
): Promise<KuaiRandEvaluation> {
  const dataset = kuaiRandDataset(kuairand);
  const trainingShare = options.compare ? 0.65 : 0.95;
  const trained = await trainMeasured(dataset, options, {
    onProgress: ({ share, stage }) => hooks.onProgress?.(0.05 + share * trainingShare, `training: ${stage}`),
    ...(hooks.signal && { signal: hooks.signal }),
  });
  const { artefact, parts, rows, standard, candidates } = trained;
  const { train, validation, test } = rows;
  const onCompared = (share: number, stage: string) => hooks.onProgress?.(0.7 + 0.3 * share, stage);
  const comparison = options.compare ? await compare(rows, options, { ...hooks, onProgress: onCompared }) : null;
  const [expected] = readingsOf(parts.value, test);
  return {
    rows: kuairand.counts,
    split: { train: train.seconds.length, validation: validation.seconds.length, test: test.seconds.length },
    validation: measureWatchTime(parts.value, validation, train),
    watchTime: measureWatchTime(parts.value, test, train),
    calibration: calibrationRatios(expected, test.seconds),
    candidates,
    comparison,
    artefact,
    appraiser: createAppraiser(artefact.name, artefact.hash, parts, standard),
    dataset,
    testPairs: (n) => testPairsOf(dataset, n),
  };
}

async function compare(
  rows: TrainingRows["parts"],
  { seed, boosting }: EvaluateOptions,
  { onProgress, signal }: EvaluateHooks,
): Promise<Comparison> {
  const report = (from: number, length: number, stage: string) => (share: number) =>
    onProgress?.(from + length * share, stage);
  const labels = await measureLabels(rows, seed, report(0, 0.35, "labels"), signal);
  const columns = columnsOf("sequence");
  const without = {
    train: withoutColumns(rows.train, columns),
    validation: withoutColumns(rows.validation, columns),
    test: withoutColumns(rows.test, columns),
  };
  const { model } = await fitValueModel(without.train, without.validation, {
    seed,
    onProgress: report(0.35, 0.3, "watch time without the sequence model"),
    ...(boosting && { boosting }),
    ...(signal && { signal }),
  });
  return {
    labels,
    withoutSequence: {
      watchTime: measureWatchTime(model, without.test, without.train),
      labels: await measureLabels(without, seed, report(0.65, 0.35, "labels without the sequence model"), signal),
    },
  };
}

const FEWEST_VISITS = 3;

function testPairsOf(dataset: Dataset, n: number): TestPair[] {
  const contents = new Map(dataset.contents.map((content) => [content.contentId, content]));
  const pairs: TestPair[] = [];
  for (const { viewer, visits } of dataset.viewers) {
    if (pairs.length === n) break;
    const index = visits.findIndex((visit, i) => visit.part === "test" && beginningOf(visits, i) >= FEWEST_VISITS);
    const visit = visits[index];
    if (visit === undefined) continue;
    pairs.push({
      viewer,
      content: contents.get(visit.contentId)!,
      history: historyBefore(visits, index),
      atMs: visit.startedAtMs,
      observedSeconds: visit.dwellMs / 1000,
    });
  }
  return pairs;
}
