import {
  evaluateLeaveOneOut,
  type LeaveOneOut,
  type LeaveOneOutResult,
  modelScorer,
  popularityScorer,
  transitionScorer,
  visitsToLearnFrom,
} from "./leaveOneOut.ts";
import { trainInterestModel } from "./train.ts";
import type { ChosenOptions, TrainOptions } from "./trainOptions.ts";

export interface LeaveOneOutComparison {
  ours: LeaveOneOutResult;
  baselines: { popularity: LeaveOneOutResult; transitions: LeaveOneOutResult };
}

export interface CompareHooks {
  /** `share` of the whole, at least: training may stop early. */
  onProgress?(share: number, stage: string): void;
  /** How it trains, once the data has decided. */
  onChosen?(options: ChosenOptions): void;
  signal?: AbortSignal;
}

/** Share of the work that training is; the rest is the test part. */
const TRAINING = 0.97;

/**
 * Trains a sequence model on the training part of a split, with settings that the data decides and an epoch that validation chooses, and
 * measures it on the test part beside popularity and transition counts.
 */
export async function compareLeaveOneOut(
  split: LeaveOneOut,
  options: Pick<TrainOptions, "seed" | "model" | "threads" | "checkpoint">,
  { onProgress, onChosen, signal }: CompareHooks = {},
): Promise<LeaveOneOutComparison> {
  const sequences = visitsToLearnFrom(split);
  let validated = "";
  const model = await trainInterestModel(
    sequences,
    split.vocabulary,
    { ...options, validation: 1, select: "ndcg" },
    {
      ...(signal && { signal }),
      ...(onChosen && { onChosen }),
      onValidation: ({ ndcg10 }) => {
        validated = `, validation's NDCG@10 ${ndcg10.toFixed(4)}`;
      },
      onProgress: ({ epoch, epochs, step, steps }) =>
        onProgress?.((TRAINING * (epoch - 1 + step / steps)) / epochs, `epoch ${epoch}${validated}`),
    },
  );
  const scorers = [modelScorer(model), popularityScorer(split), transitionScorer(split)];
  const results: LeaveOneOutResult[] = [];
  for (const [i, scorer] of scorers.entries()) {
    results.push(
      await evaluateLeaveOneOut(split, scorer, {
        onProgress: (share) => onProgress?.(TRAINING + ((1 - TRAINING) * (i + share)) / scorers.length, "test"),
        ...(signal && { signal }),
      }),
    );
  }
  const [ours, popularity, transitions] = results as [LeaveOneOutResult, LeaveOneOutResult, LeaveOneOutResult];
  return { ours, baselines: { popularity, transitions } };
}
