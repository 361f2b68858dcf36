import type { LeaveOneOutResult } from "../interest/leaveOneOut.ts";
import type { ChosenOptions } from "../interest/trainOptions.ts";
import { removeCheckpoint } from "./checkpointOption.ts";
import type { EvaluateCommandOptions } from "./evaluate.ts";
import { missingOption } from "./missingOption.ts";
import { printAnswer, printProgress } from "./output.ts";
import { withProgress } from "./progress.ts";
import { trainingOptionsOf } from "./trainingOptions.ts";

/** `evaluate --protocol leave-one-out`: each viewer's last item among all items, beside popularity and transition counts. */
export async function evaluateLeaveOneOut({
  data,
  model,
  seed,
  threads,
  checkpoint,
  json,
}: EvaluateCommandOptions): Promise<void> {
  if (data === undefined) throw missingOption("--data", "the leave-one-out protocol");
  const { readLeaveOneOut } = await import("../interest/readLeaveOneOut.ts");
  const { compareLeaveOneOut } = await import("../interest/compareLeaveOneOut.ts");
  const split = await readLeaveOneOut(data);
  const { ours, baselines } = await withProgress((onProgress, signal) =>
    compareLeaveOneOut(
      split,
      { seed, ...trainingOptionsOf({ model, threads, checkpoint }) },
      { onProgress, signal, onChosen: (chosen) => printProgress(describeChoice(chosen)) },
    ),
  );
  const answer = { model, ...ours, baselines, viewers: split.test.length, items: split.vocabulary.length, seed };
  await removeCheckpoint(checkpoint);
  printAnswer(json, answer, () => describe({ [model]: ours, ...baselines }));
}

function describeChoice({ hidden, dropout, learningRate, batch, loss, negatives, threads }: ChosenOptions): string {
  const compared = loss === "full" ? "all items compared" : `${negatives} items drawn a step`;
  return `hidden ${hidden}, dropout ${dropout}, rate ${learningRate.toFixed(4)}, batch ${batch}, ${compared}, threads ${threads}`;
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
