import type { CatalogueEntry } from "../recommend/catalogue.ts";
import type { Context } from "../service/context.ts";
import { readReplaced } from "../store/editions.ts";
import { readBody } from "../store/works.ts";
import { type ContentInsight, insightByContent, type SectionAttention } from "./attentionByContent.ts";
import { Editions } from "./editions.ts";
import { refreshInsight } from "./refresh.ts";
import { type Section, sectionAt, sectionsOf } from "./sections.ts";
import { type Suggestion, suggestForSections } from "./suggest.ts";

/** A section of a text with what is known of its readers. */
export interface MeasuredSection extends Section, SectionAttention {
  /** The free part ends in it. */
  freeUntilHere: boolean;
}

export interface PieceInsight extends ContentInsight {
  measured: MeasuredSection[];
  suggestions: Suggestion[];
  /** The same of the edition before this one. */
  before: (ContentInsight & { measured: MeasuredSection[] }) | null;
}

const UNKNOWN: SectionAttention = { reached: null, lost: null, reread: null, seconds: null };

/** Attention along these texts, and along the edition that each replaced. */
export async function insightIntoPieces(
  context: Context,
  entries: readonly CatalogueEntry[],
  find: (contentId: string) => Promise<CatalogueEntry | null>,
): Promise<PieceInsight[]> {
  const { db } = context.store;
  const editions = new Editions(await readReplaced(db));
  const previous = await Promise.all(
    entries.map(({ contentId }) => {
      const before = editions.before(contentId);
      return before === null ? null : find(before);
    }),
  );
  const all = [...entries, ...previous.filter((entry) => entry !== null)];
  await refreshInsight(context, all);
  const found = await insightByContent(
    db,
    all.map(({ contentId }) => contentId),
  );
  const insights = new Map(found.map((one) => [one.contentId, one]));
  const along = async (entry: CatalogueEntry) => {
    const insight = insights.get(entry.contentId)!;
    return { ...insight, measured: await measure(context, entry, insight) };
  };
  return await Promise.all(
    entries.map(async (entry, index) => {
      const now = await along(entry);
      const old = previous[index];
      const free = now.measured.findIndex(({ freeUntilHere }) => freeUntilHere);
      const suggestions = now.sections ? suggestForSections(now.measured, now.sections, free < 0 ? null : free) : [];
      return { ...now, suggestions, before: old ? await along(old) : null };
    }),
  );
}

async function measure(context: Context, entry: CatalogueEntry, insight: ContentInsight): Promise<MeasuredSection[]> {
  const body = await readBody(context.store.db, entry.contentId);
  if (body === null) return [];
  const sections = sectionsOf(body);
  const free = sectionAt(body, sections, entry.work?.preview.length ?? 0);
  return sections.map((section, index) => ({
    ...section,
    ...(insight.sections?.[index] ?? UNKNOWN),
    freeUntilHere: index === free,
  }));
}
