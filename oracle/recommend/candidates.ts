import type { InterestModel } from "../interest/model.ts";
import type { Visit } from "../prepare/visits.ts";
import type { Logger } from "../service/logger.ts";
import type { Appraiser } from "../value/appraiser.ts";
import { byContentId } from "./catalogue.ts";
import type { TopIndex } from "./topk/exactIndex.ts";
import { createTopIndex } from "./topk/topIndex.ts";

/** Up to this many contents every one is appraised. */
const MOST_APPRAISED = 1_000;
/** Of those chosen, how many are the newest that the model doesn't know: nobody would find them otherwise. */
const NEWEST = 100;

export interface Candidates {
  /** Of these contents the ones to appraise for a viewer: all, or where there are very many those of most interest, and the newest. */
  choose<T extends { contentId: string }>(contents: readonly T[], history: readonly Visit[], appraiser: Appraiser): T[];
  /** Ends what is being built. */
  stop(): void;
}

/**
 * Chooses what is worth appraising. Each model has its own index, built when it is first asked for, so that a request that began with one
 * model ends with it. What the viewer has met, bought or hidden isn't sought.
 */
export function createCandidates(
  logger: Pick<Logger, "info" | "warn">,
  most = MOST_APPRAISED,
  createIndex: typeof createTopIndex = createTopIndex,
): Candidates {
  const indices = new WeakMap<InterestModel, TopIndex | null>();
  const abort = new AbortController();

  /** Null where there is no memory for it: then what is on sale is scored content by content. */
  function indexOf(model: InterestModel): TopIndex | null {
    const known = indices.get(model);
    if (known !== undefined) return known;
    let index: TopIndex | null = null;
    try {
      index = createIndex(model.table.contents, model.table.bias, logger, abort.signal);
    } catch (err) {
      logger.warn({ err, contents: model.vocabulary.length }, "no room for an index: contents are scored one by one");
    }
    indices.set(model, index);
    return index;
  }

  return {
    choose(contents, history, appraiser) {
      const { sequence } = appraiser;
      // In order of id, so the newest are last.
      if (contents.length <= most || !sequence) return contents.slice(-most);
      const met = new Set(history.map((visit) => visit.contentId));
      const sought = contents.filter(({ contentId }) => !met.has(contentId));
      const chosen = new Set(newest(sought, sequence.indexOf).slice(0, most));
      const state = sequence.encode([history]);
      const index = indexOf(sequence);
      if (index) {
        const byId = new Map(sought.map((content) => [content.contentId, content]));
        const masked = [...met].map(sequence.indexOf).filter((place) => place >= 0);
        for (const place of index.search(state, 1, Math.min(most, index.size), [masked]).indices) {
          const content = place < 0 ? undefined : byId.get(sequence.vocabulary[place]!);
          if (content && chosen.size < most) chosen.add(content);
        }
      }
      // Much that the model knows isn't on sale here: what is gets compared itself.
      if (chosen.size < most)
        for (const content of ranked(sought, sequence, state)) {
          if (chosen.size === most) break;
          chosen.add(content);
        }
      return [...chosen];
    },
    stop: () => abort.abort(new Error("The oracle is stopping.")),
  };
}

function newest<T extends { contentId: string }>(contents: readonly T[], indexOf: (contentId: string) => number): T[] {
  return contents
    .filter(({ contentId }) => indexOf(contentId) < 0)
    .sort((a, b) => byContentId(b.contentId, a.contentId))
    .slice(0, NEWEST);
}

/** Those of the contents that the model knows, best first, equals in order of the vocabulary. */
function ranked<T extends { contentId: string }>(
  contents: readonly T[],
  { table, indexOf, hidden }: InterestModel,
  state: Float32Array,
): T[] {
  const scored = contents.flatMap((content) => {
    const place = indexOf(content.contentId);
    if (place < 0) return [];
    let score = table.bias[place]!;
    for (let j = 0; j < hidden; j++) score += state[j]! * table.contents[place * hidden + j]!;
    return [{ content, place, score }];
  });
  return scored.sort((a, b) => b.score - a.score || a.place - b.place).map(({ content }) => content);
}
