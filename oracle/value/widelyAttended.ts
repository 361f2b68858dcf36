import type { Dataset } from "./dataset.ts";

/** As in creators' aggregates: what fewer did isn't shown to anybody. */
export const FEWEST_VIEWERS = 10;

/**
 * The contents that at least ten viewers attended to in the training part. Of others a model's numbers may say what few people read beside
 * them. It is told here, from what the model learned from: who comes later hides nobody, and who is erased was in it all the same.
 */
export function widelyAttended({ viewers }: Pick<Dataset, "viewers">): string[] {
  const counts = new Map<string, number>();
  for (const { visits } of viewers) {
    const attended = visits.filter(({ part, kind }) => part === "train" && kind !== "impression" && kind !== "hide");
    for (const contentId of new Set(attended.map((visit) => visit.contentId)))
      counts.set(contentId, (counts.get(contentId) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count >= FEWEST_VIEWERS).map(([contentId]) => contentId);
}
