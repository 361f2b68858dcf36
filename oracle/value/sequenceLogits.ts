import type { InterestModel } from "../interest/model.ts";
import { trainInterestModel } from "../interest/train.ts";
import type { TrainOptions } from "../interest/trainOptions.ts";
import type { Dataset, ObservedVisit } from "./dataset.ts";
import { SequenceScores } from "./sequenceScores.ts";
import type { LogitsOf } from "./trainingRows.ts";

export interface SequenceHooks {
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/** Fewest viewers with something to foretell for a fold to have a model of its own. */
const SMALLEST_FOLD = 10;

/**
 * Trains the sequence model on the training part, and gives the logit of every visit by a model that hasn't seen it: visits of the
 * training part by a model of the other half of the viewers (cross-fitting), later ones by the model of all, which is the one served.
 */
export async function trainSequence(
  dataset: Dataset,
  options: TrainOptions,
  hooks: SequenceHooks = {},
): Promise<{ sequence: SequenceScores; logitsOf: LogitsOf }> {
  const past = dataset.viewers.map(({ visits }) => visits.filter((visit) => visit.part === "train"));
  const vocabulary = attendedContents(past);
  const halves = [0, 1].map((half) => past.filter((_, viewer) => viewer % 2 === half));
  const shares = [0.25, 0.25, 0.5];
  let done = 0;
  const train = async (sequences: ObservedVisit[][], stage: number): Promise<InterestModel> => {
    const model = await trainInterestModel(sequences, vocabulary, options, {
      onProgress: ({ epoch, epochs, step, steps }) =>
        hooks.onProgress?.(done + (shares[stage]! * (epoch - 1 + step / steps)) / epochs),
      ...(hooks.signal && { signal: hooks.signal }),
    });
    done += shares[stage]!;
    hooks.onProgress?.(done);
    return model;
  };
  const crossed = halves.every((half) => half.filter(hasTarget).length >= SMALLEST_FOLD);
  const folds = crossed ? [await train(halves[0]!, 0), await train(halves[1]!, 1)] : [];
  done = 0.5;
  const sequence = new SequenceScores(await train(past, 2));
  const byFold = folds.map((model) => new SequenceScores(model));
  const logits = dataset.viewers.map(({ visits }, viewer) => {
    const other = byFold[1 - (viewer % 2)];
    return { before: other?.ofVisits(visits), after: sequence.ofVisits(visits), visits };
  });
  return {
    sequence,
    logitsOf: (viewer, visit) => {
      const { before, after, visits } = logits[viewer]!;
      const own = visits[visit]!.part === "train" ? before : after;
      return { logit: own?.logit[visit] ?? Number.NaN, idleLogit: own?.idleLogit[visit] ?? Number.NaN };
    },
  };
}

function isAttended(visit: ObservedVisit): boolean {
  return visit.kind !== "impression" && visit.kind !== "hide";
}

function hasTarget(visits: readonly ObservedVisit[]): boolean {
  return visits.slice(1).some(isAttended);
}

/** In the order of first attention, viewer by viewer, so that it depends on nothing but the data. */
function attendedContents(sequences: readonly (readonly ObservedVisit[])[]): string[] {
  return [...new Set(sequences.flatMap((visits) => visits.filter(isAttended).map((visit) => visit.contentId)))];
}
