import type { TrainOptions } from "../interest/trainOptions.ts";
import type { Dataset } from "./dataset.ts";
import { SEQUENCE_FEATURES, type SequenceScores } from "./sequenceScores.ts";
import { type SequenceHooks, trainSequence } from "./trainSequence.ts";

const FOLDS = 2;
/** A fold teaches nothing from fewer visits. */
const FEWEST_VISITS = 5_000;

/**
 * What sequence models say of every visit's content given the visits before, viewer by viewer, `SEQUENCE_FEATURES` numbers each. A visit of the
 * training part is told by a model that was trained on the other half of the viewers: one that has seen the visit would recognise it, and a
 * regression would trust it too far. Later parts are told by `served`, the model that serves. NaN throughout training where there are too few visits.
 */
export async function sequenceFeatures(
  dataset: Dataset,
  served: SequenceScores,
  { checkpoint: _, ...options }: TrainOptions,
  hooks: SequenceHooks = {},
): Promise<Float32Array[]> {
  // A checkpoint is of the model that serves; these are told quickly again.
  const folds: (SequenceScores | null)[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const others = dataset.viewers.filter((_, viewer) => viewer % FOLDS !== fold);
    const visits = others.flatMap((viewer) => viewer.visits.filter(({ part }) => part === "train"));
    const onProgress = (share: number) => hooks.onProgress?.((fold + share) / FOLDS);
    folds.push(
      visits.length < FEWEST_VISITS
        ? null
        : await trainSequence({ ...dataset, viewers: others }, options, { ...hooks, onProgress }),
    );
  }
  return dataset.viewers.map(({ visits }, viewer) => {
    const unseen = folds[viewer % FOLDS]?.featuresOf(visits.filter(({ part }) => part === "train"));
    const all = served.featuresOf(visits);
    for (const [i, { part }] of visits.entries()) {
      if (part !== "train") break;
      const [from, to] = [i * SEQUENCE_FEATURES, (i + 1) * SEQUENCE_FEATURES];
      if (unseen) all.set(unseen.subarray(from, to), from);
      else all.fill(Number.NaN, from, to);
    }
    return all;
  });
}
