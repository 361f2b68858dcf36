import type { Visit } from "../prepare/visits.ts";
import type { Logger } from "../service/logger.ts";
import type { Appraiser } from "../value/appraiser.ts";
import { byContentId } from "./catalogue.ts";
import { createTopIndex } from "./topk/topIndex.ts";

/** Up to this many contents every one is appraised. */
export const MOST_APPRAISED = 1_000;
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
export function createCandidates(logger: Pick<Logger, "info" | "warn">, most = MOST_APPRAISED): Candidates {
  const indices = new WeakMap<Appraiser, ReturnType<typeof createTopIndex>>();
  const abort = new AbortController();

  return {
    choose(contents, history, appraiser) {
      const { sequence } = appraiser;
      // In order of id, so the newest are last.
      if (contents.length <= most || !sequence) return contents.slice(-most);
      let index = indices.get(appraiser);
      if (!index) {
        index = createTopIndex(sequence.table.contents, sequence.table.bias, logger, abort.signal);
        indices.set(appraiser, index);
      }
      const byId = new Map(contents.map((content) => [content.contentId, content]));
      const met = new Set(history.map((visit) => visit.contentId));
      const chosen = new Set(newest(contents, sequence.indexOf).filter(({ contentId }) => !met.has(contentId)));
      const masked = [...met].map(sequence.indexOf).filter((place) => place >= 0);
      // Not everything that a model knows is on sale here: what is asked for is doubled until there is enough.
      for (let k = most; chosen.size < most; k *= 2) {
        const found = index.search(sequence.encode([history]), 1, Math.min(k, index.size), [masked]);
        for (const place of found.indices) {
          const content = place < 0 ? undefined : byId.get(sequence.vocabulary[place]!);
          if (content && chosen.size < most) chosen.add(content);
        }
        if (k >= index.size) break;
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
