import type { InterestModel } from "../interest/model.ts";
import { readModel } from "../interest/serialized.ts";
import type { Visit } from "../prepare/visits.ts";

/** A sequence model's logits, content by content. */
export class SequenceScores {
  readonly model: InterestModel;
  /** Logits before any visit: how popular each content is. */
  readonly idle: Float32Array;
  readonly #indexOf: Map<string, number>;
  readonly #contents: Float32Array;
  readonly #bias: Float32Array;

  constructor(model: InterestModel) {
    this.model = model;
    this.idle = model.logits(new Float32Array(model.hidden), 1);
    this.#indexOf = new Map(model.vocabulary.map((contentId, index) => [contentId, index]));
    const { weights } = readModel(model.serialize());
    this.#contents = weights.contents;
    this.#bias = weights.bias;
  }

  /** Place in the vocabulary, -1 for a content outside it. */
  indexOf(contentId: string): number {
    return this.#indexOf.get(contentId) ?? -1;
  }

  /** Logits of the whole vocabulary after `history`. */
  after(history: readonly Visit[]): Float32Array {
    return this.model.logits(this.model.encode([history]), 1);
  }

  /** For each visit, its content's logit after the visits before it over that after none; 0 outside the vocabulary. */
  liftsOf(visits: readonly Visit[]): Float32Array {
    const { hidden } = this.model;
    const states = this.model.encodeSteps(visits);
    const lifts = new Float32Array(visits.length);
    const met = new Set<string>();
    for (const [i, { contentId }] of visits.entries()) {
      const index = this.indexOf(contentId);
      if (index >= 0) {
        let logit = this.#bias[index]!;
        for (let k = 0; k < hidden; k++) logit += states[i * hidden + k]! * this.#contents[index * hidden + k]!;
        lifts[i] = knownLogit(logit, this.idle[index]!, met.has(contentId)) - this.idle[index]!;
      }
      met.add(contentId);
    }
    return lifts;
  }
}

/**
 * The logit to use for a content. Audiences seldom return to what they have read, and a sequence model learns it; whether this viewer
 * returns is for the viewer's own record with the content to say, so what was met before never falls below its popularity.
 */
export function knownLogit(logit: number, idleLogit: number, met: boolean): number {
  return met ? Math.max(logit, idleLogit) : logit;
}
