import type { LeaveOneOutResult } from "../interest/leaveOneOut.ts";
import { BadInputError } from "../service/errors.ts";
import { removeCheckpoint } from "./checkpointOption.ts";
import type { EvaluateCommandOptions } from "./evaluate.ts";
import { missingOption } from "./missingOption.ts";
import { printAnswer } from "./output.ts";
import { withProgress } from "./progress.ts";
import { trainingOptionsOf } from "./trainingOptions.ts";

/** Share of the work that training is; the rest is the test part. */
const TRAINING = 0.97;

/** `evaluate --protocol leave-one-out`: each viewer's last item among all items, beside popularity and transition counts. */
export async function evaluateLeaveOneOut({
  data,
  model: kind,
  seed,
  threads,
  checkpoint,
  json,
}: EvaluateCommandOptions): Promise<void> {
  if (data === undefined) throw missingOption("--data", "the leave-one-out protocol");
  const { readSequences } = await import("../prepare/sequenceFile.ts");
  const protocol = await import("../interest/leaveOneOut.ts");
  const { trainInterestModel } = await import("../interest/train.ts");
  const split = protocol.splitLeaveOneOut(await readSequences(data));
  if (split.test.length === 0) {
    throw new BadInputError(`${data}: no viewer has three items or more.`, {
      code: "nothing-to-learn",
      field: "data",
      hint: "Give longer sequences: one item to test, one to validate, and one or more to learn from.",
    });
  }
  const sequences = split.histories.map((items) => protocol.plainVisits(items, split.vocabulary));
  const { ours, baselines } = await withProgress(async (report, signal) => {
    const model = await trainInterestModel(
      sequences,
      split.vocabulary,
      { seed, validation: 1, select: "ndcg", ...trainingOptionsOf({ model: kind, threads, checkpoint }) },
      {
        signal,
        onProgress: ({ epoch, epochs, step, steps }) =>
          report((TRAINING * (epoch - 1 + step / steps)) / epochs, `epoch ${epoch}`),
      },
    );
    const scorers = [protocol.modelScorer(model), protocol.popularityScorer(split), protocol.transitionScorer(split)];
    const results: LeaveOneOutResult[] = [];
    for (const [i, scorer] of scorers.entries()) {
      const onProgress = (share: number) => report(TRAINING + ((1 - TRAINING) * (i + share)) / scorers.length, "test");
      results.push(await protocol.evaluateLeaveOneOut(split, scorer, { onProgress, signal }));
    }
    const [ours, popularity, transitions] = results as [LeaveOneOutResult, LeaveOneOutResult, LeaveOneOutResult];
    return { ours, baselines: { popularity, transitions } };
  });
  const answer = { model: kind, ...ours, baselines, viewers: split.test.length, items: split.vocabulary.length, seed };
  await removeCheckpoint(checkpoint);
  printAnswer(json, answer, () => describe({ [kind]: ours, ...baselines }));
}

function describe(rows: Record<string, LeaveOneOutResult>): string {
  const line = (name: string, numbers: readonly number[]) =>
    name.padEnd(14) + numbers.map((number) => number.toFixed(4).padStart(10)).join("");
  return [
    "                   HR@10    ± s.e.   NDCG@10    ± s.e.",
    ...Object.entries(rows).map(([name, { hr10, standardError, ndcg10, ndcgStandardError }]) =>
      line(name, [hr10, standardError, ndcg10, ndcgStandardError]),
    ),
  ].join("\n");
}
