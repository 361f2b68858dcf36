import type { KuaiRandEvaluation } from "../value/kuairandModel.ts";
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
  labels,
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
      { seed, nowMs: Date.now(), labels: labels ?? false, interest: trainingOptionsOf({ model, threads, checkpoint }) },
      { onProgress: report, signal },
    ),
  );
  const { rows, split, validation, watchTime, calibration, candidates, auc, artefact } = result;
  const answer = {
    rows,
    split,
    watchTime,
    validation,
    calibration,
    candidates,
    auc,
    model: artefact.name,
    interest: model,
    seed,
  };
  await removeCheckpoint(checkpoint);
  printAnswer(json, answer, () => describe(result));
}

function describe({ rows, split, watchTime: test, calibration, candidates, auc }: KuaiRandEvaluation): string {
  const line = (name: string, ...values: number[]) =>
    `${name.padEnd(34)}${values.map((value) => (Number.isNaN(value) ? "" : value.toFixed(value < 1 ? 3 : 2)).padStart(9)).join("")}`;
  return [
    ...describeRows(rows),
    `split by local days: ${split.train} to train, ${split.validation} to validate, ${split.test} to test`,
    "",
    "watch time, test part                MAE s   RMSE s     XAUC",
    line("typical seconds (median)", test.mae, test.rmse, test.xauc),
    line("expected seconds (priced)", test.expectedMae, test.expectedRmse, test.expectedXauc),
    line("baseline: what each video got", test.popularityMae, Number.NaN, test.popularityXauc),
    line("baseline: median", test.baselineMae, test.baselineRmse, 0.5),
    "",
    `predicted ÷ observed seconds by tenth: ${calibration.map((ratio) => ratio.toFixed(2)).join(" ")}`,
    `on the validation part: ${candidates.map(({ kind, mae }) => `${kind} ${mae.toFixed(2)} s`).join(", ")}`,
    ...(auc
      ? ["", "label           AUC   item rate's   base rate"].concat(
          Object.entries(auc).map(
            ([label, m]) =>
              `${label.padEnd(12)}${m.auc.toFixed(3).padStart(7)}${m.itemRateAuc.toFixed(3).padStart(14)}${m.baseRate.toFixed(4).padStart(12)}`,
          ),
        )
      : []),
  ].join("\n");
}
