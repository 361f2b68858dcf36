import { setImmediate } from "node:timers/promises";
import { createRandom, shuffle } from "../interest/random.ts";
import { binTable, chooseEdges } from "./bins.ts";
import { Forest } from "./forest.ts";
import { growTree, type Tree, treeValueOfBins } from "./growTree.ts";
import { lossOf } from "./losses.ts";
import type { FitInput, Loss } from "./regression.ts";

export interface BoostingOptions {
  loss: Loss;
  rounds: number;
  learningRate: number;
  maxLeaves: number;
  minLeafWeight: number;
  penalty: number;
  /** Shares of rows and of columns that each tree sees. */
  rowShare: number;
  columnShare: number;
  /** Stops when the validation loss hasn't fallen for so many rounds. */
  patience: number;
}

const DEFAULT_BOOSTING: BoostingOptions = {
  loss: "squared",
  rounds: 140,
  learningRate: 0.15,
  maxLeaves: 48,
  minLeafWeight: 20,
  penalty: 5,
  rowShare: 0.6,
  columnShare: 0.6,
  patience: 15,
};

/**
 * Histogram gradient boosting (Friedman 2001; histograms as LightGBM): each tree fits the loss's slope at the sum so far. With
 * the absolute loss a leaf's value is the median of its residuals, so the forest predicts the median of the target. The number
 * of trees is the one with the least validation loss. Deterministic for a seed. Throws the signal's reason when it is aborted.
 */
export async function fitBoosting(input: FitInput, options: Partial<BoostingOptions> = {}): Promise<Forest> {
  const settings = { ...DEFAULT_BOOSTING, ...options };
  const { train, trainTargets, validationTargets } = input;
  const loss = lossOf(settings.loss);
  const edges = chooseEdges(train);
  const table = binTable(train, edges);
  const validation = binTable(input.validation, edges);
  const random = createRandom(input.seed);
  const base = loss.start(trainTargets);
  const sums = new Float64Array(train.rows).fill(base);
  const validationSums = new Float64Array(validation.rows).fill(base);
  const gradients = new Float64Array(train.rows);
  const hessians = loss.constantHessian ? null : new Float64Array(train.rows);
  const allRows = Int32Array.from({ length: train.rows }, (_, row) => row);
  // A column that never changes has nothing to ask.
  const allColumns = edges.flatMap((own, column) => (own.length > 0 ? [column] : []));
  const trees: Tree[] = [];
  let bestLoss = loss.mean(validationSums, validationTargets);
  let bestSize = 0;

  for (let round = 0; round < settings.rounds; round++) {
    // A turn of the event loop for each tree: Ctrl-C and progress get through.
    await setImmediate();
    input.signal?.throwIfAborted();
    loss.slopes(sums, trainTargets, gradients, hessians);
    shuffle(allRows, random);
    const rows = allRows.slice(0, Math.max(1, Math.round(train.rows * settings.rowShare))).sort();
    shuffle(allColumns, random);
    const columns = allColumns
      .slice(0, Math.max(1, Math.round(train.columns * settings.columnShare)))
      .sort((a, b) => a - b);
    const tree = growTree(table, rows, gradients, hessians, {
      ...settings,
      columns,
      ...(loss.leafValue && { leafValue: loss.leafValue(sums, trainTargets) }),
    });
    for (let node = 0; node < tree.value.length; node++) tree.value[node]! *= settings.learningRate;
    trees.push(tree);
    for (let row = 0; row < train.rows; row++) sums[row]! += treeValueOfBins(tree, table, row);
    for (let row = 0; row < validation.rows; row++) validationSums[row]! += treeValueOfBins(tree, validation, row);
    const current = loss.mean(validationSums, validationTargets);
    if (current < bestLoss) {
      bestLoss = current;
      bestSize = trees.length;
    }
    input.onProgress?.((round + 1) / settings.rounds);
    if (trees.length - bestSize >= settings.patience) break;
  }
  return Forest.from("boosting", base, trees.slice(0, bestSize), settings.loss === "logistic");
}

/** A plain decision tree: one round on all rows and columns, at full step. */
export async function fitDecisionTree(
  input: FitInput,
  options: Partial<Pick<BoostingOptions, "loss" | "maxLeaves" | "minLeafWeight">> = {},
): Promise<Forest> {
  const one = {
    ...options,
    rounds: 1,
    learningRate: 1,
    rowShare: 1,
    columnShare: 1,
    maxLeaves: options.maxLeaves ?? 64,
  };
  const forest = await fitBoosting(input, { ...one, patience: 2 });
  const serialized = forest.serialize();
  return new Forest({ ...serialized, kind: "tree" });
}
