import { visitsOf } from "../../../oracle/prepare/visits.ts";
import type { ContentFeatures } from "../../../oracle/value/appraiser.ts";
import { type Dataset, splitByTime } from "../../../oracle/value/dataset.ts";
import { observeViewer } from "../../../oracle/value/observe.ts";
import { simulateAudience } from "../../../scripts/seed/audience/simulate.ts";
import { audiencePieces } from "../../../scripts/seed/audiencePieces.ts";
import { caseStudyEvents } from "../../../scripts/seed/caseStudy.ts";
import { readPieces } from "../../../scripts/seed/pieces.ts";

export const audienceEndMs = Date.UTC(2026, 10, 20, 18);
export const pieces = audiencePieces(readPieces());

export const pieceContents: ContentFeatures[] = pieces.map(
  ({ contentId, creator, topics, language, lengthSeconds }) => ({
    contentId,
    creator,
    topics,
    language,
    lengthSeconds,
  }),
);

/** The demo's simulated audience as a data set, with `viewers` viewers. */
export function audienceDataset(viewers: number): Dataset {
  const audience = simulateAudience({ pieces, endMs: audienceEndMs, viewers });
  const observed = audience.map(({ name, events }) => observeViewer(name, events));
  splitByTime(observed);
  return { name: "audience", contents: pieceContents, viewers: observed };
}

/** The history of the case study's viewer. */
export function caseStudyHistory() {
  return visitsOf(caseStudyEvents((slug) => pieces.find((piece) => piece.slug === slug)!, audienceEndMs));
}
