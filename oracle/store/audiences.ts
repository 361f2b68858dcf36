import { sql } from "drizzle-orm";
import { type Database, rows } from "./database.ts";

/** A snapshot of fewer readers in all says nothing of anybody, and isn't kept for the day. */
const LEAST_READERS = 10;

/**
 * Writes down what opted-in viewers attended to since a moment, ms, unless the day's snapshot is there. Replicas that come to it at once
 * wait for one another, and make one.
 */
export async function takeSnapshot(db: Database, day: number, sinceMs: number): Promise<void> {
  if (await isTaken(db, day)) return;
  await db.transaction(async (transaction) => {
    await transaction.execute(sql`lock table audience_readers in share row exclusive mode`);
    if (await isTaken(transaction, day)) return;
    await transaction.execute(sql`delete from audience_readers`);
    await transaction.execute(sql`
      insert into audience_readers (day, viewer, content_id, ms, whole_ms, personalise)
      select ${day}::int, viewer, content_id, sum(to_ms - from_ms),
        sum(sum(to_ms - from_ms)) over (partition by viewer),
        coalesce((select c.personalise from consents c where c.viewer = e.viewer order by c.seq desc limit 1), false)
      from earners e join attention a using (viewer) where a.to_ms > ${sinceMs}::bigint group by viewer, content_id`);
  });
}

async function isTaken(db: Database, day: number): Promise<boolean> {
  const [found] = await rows<{ readers: number }>(
    db,
    sql`select count(*)::int as readers from
        (select distinct viewer from audience_readers where day = ${day}::int limit ${LEAST_READERS}) as found`,
  );
  return found!.readers === LEAST_READERS;
}

/**
 * How many viewers of the snapshot attended to these contents.
 * @param leastShare only those who allow personal use, with at least this part of their attention; null: everybody with any
 */
export async function countReaders(
  db: Database,
  contentIds: readonly string[],
  leastShare: number | null,
): Promise<number> {
  const [found] = await rows<{ count: number }>(
    db,
    sql`select count(*)::int as count from (
          select viewer from audience_readers where content_id = any(${sql.param([...contentIds])}::text[])
            and (personalise or ${leastShare === null}::boolean)
          group by viewer, whole_ms having sum(ms) >= ${leastShare ?? 0}::float8 * whole_ms
        ) as matching`,
  );
  return found!.count;
}
