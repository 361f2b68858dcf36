import { sql } from "drizzle-orm";
import { type Database, rows } from "../store/database.ts";
import type { SectionCounts } from "../store/schema/insight.ts";
import { percent, tens, twoDigits } from "./rounding.ts";

/** Published aggregates cover at least this many viewers: design, section 2, rule 7. */
export const LEAST_VIEWERS = 10;

export interface ContentAttention {
  contentId: string;
  /** Verified attention of the viewers in closed groups, seconds to two digits; null while there is no group. */
  seconds: number | null;
  /** How many different viewers, whole tens; null while there is no group. */
  viewers: number | null;
}

export interface SectionAttention {
  /** Of those of whom it is known where they were, who got here or further, percent. */
  reached: number | null;
  /** Of those who got here, who got no further, percent. */
  lost: number | null;
  /** Of those who got here, who came back to it from further on, percent. */
  reread: number | null;
  /** Mean time of those with time in it, to two digits. */
  seconds: number | null;
}

export interface ContentInsight extends ContentAttention {
  /** The midnight up to which attention is in the figures; null while there is no group. */
  asOfMs: number | null;
  /** Who came to the end, and who came on more than one day; percent of the readings. */
  completion: number | null;
  returning: number | null;
  /** Null where too few said where they were. */
  sections: SectionAttention[] | null;
}

/** The attention that contents received, from closed groups only: see decision 54. */
export async function attentionByContent(db: Database, contentIds: readonly string[]): Promise<ContentAttention[]> {
  const found = await insightByContent(db, contentIds);
  return found.map(({ contentId, seconds, viewers }) => ({ contentId, seconds, viewers }));
}

/** All that may be said of contents' readers, in the order asked, from closed groups only. Every share is of ten readers or more. */
export async function insightByContent(db: Database, contentIds: readonly string[]): Promise<ContentInsight[]> {
  if (contentIds.length === 0) return [];
  const groups = await rows<Group>(
    db,
    sql`select g.content_id, g.to_ms, g.viewers, g.new_viewers, g.came_back, g.completed, g.attention_ms, g.placed, g.sections
        from attention_groups g left join contents c on c.content_id = g.content_id
        where g.content_id = any(${sql.param([...contentIds])}::text[]) and coalesce(c.content_hash, g.content_hash) = g.content_hash
        order by g.to_ms`,
  );
  const byContent = Map.groupBy(groups, ({ content_id }) => content_id);
  return contentIds.map((contentId) => ({ contentId, ...insightOf(byContent.get(contentId) ?? []) }));
}

interface Group extends Record<string, unknown> {
  content_id: string;
  to_ms: number;
  viewers: number;
  new_viewers: number;
  came_back: number;
  completed: number;
  attention_ms: number;
  placed: number;
  sections: SectionCounts[] | null;
}

function insightOf(groups: readonly Group[]): Omit<ContentInsight, "contentId"> {
  if (groups.length === 0) {
    return { asOfMs: null, seconds: null, viewers: null, completion: null, returning: null, sections: null };
  }
  const sum = (pick: (group: Group) => number) => groups.reduce((total, group) => total + pick(group), 0);
  const readings = sum(({ viewers }) => viewers);
  return {
    asOfMs: Math.max(...groups.map(({ to_ms }) => to_ms)),
    seconds: twoDigits(sum(({ attention_ms }) => attention_ms) / 1000),
    viewers: tens(sum(({ new_viewers }) => new_viewers)),
    completion: percent(
      sum(({ completed }) => completed),
      readings,
    ),
    returning: percent(
      sum(({ came_back }) => came_back),
      readings,
    ),
    sections: sectionsFrom(groups.filter(({ sections }) => sections !== null)),
  };
}

/** A group counts in a figure only with ten of its own: otherwise the figure before it and after it would tell of the few it has. */
function sectionsFrom(groups: readonly Group[]): SectionAttention[] | null {
  const [first] = groups;
  if (!first) return null;
  const placed = groups.reduce((total, group) => total + group.placed, 0);
  return first.sections!.map((_, index) => {
    const counts = groups.map(({ sections }) => sections![index]!);
    const reached = sumOver(counts, "reached");
    const there = counts.filter(({ reached }) => reached >= LEAST_VIEWERS);
    const timed = counts.filter(({ timed }) => timed >= LEAST_VIEWERS);
    return {
      reached: percent(reached, placed),
      lost: percent(sumOver(there, "stopped"), sumOver(there, "reached")),
      reread: percent(sumOver(there, "reread"), sumOver(there, "reached")),
      seconds: timed.length === 0 ? null : twoDigits(sumOver(timed, "ms") / sumOver(timed, "timed") / 1000),
    };
  });
}

function sumOver(counts: readonly SectionCounts[], key: keyof SectionCounts): number {
  return counts.reduce((total, one) => total + one[key], 0);
}
