import type { Visit } from "../prepare/visits.ts";
import type { Appraisal } from "../value/appraiser.ts";
import { byContentId } from "./catalogue.ts";

/** Personal order: what the viewer most likely attends to next, then what is worth more time; hidden contents go last. */
export function rankForViewer<T extends { appraisal: Appraisal }>(items: readonly T[], history: readonly Visit[]): T[] {
  const hidden = new Set(history.filter((visit) => visit.kind === "hide").map((visit) => visit.contentId));
  return [...items].sort(
    ({ appraisal: a }, { appraisal: b }) =>
      Number(hidden.has(a.contentId)) - Number(hidden.has(b.contentId)) ||
      b.interest - a.interest ||
      b.value - a.value ||
      byContentId(a.contentId, b.contentId),
  );
}

/**
 * The order where nothing is known of the viewer: what the mean viewer gives most time to. With `language` (BCP 47), the one that the reader
 * has chosen, what is in it comes first: of everything that could be known of a stranger, it is what they say themselves.
 */
export function rankForEverybody<T extends { appraisal: Appraisal; language?: string }>(
  items: readonly T[],
  language?: string,
): T[] {
  const foreign = (item: T) => Number(language !== undefined && primary(item.language) !== primary(language));
  return [...items].sort(
    (a, b) =>
      foreign(a) - foreign(b) ||
      b.appraisal.standardValue - a.appraisal.standardValue ||
      byContentId(a.appraisal.contentId, b.appraisal.contentId),
  );
}

/** "zh" of "zh-Hans". */
function primary(language = ""): string {
  return language.toLowerCase().split("-")[0]!;
}
