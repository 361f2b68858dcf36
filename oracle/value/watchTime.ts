import { mae, rmse, xauc } from "../interest/metrics.ts";
import { FEATURE_COUNT, FEATURES } from "./features.ts";
import { readingsOf } from "./fitValueModel.ts";
import { median } from "./losses.ts";
import type { PartRows } from "./trainingRows.ts";
import type { ValueModel } from "./valueModel.ts";

/** How near predictions of watch time come, in seconds; XAUC is the share of pairs in the right order. */
export interface WatchTimeMetrics {
  /** Of the typical seconds, which are what an absolute error asks for. */
  mae: number;
  rmse: number;
  xauc: number;
  /** The training part's median for everything. */
  baselineMae: number;
  baselineRmse: number;
  /** What viewers typically gave each content before. */
  popularityMae: number;
  popularityXauc: number;
  /** Of the expected seconds, which are what is priced. */
  expectedMae: number;
  expectedRmse: number;
  expectedXauc: number;
}

const CONTENT_SECONDS = FEATURES.findIndex(([name]) => name === "content seconds");

export function measureWatchTime(model: ValueModel, rows: PartRows, train: PartRows): WatchTimeMetrics {
  const [expected, typical] = readingsOf(model, rows);
  const { seconds, table } = rows;
  const constant = new Float64Array(seconds.length).fill(median(train.seconds.slice()));
  const popularity = seconds.map((_, row) => Math.expm1(table.values[row * FEATURE_COUNT + CONTENT_SECONDS]!));
  return {
    mae: mae(typical, seconds),
    rmse: rmse(typical, seconds),
    xauc: xauc(typical, seconds),
    baselineMae: mae(constant, seconds),
    baselineRmse: rmse(constant, seconds),
    popularityMae: mae(popularity, seconds),
    popularityXauc: xauc(popularity, seconds),
    expectedMae: mae(expected, seconds),
    expectedRmse: rmse(expected, seconds),
    expectedXauc: xauc(expected, seconds),
  };
}
