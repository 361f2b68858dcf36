import type { IndexedContent } from "./catalogue.ts";
import { FEATURE_COUNT } from "./features.ts";
import { type AppraiserParts, type Reader, readHistory, secondsFor, type Told } from "./readHistory.ts";

/**
 * What values would be had the viewer never visited a content: the history is read again without its visits, sequence model and all. Each
 * content is left out once for all values that are asked for: some half a millisecond.
 */
export class Occlusion {
  readonly #parts: AppraiserParts;
  readonly #told: Told & { atMs: number };
  readonly #readers = new Map<string, Reader>();
  readonly #row = new Float32Array(FEATURE_COUNT);

  constructor(parts: AppraiserParts, told: Told & { atMs: number }) {
    this.#parts = parts;
    this.#told = told;
  }

  /** Expected seconds of `content` without the visits to any of `left`. */
  valueOf(content: IndexedContent, left: readonly string[]): number {
    const key = left.join(" ");
    let reader = this.#readers.get(key);
    if (reader === undefined) {
      const history = this.#told.history.filter(({ contentId }) => !left.includes(contentId));
      reader = readHistory(this.#parts, { ...this.#told, history });
      this.#readers.set(key, reader);
    }
    return secondsFor(this.#parts, reader, content, this.#told.atMs, this.#row).value;
  }
}
