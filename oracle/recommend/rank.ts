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

/** The order for everybody: what the mean viewer gives most time to. */
export function rankForEverybody<T extends { appraisal: Appraisal }>(items: readonly T[]): T[] {
  return [...items].sort(
    ({ appraisal: a }, { appraisal: b }) => b.standardValue - a.standardValue || byContentId(a.contentId, b.contentId),
  );
}
