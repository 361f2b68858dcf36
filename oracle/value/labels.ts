import { auc } from "../interest/metrics.ts";
import { fitBoosting } from "./boosting.ts";
import { FEATURE_COUNT, FEATURES } from "./features.ts";
import { predictAll } from "./regression.ts";
import type { PartRows, TrainingRows } from "./trainingRows.ts";

export type Label = "click" | "longView" | "like";

/** Area under the ROC curve on the test part, ours beside the content's own rate. 0.5 where only one class is there. */
export type LabelMetrics = Record<Label, { auc: number; itemRateAuc: number; baseRate: number }>;

const LABELS: Label[] = ["click", "longView", "like"];
const ROUNDS = 80;

/** Fits boosted trees with the logistic loss to each label, on the same features as the value. */
export async function measureLabels(
  rows: TrainingRows["parts"],
  seed: number,
  onProgress?: (share: number) => void,
  signal?: AbortSignal,
): Promise<LabelMetrics> {
  const measured: [Label, LabelMetrics[Label]][] = [];
  for (const [i, label] of LABELS.entries()) {
    const [train, validation, test] = [rows.train, rows.validation, rows.test].map((part) => labelsOf(part, label));
    const model = await fitBoosting(
      {
        train: rows.train.table,
        trainTargets: train!,
        validation: rows.validation.table,
        validationTargets: validation!,
        seed,
        onProgress: (share) => onProgress?.((i + share) / LABELS.length),
        signal,
      },
      { loss: "logistic", rounds: ROUNDS, minLeafWeight: 10 },
    );
    const column = FEATURES.findIndex(([name]) => name === (label === "like" ? "content liked" : "content opened"));
    const itemRate = test!.map((_, row) => rows.test.table.values[row * FEATURE_COUNT + column]!);
    measured.push([
      label,
      {
        auc: auc(predictAll(model, rows.test.table), test!),
        itemRateAuc: auc(itemRate, test!),
        baseRate: test!.reduce((sum, value) => sum + value, 0) / test!.length,
      },
    ]);
  }
  return Object.fromEntries(measured) as LabelMetrics;
}

function labelsOf(part: PartRows, label: Label): Float64Array {
  return Float64Array.from(part.visits, (visit) => (visit.labels?.[label] ? 1 : 0));
}
