import type { IndexedContent } from "./catalogue.ts";
import type { Population } from "./population.ts";
import type { SerializedRegression, Table } from "./regression.ts";
import { fitRidge, Ridge } from "./ridge.ts";

const COLUMNS = 4;

/** Mean value over all viewers, content by content, and an estimate from features for contents that came later. */
export class StandardValues {
  /** Seconds, in the catalogue's order. */
  readonly values: Float64Array;
  readonly #estimate: Ridge;
  readonly #highest: number;

  constructor(values: Float64Array, estimate: SerializedRegression) {
    this.values = values;
    this.#estimate = new Ridge(estimate);
    this.#highest = values.reduce((a, b) => Math.max(a, b), 0);
  }

  /** Fits the estimate to the log of the values. */
  static fit(
    values: Float64Array,
    contents: readonly IndexedContent[],
    population: Population,
    seed: number,
  ): StandardValues {
    const table: Table = {
      rows: contents.length,
      columns: COLUMNS,
      values: new Float32Array(contents.length * COLUMNS),
    };
    for (const [i, content] of contents.entries()) table.values.set(featuresOf(content, population), i * COLUMNS);
    const targets = values.map(Math.log1p);
    const fitted = fitRidge(
      { train: table, trainTargets: targets, validation: table, validationTargets: targets, seed },
      [0.05],
    );
    return new StandardValues(values, fitted.serialize());
  }

  of(content: IndexedContent, population: Population): number {
    if (content.index >= 0) return this.values[content.index]!;
    const estimate = Math.expm1(this.#estimate.predict(featuresOf(content, population)));
    // No new content is taken to be worth more than the best known one.
    return Math.max(0, Math.min(estimate, this.#highest));
  }

  serialize(): { values: Float64Array; estimate: SerializedRegression } {
    return { values: this.values, estimate: this.#estimate.serialize() };
  }
}

function featuresOf(content: IndexedContent, population: Population): Float32Array {
  const topics = population.topics(content);
  const creator = population.creator(content, topics);
  return Float32Array.of(Math.log1p(content.lengthSeconds), topics.logSeconds, creator.logSeconds, creator.opened);
}
