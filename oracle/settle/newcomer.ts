import { sql } from "drizzle-orm";
import { type Database, rows } from "../store/database.ts";
import { DAY_MS, dayOf, NEWCOMER_MS } from "./rules.ts";

/** Whether a viewer would count as a newcomer in the epoch [fromMs, toMs): as freezing decides it, for one viewer. */
export async function isNewcomer(
  db: Database,
  viewer: string,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<boolean> {
  const [found] = await rows<{ newcomer: boolean }>(
    db,
    sql`select first.ms is null or first.ms > ${toMs - NEWCOMER_MS}::bigint or not exists (
          select 1 from attention a where a.viewer = ${viewer} and a.from_ms < ${dayOf(fromMs, toMs).fromMs}::bigint
            and a.from_ms >= (first.ms / ${DAY_MS}::bigint + 1) * ${DAY_MS}::bigint) as newcomer
        from (select min(from_ms) as ms from attention where viewer = ${viewer}) as first`,
  );
  return found!.newcomer;
}
