import type { InterestModel } from "../interest/model.ts";
import type { Visit } from "../prepare/visits.ts";
import type { Catalogue, IndexedContent } from "./catalogue.ts";
import type { Evidence } from "./evidence.ts";
import { knownLogit, type SequenceReader, type SequenceScores } from "./sequenceScores.ts";

/** Added to the logit of what a viewer hid. */
const HIDDEN = -4;

/** How loudly each of those speaks whom interest is blended of: see `fitBlendWeights`. */
export interface BlendWeights {
  /** Factor of the sequence model's logits: below 1 where it is too sure of itself. */
  sequence: number;
  /** Of the record with like contents, and of that with the very content, in log odds. */
  affinity: number;
  own: number;
}

/** What one viewer is interested in now. */
export interface Interests {
  /** 0..1, adding up to 1 over the catalogue. A new content gets what its like get: its creator's, else its topics', else any. */
  probability(content: IndexedContent): number;
}

/** Logits for contents outside the vocabulary, given the vocabulary's. */
type LogitOfLike = (content: IndexedContent) => number;

/** Interest: the sequence model's softmax, moved by what the history says of creators, topics and the content itself. */
export class InterestBlend {
  readonly weights: BlendWeights;
  readonly #catalogue: Catalogue;
  readonly #sequence: SequenceScores;
  /** Place of each content of the catalogue in the sequence model's vocabulary, -1 where nobody ever attended to it. */
  readonly #places: Int32Array;
  readonly #byCreator = new Map<number, number[]>();
  readonly #byTopic = new Map<number, number[]>();
  readonly #everywhere: number[] = [];
  readonly #idle: Float64Array;

  constructor(catalogue: Catalogue, sequence: SequenceScores, weights: BlendWeights) {
    this.weights = weights;
    this.#catalogue = catalogue;
    this.#sequence = sequence;
    this.#places = Int32Array.from(catalogue.contents, (content) => sequence.indexOf(content.contentId));
    for (const content of catalogue.indexed) {
      const place = this.#places[content.index]!;
      if (place < 0) continue;
      this.#everywhere.push(place);
      append(this.#byCreator, content.creator, place);
      for (const topic of content.topics) append(this.#byTopic, topic, place);
    }
    this.#idle = this.#logitsOf(sequence.idle, this.#likes(sequence.idle));
  }

  /** What the value model takes of the sequence model. */
  sequence(history: readonly Visit[], state = this.#sequence.stateAfter(history)): SequenceReader {
    return this.#sequence.read(history, state);
  }

  /** The sequence model whose softmax is blended. */
  get model(): InterestModel {
    return this.#sequence.model;
  }

  /** Reads what a viewer's history says, for any number of contents. */
  interests(history: readonly Visit[], evidence: Evidence, state = this.#sequence.stateAfter(history)): Interests {
    const scores = history.length === 0 ? this.#sequence.idle : this.#sequence.logits(state);
    const like = this.#likes(scores);
    const raw = this.#logitsOf(scores, like);
    for (const contentId of evidence.byContent.keys()) {
      const index = this.#catalogue.get(contentId)?.index;
      if (index !== undefined) raw[index] = knownLogit(raw[index]!, this.#idle[index]!, true);
    }
    const blended = new Float64Array(raw.length);
    let highest = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < raw.length; index++) {
      const logit = this.weights.sequence * raw[index]! + this.#moved(this.#catalogue.indexed[index]!, evidence);
      blended[index] = logit;
      if (logit > highest) highest = logit;
    }
    let total = 0;
    for (let index = 0; index < raw.length; index++) total += Math.exp(blended[index]! - highest);
    return {
      probability: (content) => {
        if (content.index >= 0) return Math.exp(blended[content.index]! - highest) / total;
        const share =
          Math.exp(this.weights.sequence * like(content) + this.#moved(content, evidence) - highest) / total;
        return share / (1 + share);
      },
    };
  }

  /** Logits of the catalogue from those of the vocabulary. */
  #logitsOf(scores: Float32Array, like: LogitOfLike): Float64Array {
    const logits = new Float64Array(this.#places.length);
    for (let index = 0; index < logits.length; index++) {
      const place = this.#places[index]!;
      logits[index] = place >= 0 ? scores[place]! : like(this.#catalogue.indexed[index]!);
    }
    return logits;
  }

  /** The sequence model's state after a history. */
  stateAfter(history: readonly Visit[]): Float32Array {
    return this.#sequence.stateAfter(history);
  }

  #moved(content: IndexedContent, evidence: Evidence): number {
    if (evidence.visits.length === 0) return 0;
    const hidden = evidence.hidden.has(content.contentId) ? HIDDEN : 0;
    const { affinity, own } = this.weights;
    return affinity * evidence.affinity(content) + own * evidence.ownLeaning(content) + hidden;
  }

  /** The logit whose probability is the mean of the like contents'; each creator and topic is summed once. */
  #likes(scores: Float32Array): LogitOfLike {
    const creators = new Map<number, number>();
    const topics = new Map<number, number>();
    const highest = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const meanOf = (memo: Map<number, number>, key: number, places: readonly number[]) => {
      let mean = memo.get(key);
      if (mean === undefined) {
        mean = places.reduce((sum, place) => sum + Math.exp(scores[place]! - highest), 0) / places.length;
        memo.set(key, mean);
      }
      return mean;
    };
    return (content) => {
      if (this.#everywhere.length === 0) return 0;
      const byCreator = this.#byCreator.get(content.creator);
      if (byCreator) return highest + Math.log(meanOf(creators, content.creator, byCreator));
      let sum = 0;
      let n = 0;
      for (const topic of content.topics) {
        const places = this.#byTopic.get(topic);
        if (places === undefined) continue;
        sum += meanOf(topics, topic, places);
        n++;
      }
      return highest + Math.log(n > 0 ? sum / n : meanOf(topics, -1, this.#everywhere));
    };
  }
}

function append(map: Map<number, number[]>, key: number, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
