import { sql } from "drizzle-orm";
import { type Database, rows } from "../store/database.ts";
import { LEAST_VIEWERS } from "./attentionByContent.ts";
import { sectionsOf } from "./sections.ts";

const DAY_MS = 24 * 3600 * 1000;
const DAY = sql.raw(String(DAY_MS));
/** Coming back to a section for less than this is a glance. */
const REREADING_MS = 3_000;

/** The last midnight (UTC): attention since then isn't in anybody's figures yet. */
export function lastMidnight(nowMs: number): number {
  return Math.floor(nowMs / DAY_MS) * DAY_MS;
}

/**
 * Closes a group for each of these contents that ten viewers or more attended to since its last one, up to the last midnight. With fewer
 * it waits for more of them. Those who earn from a content never count among its viewers.
 * @param interested the pseudonyms of the creator and payees of a content
 */
export async function closeGroups(
  db: Database,
  contentIds: readonly string[],
  nowMs: number,
  interested: (contentId: string) => Promise<string[]>,
): Promise<void> {
  if (contentIds.length === 0) return;
  const toMs = lastMidnight(nowMs);
  for (const one of await readWaiting(db, contentIds, toMs)) {
    const starts = one.body === null ? [0] : sectionsOf(one.body).map(({ fromBlock }) => fromBlock);
    await closeGroup(db, { ...one, toMs, starts, interested: await interested(one.contentId) });
  }
}

interface Waiting {
  contentId: string;
  contentHash: string;
  fromMs: number;
  body: string | null;
}

async function readWaiting(db: Database, contentIds: readonly string[], toMs: number): Promise<Waiting[]> {
  return await rows<Waiting & Record<string, unknown>>(
    db,
    sql`select c.content_id as "contentId", c.content_hash as "contentHash", coalesce(g.to_ms, 0)::bigint as "fromMs", w.body
        from contents c
        left join works w on w.content_hash = c.content_hash and w.creator = c.creator
        left join lateral (select max(to_ms) as to_ms from attention_groups g
          where g.content_id = c.content_id and g.content_hash = c.content_hash) as g on true
        where c.content_id = any(${sql.param([...contentIds])}::text[]) and coalesce(g.to_ms, 0) < ${toMs}::bigint
          and (select count(distinct viewer) from attention a where a.content_id = c.content_id
            and a.from_ms >= coalesce(g.to_ms, 0) and a.from_ms < ${toMs}::bigint) >= ${LEAST_VIEWERS}`,
  );
}

interface Closing extends Waiting {
  toMs: number;
  /** The first block of each section. */
  starts: readonly number[];
  interested: readonly string[];
}

/** One statement: what it reads is one state of the store, and two replicas that close the same group write it once. */
async function closeGroup(db: Database, one: Closing): Promise<void> {
  const { contentId, contentHash, fromMs, toMs, starts, interested } = one;
  await db.execute(sql`
    with spans as (
      select viewer, from_ms, to_ms - from_ms as ms, width_bucket(section::int, ${sql.param([...starts])}::int[]) - 1 as part
      from attention where content_id = ${contentId} and from_ms >= ${fromMs}::bigint and from_ms < ${toMs}::bigint
        and viewer <> all(${sql.param([...interested])}::text[])
    ), walked as (
      select *, max(part) over (partition by viewer order by from_ms rows between unbounded preceding and 1 preceding) as before
      from spans
    ), readers as (
      select viewer, sum(ms) as ms, max(part) as furthest,
        count(distinct from_ms / ${DAY}) > 1 as again,
        exists (select from attention a where a.viewer = walked.viewer and a.content_id = ${contentId}
          and a.from_ms < ${fromMs}::bigint) as earlier,
        exists (select from events e where e.viewer = walked.viewer and e.content_id = ${contentId} and e.kind = 'complete'
          and e.at_ms >= ${fromMs}::bigint and e.at_ms < ${toMs}::bigint) as completed
      from walked group by viewer
    ), parts as (
      select viewer, part, sum(ms) as ms, coalesce(sum(ms) filter (where part < before), 0) >= ${REREADING_MS} as reread
      from walked where part is not null group by viewer, part
    ), counted as (
      select part,
        (select count(*) from readers where furthest >= part or (completed and furthest is not null)) as reached,
        (select count(*) from readers where furthest = part and not completed) as stopped,
        (select count(*) from parts p where p.part = numbers.part and reread) as reread,
        (select count(*) from parts p where p.part = numbers.part) as timed,
        (select coalesce(sum(ms), 0) from parts p where p.part = numbers.part) as ms
      from generate_series(0, ${starts.length - 1}::int) as numbers(part)
    ), summed as (
      select count(*) as viewers, count(*) filter (where not earlier) as new_viewers,
        count(*) filter (where again or earlier) as came_back, count(*) filter (where completed) as completed,
        sum(ms) as ms, count(furthest) as placed
      from readers
    )
    insert into attention_groups
      (content_id, content_hash, from_ms, to_ms, viewers, new_viewers, came_back, completed, attention_ms, placed, sections)
    select ${contentId}, ${contentHash}, ${fromMs}::bigint, ${toMs}::bigint,
      viewers, new_viewers, came_back, completed, ms, placed,
      case when placed >= ${LEAST_VIEWERS} then (select jsonb_agg(jsonb_build_object('reached', reached, 'stopped', stopped,
        'reread', reread, 'timed', timed, 'ms', ms) order by part) from counted) end
    from summed where viewers >= ${LEAST_VIEWERS}
    on conflict do nothing`);
}
