import { HISTORY_LENGTH, type Visit } from "../prepare/visits.ts";
import type { Appraisal, Appraiser, ContentFeatures, Reason } from "./appraiser.ts";
import { type Artefact, BadArtefactError, unpackArtefact } from "./artefact.ts";
import { readParts } from "./artefactParts.ts";
import { FEATURE_COUNT } from "./features.ts";
import type { Interests } from "./interestBlend.ts";
import { Occlusion } from "./occlusion.ts";
import { type AppraiserParts, type Reader, readHistory, secondsFor, type Told } from "./readHistory.ts";
import { reasonsOf } from "./reasons.ts";
import type { StandardValues } from "./standardValues.ts";

/** Contents that a model is tried on before it serves: some milliseconds. */
const TRIED = 16;

/** Makes a trained model ready to serve. @throws BadArtefactError, BadInterestModelError when it isn't what was trained. */
export function loadAppraiser(artefact: Artefact): Appraiser {
  const arrays = unpackArtefact(artefact);
  const { name, hash } = artefact;
  try {
    const parts = readParts(artefact.manifest, arrays);
    const appraiser = createAppraiser(name, hash, parts, parts.standard, parts.widelyAttended);
    requireNumbers(appraiser, parts.catalogue.contents);
    return appraiser;
  } catch (error) {
    if (error instanceof Error && error.name === "BadInterestModelError") throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadArtefactError(`Model ${name} can't be read: ${reason.replace(/\.$/, "")}.`, error);
  }
}

/** Tries a model on some of its contents, for who has read nothing and for who has: a part that is missing shows in either. */
function requireNumbers(appraiser: Appraiser, catalogue: readonly ContentFeatures[]): void {
  const contents = catalogue.slice(0, TRIED);
  const visits = contents.map(({ contentId }, i): Visit => {
    return { contentId, kind: "dwell", dwellMs: 10_000, startedAtMs: i * 60_000, gapMs: 50_000 };
  });
  for (const history of [[], visits]) {
    for (const appraisal of appraiser.appraise(history, contents, TRIED * 60_000)) {
      for (const field of ["interest", "value", "standardValue"] as const)
        if (!Number.isFinite(appraisal[field]))
          throw new Error(`its ${field} of content ${appraisal.contentId} is ${appraisal[field]}, not a number`);
    }
  }
}

export function createAppraiser(
  model: string,
  modelHash: `0x${string}`,
  parts: AppraiserParts,
  standard: StandardValues,
  widelyAttended: readonly string[] = [],
): Appraiser {
  return {
    model,
    modelHash,
    sequence: parts.interest.model,
    widelyAttended,
    appraise(history, contents, atMs, known = contents, given = undefined) {
      const told: Required<Told> = { history: history.slice(-HISTORY_LENGTH), known, atMs };
      const state = given?.subarray(0, parts.interest.model.hidden) ?? parts.interest.stateAfter(told.history);
      const reader = readHistory(parts, told, state);
      const interests = parts.interest.interests(told.history, reader.evidence, state);
      const occlusion = new Occlusion(parts, told);
      return contents.map((content) => appraiseOne(parts, { reader, interests, occlusion, atMs, standard }, content));
    },
  };
}

interface AppraisalContext {
  reader: Reader;
  interests: Interests;
  occlusion: Occlusion;
  atMs: number;
  standard: StandardValues;
}

function appraiseOne(parts: AppraiserParts, context: AppraisalContext, content: ContentFeatures): Appraisal {
  const { reader, occlusion, atMs, standard } = context;
  const { population } = parts;
  const indexed = parts.catalogue.resolve(content);
  const row = new Float32Array(FEATURE_COUNT);
  const { personal, value } = secondsFor(parts, reader, indexed, atMs, row);
  // The estimate for a new content knows no more than the values it was fitted to.
  const standardValue = Math.max(
    0,
    Math.min(standard.of(indexed, population), parts.value.mostExpected(indexed.lengthSeconds)),
  );
  let reasons: Reason[] | undefined;
  return {
    contentId: content.contentId,
    interest: context.interests.probability(indexed),
    value,
    standardValue,
    // Asked for on the page that is shown, not for each content that is ranked.
    get reasons() {
      reasons ??= reasonsOf({
        content,
        indexed,
        evidence: reader.evidence,
        population,
        usualLength: parts.catalogue.usualLength,
        moves: parts.value.moves(row, personal),
        value,
        standardValue,
        valueWithout: (contentIds) => occlusion.valueOf(indexed, contentIds),
      });
      return reasons;
    },
  };
}
