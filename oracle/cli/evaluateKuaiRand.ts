import type { KuaiRandEvaluation } from "../value/kuairandModel.ts";
import type { Label, LabelMetrics } from "../value/labels.ts";
import { removeCheckpoint } from "./checkpointOption.ts";
import type { EvaluateCommandOptions } from "./evaluate.ts";
import { describeRows } from "./import.ts";
import { missingOption } from "./missingOption.ts";
import { printAnswer } from "./output.ts";
import { withProgress } from "./progress.ts";
import { trainingOptionsOf } from "./trainingOptions.ts";

/** `evaluate --protocol kuairand`: watch time and labels on days that come after those it learned from. */
export async function evaluateKuaiRand({
  log,
  videos,
  model,
  seed,
  threads,
  checkpoint,
  json,
}: EvaluateCommandOptions): Promise<void> {
  if (log === undefined || videos === undefined) throw missingOption("--log and --videos", "the kuairand protocol");
  const { evaluateOnKuaiRand } = await import("../value/kuairandModel.ts");
  const result = await withProgress((report, signal) =>
    evaluateOnKuaiRand(
      { logs: log, videos },
      { seed, nowMs: Date.now(), compare: true, interest: trainingOptionsOf({ model, threads, checkpoint }) },
      { onProgress: report, signal },
    ),
  );
  const { rows, split, validation, watchTime, calibration, candidates, artefact } = result;
  const { labels, withoutSequence } = result.comparison!;
  const answer = {
    watchTime,
    auc: aucOf(labels),
    withoutSequence: { watchTime: withoutSequence.watchTime, auc: aucOf(withoutSequence.labels) },
    calibration,
    rows,
    split,
    validation,
    candidates,
    labels,
    model: artefact.name,
    interest: model,
    seed,
  };
  await removeCheckpoint(checkpoint);
  printAnswer(json, answer, () => describe(result));
}

function aucOf(labels: LabelMetrics): Record<Label, number> {
  return { click: labels.click.auc, longView: labels.longView.auc, like: labels.like.auc };
}

function describe({ rows, split, watchTime: test, calibration, candidates, comparison }: KuaiRandEvaluation): string {
  const { labels, withoutSequence } = comparison!;
  const without = withoutSequence.watchTime;
  const line = (name: string, ...values: number[]) =>
    `${name.padEnd(34)}${values.map((value) => (Number.isNaN(value) ? "" : value.toFixed(value < 1 ? 3 : 2)).padStart(9)).join("")}`;
  return [
    ...describeRows(rows),
    `split by local days: ${split.train} to train, ${split.validation} to validate, ${split.test} to test`,
    "",
    "watch time, test part                MAE s   RMSE s     XAUC",
    line("typical seconds (median)", test.mae, test.rmse, test.xauc),
    line("expected seconds (priced)", test.expectedMae, test.expectedRmse, test.expectedXauc),
    line("typical, without sequence model", without.mae, without.rmse, without.xauc),
    line("baseline: what each video got", test.popularityMae, Number.NaN, test.popularityXauc),
    line("baseline: median", test.baselineMae, test.baselineRmse, 0.5),
    "",
    `predicted ÷ observed seconds by tenth: ${calibration.map((ratio) => ratio.toFixed(2)).join(" ")}`,
    `on the validation part: ${candidates.map(({ kind, mae }) => `${kind} ${mae.toFixed(2)} s`).join(", ")}`,
    "",
    "label           AUC   without sequence model   item rate's   base rate",
    ...Object.entries(labels).map(([label, { auc, itemRateAuc, baseRate }]) => {
      const { auc: plain } = withoutSequence.labels[label as Label];
      return `${label.padEnd(12)}${auc.toFixed(4).padStart(7)}${plain.toFixed(4).padStart(25)}${itemRateAuc.toFixed(3).padStart(14)}${baseRate.toFixed(4).padStart(12)}`;
    }),
  ].join("\n");
}
