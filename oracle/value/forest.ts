import type { Tree } from "./growTree.ts";
import type { Regression, Row, SerializedRegression } from "./regression.ts";

/** A sum of trees on a base: what boosting makes, and a single decision tree too. */
export class Forest implements Regression {
  readonly kind: "tree" | "boosting";
  readonly #base: number;
  readonly #logistic: boolean;
  readonly #roots: Int32Array;
  readonly #feature: Int32Array;
  readonly #threshold: Float32Array;
  readonly #missingLeft: Int32Array;
  readonly #left: Int32Array;
  readonly #right: Int32Array;
  readonly #value: Float64Array;

  constructor(serialized: SerializedRegression) {
    this.kind = serialized.kind as "tree" | "boosting";
    this.#base = serialized.settings.base!;
    this.#logistic = serialized.settings.logistic === 1;
    const { roots, feature, threshold, missingLeft, left, right, value } = serialized.arrays;
    this.#roots = roots as Int32Array;
    this.#feature = feature as Int32Array;
    this.#threshold = threshold as Float32Array;
    this.#missingLeft = missingLeft as Int32Array;
    this.#left = left as Int32Array;
    this.#right = right as Int32Array;
    this.#value = value as Float64Array;
  }

  /** Lays the trees of one fit behind each other. `logistic`: predictions are probabilities, the trees add up to log odds. */
  static from(kind: "tree" | "boosting", base: number, trees: readonly Tree[], logistic: boolean): Forest {
    const roots: number[] = [];
    const flat = {
      feature: [] as number[],
      threshold: [] as number[],
      missingLeft: [] as number[],
      left: [] as number[],
      right: [] as number[],
      value: [] as number[],
    };
    for (const tree of trees) {
      const root = flat.feature.length;
      roots.push(root);
      for (let node = 0; node < tree.feature.length; node++) {
        flat.feature.push(tree.feature[node]!);
        flat.threshold.push(tree.threshold[node]!);
        flat.missingLeft.push(tree.missingLeft[node]!);
        flat.left.push(root + tree.left[node]!);
        flat.right.push(root + tree.right[node]!);
        flat.value.push(tree.value[node]!);
      }
    }
    return new Forest({
      kind,
      settings: { base, logistic: logistic ? 1 : 0 },
      arrays: {
        roots: Int32Array.from(roots),
        feature: Int32Array.from(flat.feature),
        threshold: Float32Array.from(flat.threshold),
        missingLeft: Int32Array.from(flat.missingLeft),
        left: Int32Array.from(flat.left),
        right: Int32Array.from(flat.right),
        value: Float64Array.from(flat.value),
      },
    });
  }

  /** Trees in the sum. */
  get size(): number {
    return this.#roots.length;
  }

  predict(row: Row): number {
    let sum = this.#base;
    for (let t = 0; t < this.#roots.length; t++) {
      let node = this.#roots[t]!;
      while (this.#feature[node]! >= 0) node = this.#next(node, row);
      sum += this.#value[node]!;
    }
    return this.#logistic ? 1 / (1 + Math.exp(-sum)) : sum;
  }

  /** For a logistic forest in log odds, else in the target's unit. */
  contributions(row: Row, out: Float64Array): number {
    let mean = this.#base;
    for (let t = 0; t < this.#roots.length; t++) {
      let node = this.#roots[t]!;
      mean += this.#value[node]!;
      while (this.#feature[node]! >= 0) {
        const next = this.#next(node, row);
        out[this.#feature[node]!]! += this.#value[next]! - this.#value[node]!;
        node = next;
      }
    }
    return mean;
  }

  #next(node: number, row: Row): number {
    const value = row[this.#feature[node]!]!;
    const goesLeft = Number.isNaN(value) ? this.#missingLeft[node] === 1 : value <= this.#threshold[node]!;
    return goesLeft ? this.#left[node]! : this.#right[node]!;
  }

  serialize(): SerializedRegression {
    return {
      kind: this.kind,
      settings: { base: this.#base, logistic: this.#logistic ? 1 : 0 },
      arrays: {
        roots: this.#roots,
        feature: this.#feature,
        threshold: this.#threshold,
        missingLeft: this.#missingLeft,
        left: this.#left,
        right: this.#right,
        value: this.#value,
      },
    };
  }
}
