import { HISTORY_LENGTH, type Visit } from "../prepare/visits.ts";
import type { Appraisal, Appraiser, ContentFeatures } from "./appraiser.ts";
import { type Artefact, BadArtefactError, unpackArtefact } from "./artefact.ts";
import { readParts } from "./artefactParts.ts";
import type { Catalogue, IndexedContent } from "./catalogue.ts";
import { Evidence } from "./evidence.ts";
import { FEATURE_COUNT, fillFeatures } from "./features.ts";
import type { InterestBlend } from "./interestBlend.ts";
import type { Population } from "./population.ts";
import { reasonsOf } from "./reasons.ts";
import type { StandardValues } from "./standardValues.ts";
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

/** Makes a trained model ready to serve. @throws BadArtefactError, BadInterestModelError when it isn't what was trained. */
export function loadAppraiser(artefact: Artefact): Appraiser {
  const arrays = unpackArtefact(artefact);
  const { name, hash } = artefact;
  try {
    const parts = readParts(artefact.manifest, arrays);
    return createAppraiser(name, hash, parts, parts.standard);
  } catch (error) {
    if (error instanceof Error && error.name === "BadInterestModelError") throw error;
    throw new BadArtefactError(`Model ${name} can't be read.`, error);
  }
}

export function createAppraiser(
  model: string,
  modelHash: `0x${string}`,
  parts: AppraiserParts,
  standard: StandardValues,
): Appraiser {
  return {
    model,
    modelHash,
    appraise(history, contents, atMs, known = contents) {
      const reader = readHistory(parts, history, known, atMs);
      return contents.map((content) => appraiseOne(parts, reader, content, atMs, standard));
    },
  };
}

interface Reader {
  evidence: Evidence;
  interests: ReturnType<InterestBlend["interests"]>;
}

/** Reads a history once, for any number of contents. */
export function readHistory(
  parts: AppraiserParts,
  history: readonly Visit[],
  known: readonly ContentFeatures[] = [],
  atMs?: number,
): Reader {
  const recent = history.slice(-HISTORY_LENGTH);
  const extra = new Map<string, IndexedContent>();
  for (const content of known) extra.set(content.contentId, parts.catalogue.resolve(content));
  const evidence = new Evidence(recent, parts.population, (id) => parts.catalogue.get(id) ?? extra.get(id), atMs);
  return { evidence, interests: parts.interest.interests(recent, evidence) };
}

/** Expected seconds of one content, and what they were made from. */
export function secondsFor(
  parts: AppraiserParts,
  { evidence, interests }: Reader,
  content: IndexedContent,
  atMs: number,
  row: Float32Array,
) {
  fillFeatures(row, 0, content, {
    evidence,
    population: parts.population,
    atMs,
    place: parts.place,
  });
  const personal = {
    affinity: evidence.affinity(content),
    lift: interests.lift(content),
    own: evidence.ownLeaning(content),
    hidden: evidence.hidden.has(content.contentId),
  };
  const score = parts.value.score(row, personal);
  return { personal, score, value: parts.value.expectedSeconds(score, content.lengthSeconds, personal) };
}

function appraiseOne(
  parts: AppraiserParts,
  reader: Reader,
  content: ContentFeatures,
  atMs: number,
  standard: StandardValues,
): Appraisal {
  const indexed = parts.catalogue.resolve(content);
  const row = new Float32Array(FEATURE_COUNT);
  const { personal, value } = secondsFor(parts, reader, indexed, atMs, row);
  const moves = parts.value.moves(row, personal);
  // The estimate for a new content knows no more than the values it was fitted to.
  const standardValue = Math.max(
    0,
    Math.min(standard.of(indexed, parts.population), parts.value.mostExpected(indexed.lengthSeconds)),
  );
  return {
    contentId: content.contentId,
    interest: reader.interests.probability(indexed),
    value,
    standardValue,
    reasons: reasonsOf({ content, indexed, evidence: reader.evidence, moves, value, standardValue }),
  };
}
