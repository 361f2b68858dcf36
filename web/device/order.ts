import type { Visit } from "../../oracle/prepare/visits.ts";

/** What can be put in order. */
interface Item {
  content: { contentId: string };
}

/**
 * Puts the contents that this history's reader most likely attends to next first, as the oracle would: what was met before never falls
 * below its popularity, what was hidden goes last, and what the model doesn't know stands as high as any. Equals keep their order.
 *
 * @param scores of the vocabulary, after the history
 * @param idle the same after none
 */
export function orderOf<T extends Item>(
  items: readonly T[],
  history: readonly Visit[],
  vocabulary: readonly string[],
  scores: Float32Array,
  idle: Float32Array,
): T[] {
  const places = new Map(vocabulary.map((contentId, place) => [contentId, place]));
  const met = new Set(history.map((visit) => visit.contentId));
  const hidden = new Set(history.filter(({ kind }) => kind === "hide").map(({ contentId }) => contentId));
  const any = meanLogit(scores);
  const scoreOf = ({ content: { contentId } }: T): number => {
    const place = places.get(contentId);
    if (place === undefined) return any;
    return met.has(contentId) ? Math.max(scores[place]!, idle[place]!) : scores[place]!;
  };
  return [...items].sort(
    (a, b) =>
      Number(hidden.has(a.content.contentId)) - Number(hidden.has(b.content.contentId)) || scoreOf(b) - scoreOf(a),
  );
}

/** The logit whose chance is the mean of theirs. */
function meanLogit(scores: Float32Array): number {
  const highest = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return highest + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - highest), 0) / scores.length);
}
