import { calibrationRatios } from "../interest/metrics.ts";
import type { TrainOptions } from "../interest/trainOptions.ts";
import { BadInputError } from "../service/errors.ts";
import { type Artefact, packArtefact } from "./artefact.ts";
import { writeParts } from "./artefactParts.ts";
import type { BoostingOptions } from "./boosting.ts";
import { Catalogue } from "./catalogue.ts";
import type { Dataset } from "./dataset.ts";
import { fitBlendWeights } from "./fitBlendWeights.ts";
import { type CandidateScore, fitValueModel, readingsOf } from "./fitValueModel.ts";
import { InterestBlend } from "./interestBlend.ts";
import { meanValues } from "./meanValues.ts";
import type { AppraiserParts } from "./readHistory.ts";
import { sequenceFeatures } from "./sequenceFeatures.ts";
import { StandardValues } from "./standardValues.ts";
import { type TrainingRows, trainingRows } from "./trainingRows.ts";
import { trainSequence } from "./trainSequence.ts";
import { measureWatchTime } from "./watchTime.ts";
import { widelyAttended } from "./widelyAttended.ts";

export interface TrainAppraiserOptions {
  seed: number;
  /** When it is trained, for the manifest (default: now). It is part of the hash. */
  nowMs?: number;
  /** Of the sequence model; what isn't given is chosen from the data. */
  interest?: Omit<TrainOptions, "seed">;
  boosting?: Partial<BoostingOptions>;
}

export interface TrainingProgress {
  stage: "interest" | "features" | "value" | "standard";
  /** Of the whole, 0..1. */
  share: number;
}

export interface TrainAppraiserHooks {
  onProgress?: (progress: TrainingProgress) => void;
  signal?: AbortSignal;
}

/** What training leaves beside the artefact, for those who measure. */
export interface TrainedAppraiser {
  artefact: Artefact;
  parts: AppraiserParts;
  standard: StandardValues;
  rows: TrainingRows["parts"];
  candidates: CandidateScore[];
}

/** Where each stage begins and how much of the whole it takes. */
const STAGES = { interest: [0, 0.4], features: [0.4, 0.4], value: [0.8, 0.15], standard: [0.95, 0.05] } as const;

/** Trains interest and value on a data set; see `trainMeasured`. */
export async function trainAppraiser(
  dataset: Dataset,
  options: TrainAppraiserOptions,
  hooks: TrainAppraiserHooks = {},
): Promise<Artefact> {
  return (await trainMeasured(dataset, options, hooks)).artefact;
}

/**
 * Trains interest (a sequence model, the GRU unless told otherwise) and value (the best of three regressions, calibrated to seconds), and the mean value of each content over
 * the viewers. Deterministic for data, options and seed. Stops on `hooks.signal` by throwing its reason.
 * @throws BadInputError where the data can't teach anything.
 */
export async function trainMeasured(
  dataset: Dataset,
  options: TrainAppraiserOptions,
  hooks: TrainAppraiserHooks = {},
): Promise<TrainedAppraiser> {
  const { seed } = options;
  const { signal } = hooks;
  const report = (stage: keyof typeof STAGES) => (share: number) =>
    hooks.onProgress?.({ stage, share: STAGES[stage][0] + STAGES[stage][1] * Math.min(1, share) });
  assertTrainable(dataset);
  const catalogue = new Catalogue(dataset.contents);
  const sequence = await trainSequence(
    dataset,
    { ...options.interest, seed },
    { onProgress: report("interest"), ...(signal && { signal }) },
  );
  const told = await sequenceFeatures(
    dataset,
    sequence,
    { ...options.interest, seed },
    { onProgress: report("features"), ...(signal && { signal }) },
  );
  const { parts: rows, population } = await trainingRows(dataset, catalogue, told, signal);
  const { model: value, candidates } = await fitValueModel(rows.train, rows.validation, {
    seed,
    onProgress: report("value"),
    ...(options.boosting && { boosting: options.boosting }),
    ...(signal && { signal }),
  });
  const weights = fitBlendWeights(dataset, catalogue, population, sequence);
  const interest = new InterestBlend(catalogue, sequence, weights);
  const parts: AppraiserParts = { catalogue, population, interest, value, place: commonestPlace(dataset) };
  report("standard")(0);
  const means = await meanValues(dataset, parts, report("standard"), signal);
  const standard = StandardValues.fit(means, catalogue.indexed, population, seed);
  const [expected] = readingsOf(value, rows.validation);
  const metrics = {
    ...prefixedMetrics("validation", measureWatchTime(value, rows.validation, rows.train)),
    ...(rows.test.seconds.length > 0 && prefixedMetrics("test", measureWatchTime(value, rows.test, rows.train))),
    worstDecile: Math.max(...calibrationRatios(expected, rows.validation.seconds).map((ratio) => Math.abs(ratio - 1))),
  };
  const { structure, arrays } = writeParts(parts, sequence, standard, widelyAttended(dataset));
  const artefact = packArtefact(
    {
      dataset: dataset.name,
      trainedAtMs: options.nowMs ?? Date.now(),
      seed,
      metrics: finite(metrics),
      config: {
        structure,
        candidates,
        viewers: dataset.viewers.length,
        contents: dataset.contents.length,
        rows: {
          train: rows.train.seconds.length,
          validation: rows.validation.seconds.length,
          test: rows.test.seconds.length,
        },
      },
    },
    arrays,
  );
  return { artefact, parts, standard, rows, candidates };
}

function assertTrainable(dataset: Dataset): void {
  const count = (part: string) =>
    dataset.viewers.reduce((sum, { visits }) => sum + visits.filter((visit) => visit.part === part).length, 0);
  if (dataset.contents.length > 0 && count("train") >= 20 && count("validation") >= 5) return;
  throw new BadInputError(
    `There are too few visits to learn from: ${count("train")} to train, ${count("validation")} to validate.`,
    {
      code: "nothing-to-learn",
      hint: "Collect more behaviour first, or import a log: npm run heed -- import --log LOG --videos VIDEOS.",
    },
  );
}

function commonestPlace(dataset: Dataset): number {
  const counts = new Map<number, number>();
  for (const { visits } of dataset.viewers) {
    for (const { place } of visits) if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? Number.NaN;
}

function prefixedMetrics(prefix: string, metrics: object): Record<string, number> {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, value]) => [
      `${prefix}${name[0]!.toUpperCase()}${name.slice(1)}`,
      value as number,
    ]),
  );
}

/** JSON has no NaN: what couldn't be measured (one class, one value) is left out. */
function finite(metrics: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).filter(([, value]) => Number.isFinite(value)));
}
