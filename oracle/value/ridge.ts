import type { FitInput, Regression, Row, SerializedRegression, Table } from "./regression.ts";

/** Linear regression on standardised features; a feature that isn't known counts as its mean. */
export class Ridge implements Regression {
  readonly kind = "ridge";
  readonly #intercept: number;
  readonly #means: Float64Array;
  /** Per unit of the feature as it comes. */
  readonly #slopes: Float64Array;

  constructor(serialized: SerializedRegression) {
    this.#intercept = serialized.settings.intercept!;
    this.#means = serialized.arrays.means as Float64Array;
    this.#slopes = serialized.arrays.slopes as Float64Array;
  }

  predict(row: Row): number {
    let sum = this.#intercept;
    for (let i = 0; i < this.#slopes.length; i++) sum += this.#term(row, i);
    return sum;
  }

  contributions(row: Row, out: Float64Array): number {
    for (let i = 0; i < this.#slopes.length; i++) out[i]! += this.#term(row, i);
    return this.#intercept;
  }

  #term(row: Row, i: number): number {
    const value = row[i]!;
    return Number.isNaN(value) ? 0 : this.#slopes[i]! * (value - this.#means[i]!);
  }

  serialize(): SerializedRegression {
    return {
      kind: "ridge",
      settings: { intercept: this.#intercept },
      arrays: { means: this.#means, slopes: this.#slopes },
    };
  }
}

/** Penalties tried, as a share of the number of rows. */
const PENALTIES = [1e-6, 1e-4, 1e-2, 1];

/** Ridge regression by the normal equations; the penalty with the least squared error on the validation part is taken. */
export function fitRidge(input: FitInput, penalties: readonly number[] = PENALTIES): Ridge {
  const { train, trainTargets } = input;
  const { means, deviations } = moments(train);
  const columns = train.columns;
  const intercept = trainTargets.reduce((sum, target) => sum + target, 0) / Math.max(1, train.rows);
  const gram = new Float64Array(columns * columns);
  const right = new Float64Array(columns);
  const row = new Float64Array(columns);
  for (let r = 0; r < train.rows; r++) {
    for (let i = 0; i < columns; i++) {
      const value = train.values[r * columns + i]!;
      row[i] = Number.isNaN(value) ? 0 : (value - means[i]!) / deviations[i]!;
    }
    for (let i = 0; i < columns; i++) {
      right[i]! += row[i]! * (trainTargets[r]! - intercept);
      for (let j = 0; j <= i; j++) gram[i * columns + j]! += row[i]! * row[j]!;
    }
  }
  let best: Ridge | null = null;
  let bestError = Number.POSITIVE_INFINITY;
  for (const penalty of penalties) {
    const standardised = solve(gram, right, columns, penalty * train.rows);
    const slopes = standardised.map((slope, i) => slope / deviations[i]!);
    const candidate = new Ridge({ kind: "ridge", settings: { intercept }, arrays: { means, slopes } });
    const error = squaredError(candidate, input.validation, input.validationTargets);
    if (best === null || error < bestError) {
      best = candidate;
      bestError = error;
    }
  }
  return best!;
}

function moments(table: Table): { means: Float64Array; deviations: Float64Array } {
  const means = new Float64Array(table.columns);
  const deviations = new Float64Array(table.columns);
  for (let column = 0; column < table.columns; column++) {
    let n = 0;
    let sum = 0;
    let squares = 0;
    for (let at = column; at < table.values.length; at += table.columns) {
      const value = table.values[at]!;
      if (Number.isNaN(value)) continue;
      n++;
      const before = sum / Math.max(1, n - 1);
      sum += value;
      // Welford's update: no cancellation for features with a large mean.
      squares += (value - before) * (value - sum / n);
    }
    means[column] = n > 0 ? sum / n : 0;
    const deviation = Math.sqrt(squares / Math.max(1, n));
    // A constant column has nothing to say: any divisor will do.
    deviations[column] = deviation > 1e-9 ? deviation : 1;
  }
  return { means, deviations };
}

/** Solves (gram + penalty·I) x = right by Cholesky; `gram` has its lower triangle filled. */
function solve(gram: Float64Array, right: Float64Array, n: number, penalty: number): Float64Array {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = gram[i * n + j]! + (i === j ? penalty + 1e-9 : 0);
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      // A pivot that rounding made negative belongs to a column that the others already span.
      lower[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-9)) : sum / lower[j * n + j]!;
    }
  }
  const x = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i * n + k]! * x[k]!;
    x[i]! /= lower[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= lower[k * n + i]! * x[k]!;
    x[i]! /= lower[i * n + i]!;
  }
  return x;
}

function squaredError(model: Ridge, table: Table, targets: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < table.rows; row++) {
    const values = table.values.subarray(row * table.columns, (row + 1) * table.columns);
    sum += (model.predict(values) - targets[row]!) ** 2;
  }
  return sum;
}
