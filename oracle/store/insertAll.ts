import type { Database } from "./database.ts";

const BATCH = 500;

/** Inserts rows in statements of bounded size; rows that are there already stay as they are. */
// biome-ignore lint/suspicious/noExplicitAny: one helper for many tables, each call typed by its rows
export async function insertAll(tx: Database, table: any, rows: readonly any[]): Promise<void> {
  for (let from = 0; from < rows.length; from += BATCH)
    await tx
      .insert(table)
      .values(rows.slice(from, from + BATCH))
      .onConflictDoNothing();
}
