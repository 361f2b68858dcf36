import { readIndexRevision } from "../store/chainIndex.ts";
import type { Database } from "../store/database.ts";
import { type Publication, readPublications } from "../store/publications.ts";
import type { ContentFeatures } from "../value/appraiser.ts";

export interface CatalogueEntry extends Publication {
  contentId: string;
  /** What the models see, or null while the oracle holds no work for the content. */
  features: ContentFeatures | null;
}

export interface Catalogue {
  /** All contents, in order of id. */
  all(): Promise<readonly CatalogueEntry[]>;
  get(contentId: string): Promise<CatalogueEntry | null>;
  /** What the models may know of these contents, in order of id, each once; those without a work are left out. */
  features(contentIds: readonly string[]): Promise<ContentFeatures[]>;
  /** Makes the next read a fresh one: called when this process indexed or deposited something. */
  invalidate(): void;
}

/** How long a change made by another replica may stay unseen. The chain enforces the bounds that hold. */
const CHECK_EVERY_MS = 500;

/** Keeps the published contents in memory, for every quote and feed to read without a query. */
export function createCatalogue(db: Database, nowMs: () => number): Catalogue {
  let loaded: { entries: Map<string, CatalogueEntry>; revision: number; checkedAtMs: number } | null = null;
  let loading: Promise<Map<string, CatalogueEntry>> | null = null;
  let stale = true;

  function load(): Promise<Map<string, CatalogueEntry>> {
    loading = (async () => {
      stale = false;
      const revision = await readIndexRevision(db);
      const entries = new Map((await readPublications(db)).map((row) => [row.content.contentId, entryOf(row)]));
      loaded = { entries, revision, checkedAtMs: nowMs() };
      return entries;
    })()
      .catch((error: unknown) => {
        stale = true;
        throw error;
      })
      .finally(() => {
        loading = null;
      });
    return loading;
  }

  async function entries(): Promise<Map<string, CatalogueEntry>> {
    // A change may have come after the load under way began to read: that load isn't enough.
    while (loading) await loading;
    if (!loaded || stale) return await load();
    if (nowMs() - loaded.checkedAtMs >= CHECK_EVERY_MS) {
      loaded.checkedAtMs = nowMs();
      if ((await readIndexRevision(db)) !== loaded.revision) return await load();
    }
    return loaded.entries;
  }

  return {
    all: async () => [...(await entries()).values()],
    get: async (contentId) => (await entries()).get(contentId) ?? null,
    features: async (contentIds) => {
      const known = await entries();
      return [...new Set(contentIds)]
        .flatMap((id) => known.get(id)?.features ?? [])
        .sort((a, b) => byContentId(a.contentId, b.contentId));
    },
    invalidate: () => {
      stale = true;
    },
  };
}

function entryOf(row: Publication): CatalogueEntry {
  const { contentId, creator } = row.content;
  const features = row.work && {
    contentId,
    creator,
    topics: row.work.topics,
    language: row.work.language,
    lengthSeconds: row.work.lengthSeconds,
  };
  return { ...row, contentId, features };
}

/** Orders ids, which are decimal digits, by the number they say. */
export function byContentId(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
