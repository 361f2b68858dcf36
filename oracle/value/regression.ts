/** A row of features; NaN stands for "not known". */
export type Row = ArrayLike<number>;

/** Rows of features behind each other, `columns` numbers each; NaN stands for "not known". */
export interface Table {
  rows: number;
  columns: number;
  values: Float32Array;
}

/** What a regression is fitted to. `validation` chooses the number of rounds, the strength of a penalty, and the model. */
export interface FitInput {
  train: Table;
  trainTargets: Float64Array;
  validation: Table;
  validationTargets: Float64Array;
  seed: number;
  onProgress?: ((share: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** A fitted g: features → target, in the target's unit. */
export interface Regression {
  readonly kind: "ridge" | "tree" | "boosting";
  predict(row: Row): number;
  /**
   * Adds to `out` what each feature moved the prediction by, against the mean prediction, which is returned:
   * `returned + sum(out) = predict(row)`. For trees by the node means along the path (Saabas 2014).
   */
  contributions(row: Row, out: Float64Array): number;
  /** Plain data that `loadRegression` reads back. */
  serialize(): SerializedRegression;
}

export interface SerializedRegression {
  kind: Regression["kind"];
  settings: Record<string, number>;
  arrays: Record<string, Float32Array | Float64Array | Int32Array>;
}

/** What fitting minimises: seconds are fitted by "absolute" (their median) or "squared" (their mean) or "huber" (between), yes or no by "logistic". */
export type Loss = "squared" | "absolute" | "huber" | "logistic";

/** Predictions of `model` for every row of `table`. */
export function predictAll(model: Pick<Regression, "predict">, table: Table): Float64Array {
  const out = new Float64Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    out[row] = model.predict(table.values.subarray(row * table.columns, (row + 1) * table.columns));
  }
  return out;
}
