import type { InterestModel } from "../interest/model.ts";
import { readModel } from "../interest/serialized.ts";
import { beginningOf, type Visit } from "../prepare/visits.ts";

/** What a sequence model says of a viewer and a content, as features of the value: see `SequenceReader.fill`. */
export const SEQUENCE_FEATURES = 4;

/** A rank is estimated against so many contents, evenly spaced in the vocabulary. */
const COMPARED = 256;
/** Visits that a content is compared with, the last ones. */
const REMEMBERED = 30;
/** How much more a visit to a like content counts than one to an unlike one: e^5 between cosines of 1 and 0. */
const SHARPNESS = 5;

/** A sequence model's logits, content by content, and what the value model takes from them. */
export class SequenceScores {
  readonly model: InterestModel;
  /** Logits before any visit: how popular each content is. */
  readonly idle: Float32Array;
  readonly #indexOf: Map<string, number>;
  readonly #contents: Float32Array;
  /** The same at length 1. */
  readonly #directions: Float32Array;
  /** Contents that ranks are estimated against, behind each other. */
  readonly #compared: Float32Array;

  constructor(model: InterestModel) {
    this.model = model;
    const { hidden, vocabulary } = model;
    this.idle = model.logits(new Float32Array(hidden), 1);
    this.#indexOf = new Map(vocabulary.map((contentId, index) => [contentId, index]));
    this.#contents = readModel(model.serialize()).weights.contents;
    this.#directions = this.#contents.slice();
    for (let at = 0; at < this.#directions.length; at += hidden) {
      const length = Math.sqrt(dot(this.#contents, at, this.#contents, at, hidden)) || 1;
      for (let k = 0; k < hidden; k++) this.#directions[at + k]! /= length;
    }
    const count = Math.min(COMPARED, vocabulary.length);
    this.#compared = new Float32Array(count * hidden);
    for (let i = 0; i < count; i++) {
      const index = Math.floor((i * vocabulary.length) / count);
      this.#compared.set(this.#contents.subarray(index * hidden, (index + 1) * hidden), i * hidden);
    }
  }

  /** Place in the vocabulary, -1 for a content outside it. */
  indexOf(contentId: string): number {
    return this.#indexOf.get(contentId) ?? -1;
  }

  /** Logits of the whole vocabulary for a state. */
  logits(state: Float32Array): Float32Array {
    return this.model.logits(state, 1);
  }

  /** The state after `history`. */
  stateAfter(history: readonly Visit[]): Float32Array {
    return this.model.encode([history]);
  }

  /** Reads a viewer's visits and the state after them, once for any number of contents. */
  read(visits: readonly Visit[], state: Float32Array): SequenceReader {
    const { hidden } = this.model;
    const others = new Float32Array(this.#compared.length / hidden);
    for (let i = 0; i < others.length; i++) others[i] = dot(state, 0, this.#compared, i * hidden, hidden);
    const remembered: { at: number; logSeconds: number }[] = [];
    for (const { contentId, dwellMs } of visits.slice(-REMEMBERED)) {
      const index = this.indexOf(contentId);
      if (index < 0) continue;
      const seconds = Number.isFinite(dwellMs) ? Math.max(0, dwellMs) / 1000 : 0;
      remembered.push({ at: index * hidden, logSeconds: Math.log1p(seconds) });
    }
    return {
      fill: (contentId, out, from) => {
        const index = this.indexOf(contentId);
        out.fill(Number.NaN, from, from + SEQUENCE_FEATURES);
        if (index < 0 || visits.length === 0) return;
        const own = dot(state, 0, this.#contents, index * hidden, hidden);
        let below = 0;
        for (let i = 0; i < others.length; i++) if (others[i]! < own) below++;
        out[from] = below / others.length;
        let nearest = -1;
        let count = 0;
        let likeness = 0;
        let weights = 0;
        let weighted = 0;
        for (const { at, logSeconds } of remembered) {
          if (at === index * hidden) continue;
          count++;
          const cosine = dot(this.#directions, index * hidden, this.#directions, at, hidden);
          nearest = Math.max(nearest, cosine);
          likeness += cosine;
          const weight = Math.exp(SHARPNESS * cosine);
          weights += weight;
          weighted += weight * logSeconds;
        }
        if (count === 0) return;
        out[from + 1] = nearest;
        out[from + 2] = likeness / count;
        out[from + 3] = weighted / weights;
      },
    };
  }

  /** For each visit the features of its content given the visits before it: `SEQUENCE_FEATURES` numbers each. */
  featuresOf(visits: readonly Visit[]): Float32Array {
    const { hidden } = this.model;
    const states = this.model.encodeSteps(visits);
    const out = new Float32Array(visits.length * SEQUENCE_FEATURES);
    for (const [i, { contentId }] of visits.entries()) {
      const at = beginningOf(visits, i);
      const before = visits.slice(Math.max(0, at - REMEMBERED), at);
      this.read(before, states.subarray(at * hidden, (at + 1) * hidden)).fill(contentId, out, i * SEQUENCE_FEATURES);
    }
    return out;
  }
}

export interface SequenceReader {
  /**
   * Writes, from `out[from]`: the share of contents that the model foresees less after these visits, popularity aside; the cosine between the
   * content and the likest other that was visited, and the mean one; log(1 + seconds) given to the like. All of them are free of the model's
   * scale, so that another model's mean the same. NaN where a content isn't in the vocabulary or nothing else was visited. Visits to the content
   * itself are left to the viewer's own record: who returns to a content is seen in the data, and who doesn't isn't.
   */
  fill(contentId: string, out: Float32Array, from: number): void;
}

function dot(a: Float32Array, aAt: number, b: Float32Array, bAt: number, n: number): number {
  let sum = 0;
  for (let k = 0; k < n; k++) sum += a[aAt + k]! * b[bAt + k]!;
  return sum;
}

/**
 * The logit to use for a content. Audiences seldom return to what they have read, and a sequence model learns it; whether this viewer
 * returns is for the viewer's own record with the content to say, so what was met before never falls below its popularity.
 */
export function knownLogit(logit: number, idleLogit: number, met: boolean): number {
  return met ? Math.max(logit, idleLogit) : logit;
}
