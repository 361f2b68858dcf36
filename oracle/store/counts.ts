import { sql } from "drizzle-orm";
import { type Database, rows } from "./database.ts";

export interface Counts extends Record<string, number> {
  viewers: number;
  events: number;
  contents: number;
  purchases: number;
}

/** How much there is: viewers that ever consented and weren't erased, their events, contents on chain, purchases. */
export async function readCounts(db: Database): Promise<Counts> {
  const [counts] = await rows<Counts>(
    db,
    sql`select (select count(*) from viewer_keys)::int as viewers, (select count(*) from events)::int as events,
          (select count(*) from contents)::int as contents, (select count(*) from purchases)::int as purchases`,
  );
  return counts!;
}
