import { mae, rmse, xauc } from "../interest/metrics.ts";
import { readingsOf } from "./fitValueModel.ts";
import { median } from "./losses.ts";
import type { PartRows } from "./trainingRows.ts";
import type { ValueModel } from "./valueModel.ts";

/** How near predictions of watch time come, in seconds. */
export interface WatchTimeMetrics {
  /** Of the typical seconds (the median), which is what an absolute error asks for. */
  mae: number;
  rmse: number;
  /** Share of pairs in the right order. */
  xauc: number;
  /** Of the expected seconds (the mean), which are what is priced. */
  expectedMae: number;
  expectedRmse: number;
  expectedXauc: number;
  /** Of the training part's median for everything. */
  baselineMae: number;
  baselineRmse: number;
}

export function measureWatchTime(model: ValueModel, rows: PartRows, train: PartRows): WatchTimeMetrics {
  const [expected, typical] = readingsOf(model, rows);
  const constant = new Float64Array(rows.seconds.length).fill(median(train.seconds.slice()));
  return {
    mae: mae(typical, rows.seconds),
    rmse: rmse(typical, rows.seconds),
    xauc: xauc(typical, rows.seconds),
    expectedMae: mae(expected, rows.seconds),
    expectedRmse: rmse(expected, rows.seconds),
    expectedXauc: xauc(expected, rows.seconds),
    baselineMae: mae(constant, rows.seconds),
    baselineRmse: rmse(constant, rows.seconds),
  };
}
