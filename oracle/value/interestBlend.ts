import type { Visit } from "../prepare/visits.ts";
import type { Catalogue, IndexedContent } from "./catalogue.ts";
import type { Evidence } from "./evidence.ts";
import { knownLogit, type SequenceScores } from "./sequenceScores.ts";

/** Added to the logit of what a viewer hid. */
const HIDDEN = -4;
/** Weight of the viewer's own record with a content in log odds: audiences return too seldom for it to be fitted. */
const OWN = 2.5;

/** What one viewer is interested in now. */
export interface Interests {
  /** 0..1, adding up to 1 over the catalogue. A new content gets what its like get: its creator's, else its topics', else any. */
  probability(content: IndexedContent): number;
  /** What the value model takes: the sequence model's logit after this history over that after none (popularity). */
  lift(content: IndexedContent): number;
}

/** Interest: the sequence model's softmax, moved by what the history says of creators, topics and the content itself. */
export class InterestBlend {
  /** Weight of affinity in log odds. */
  readonly affinityWeight: number;
  readonly #catalogue: Catalogue;
  readonly #sequence: SequenceScores;
  /** Place of each content of the catalogue in the sequence model's vocabulary, -1 where nobody ever attended to it. */
  readonly #places: Int32Array;
  readonly #byCreator = new Map<number, number[]>();
  readonly #byTopic = new Map<number, number[]>();
  readonly #everywhere: number[] = [];
  readonly #idle: Float64Array;

  constructor(catalogue: Catalogue, sequence: SequenceScores, affinityWeight: number) {
    this.affinityWeight = affinityWeight;
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
    this.#idle = this.#logitsOf(sequence.idle);
  }

  interests(history: readonly Visit[], evidence: Evidence): Interests {
    const scores = history.length === 0 ? this.#sequence.idle : this.#sequence.after(history);
    const raw = this.#logitsOf(scores);
    const blended = new Float64Array(raw.length);
    let highest = Number.NEGATIVE_INFINITY;
    for (const content of this.#catalogue.indexed) {
      const { index, contentId } = content;
      if (evidence.byContent.has(contentId)) raw[index] = knownLogit(raw[index]!, this.#idle[index]!, true);
      blended[index] = raw[index]! + this.#moved(content, evidence);
      highest = Math.max(highest, blended[index]!);
    }
    let total = 0;
    for (const logit of blended) total += Math.exp(logit - highest);
    return {
      probability: (content) => {
        if (content.index >= 0) return Math.exp(blended[content.index]! - highest) / total;
        const share = Math.exp(this.#similar(content, scores) + this.#moved(content, evidence) - highest) / total;
        return share / (1 + share);
      },
      lift: (content) =>
        content.index >= 0
          ? raw[content.index]! - this.#idle[content.index]!
          : this.#similar(content, scores) - this.#similar(content, this.#sequence.idle),
    };
  }

  /** Logits of the catalogue from those of the vocabulary. */
  #logitsOf(scores: Float32Array): Float64Array {
    return Float64Array.from(this.#places, (place, index) =>
      place >= 0 ? scores[place]! : this.#similar(this.#catalogue.indexed[index]!, scores),
    );
  }

  #moved(content: IndexedContent, evidence: Evidence): number {
    if (evidence.visits.length === 0) return 0;
    const hidden = evidence.hidden.has(content.contentId) ? HIDDEN : 0;
    return this.affinityWeight * evidence.affinity(content) + OWN * evidence.ownLeaning(content) + hidden;
  }

  /** The logit whose probability is the mean of the like contents'. */
  #similar(content: IndexedContent, scores: Float32Array): number {
    const alike =
      this.#byCreator.get(content.creator) ?? content.topics.flatMap((topic) => this.#byTopic.get(topic) ?? []);
    const places = alike.length > 0 ? alike : this.#everywhere;
    if (places.length === 0) return 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (const place of places) highest = Math.max(highest, scores[place]!);
    let sum = 0;
    for (const place of places) sum += Math.exp(scores[place]! - highest);
    return highest + Math.log(sum / places.length);
  }
}

function append(map: Map<number, number[]>, key: number, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
