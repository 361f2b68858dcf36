import type { SQL } from "drizzle-orm";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

/** Drizzle on either driver: what every query takes. A transaction is one too. */
export type Database = PgDatabase<PgQueryResultHKT>;

/** Runs a query written in SQL and returns its rows; both drivers give 64-bit integers as numbers. */
export async function rows<Row extends Record<string, unknown>>(db: Database, query: SQL): Promise<Row[]> {
  const result = (await db.execute(query)) as unknown as { rows: Row[] };
  return result.rows;
}
