import type { Visit } from "../prepare/visits.ts";
import type { ContentFeatures } from "./appraiser.ts";
import type { Catalogue, IndexedContent } from "./catalogue.ts";
import { Evidence } from "./evidence.ts";
import { fillFeatures } from "./features.ts";
import type { InterestBlend } from "./interestBlend.ts";
import type { Population } from "./population.ts";
import type { SequenceReader } from "./sequenceScores.ts";
import type { ValueModel } from "./valueModel.ts";

/** The fitted parts of an appraiser. */
export interface AppraiserParts {
  catalogue: Catalogue;
  population: Population;
  interest: InterestBlend;
  value: ValueModel;
  /** Where contents are taken to be shown: the commonest place in training, NaN where none was known. */
  place: number;
}

/** What a viewer is appraised by. */
export interface Told {
  /** Oldest first, at most 50. */
  history: readonly Visit[];
  /** Describes contents that the history names and the model may not know. */
  known?: readonly ContentFeatures[];
  atMs?: number;
}

/** A history, read once for the values of any number of contents. */
export interface Reader {
  evidence: Evidence;
  sequence: SequenceReader;
}

export function readHistory(
  { catalogue, population, interest }: AppraiserParts,
  { history, known = [], atMs }: Told,
  state?: Float32Array,
): Reader {
  const extra = new Map(known.map((content) => [content.contentId, content]));
  const find = (contentId: string) => {
    const other = extra.get(contentId);
    return catalogue.get(contentId) ?? (other && catalogue.resolve(other));
  };
  return { evidence: new Evidence(history, population, find, atMs), sequence: interest.sequence(history, state) };
}

/** Expected seconds of one content, and what they were made from. */
export function secondsFor(
  parts: AppraiserParts,
  { evidence, sequence }: Reader,
  content: IndexedContent,
  atMs: number,
  row: Float32Array,
) {
  const { population, place } = parts;
  fillFeatures(row, 0, content, { evidence, population, atMs, place, sequence });
  const personal = {
    affinity: evidence.affinity(content),
    own: evidence.ownLeaning(content),
    hidden: evidence.hidden.has(content.contentId),
  };
  const score = parts.value.score(row, personal);
  return { personal, score, value: parts.value.expectedSeconds(score, content.lengthSeconds, personal) };
}
