import { eq, sql } from "drizzle-orm";
import { type Database, rows } from "./database.ts";
import { quotes } from "./schema/quotes.ts";

export type QuoteRow = typeof quotes.$inferSelect;

/** A row to insert, and where its viewer's key is filed; null for a standard quote. */
export interface NewQuote {
  row: QuoteRow;
  accountTag: string | null;
}

/**
 * Inserts quotes in one statement, however many. A tag that is there already is the same quote. A personal one is written only while
 * its viewer's key is there, and holds the key until it is: who erases a viewer deletes the key first, and so finds the row.
 * Returns the account tags of the viewers that aren't erased.
 */
export async function insertQuotes(db: Database, batch: readonly NewQuote[]): Promise<Set<string>> {
  if (batch.length === 0) return new Set();
  // Two parameters instead of five a row: neither driver has to plan a new statement for every batch size.
  const json = JSON.stringify(
    batch.map(({ row: { tag, viewer, sealed, createdDay }, accountTag }) => {
      return { tag, viewer, sealed: Buffer.from(sealed).toString("base64"), day: createdDay, account: accountTag };
    }),
  );
  const accounts = [...new Set(batch.flatMap(({ accountTag }) => accountTag ?? []))];
  const held = await rows<{ account_tag: string }>(
    db,
    sql`with held as materialized (
          select account_tag from viewer_keys where account_tag = any(${`{${accounts.join(",")}}`}::text[]) for share
        ), written as (
          insert into quotes (tag, viewer, sealed, created_day)
          select tag, viewer, decode(sealed, 'base64'), day
          from json_to_recordset(${json}::json) as r(tag text, viewer text, sealed text, day integer, account text)
          where account is null or account in (select account_tag from held)
          on conflict (tag) do nothing
        )
        select account_tag from held`,
  );
  return new Set(held.map((row) => row.account_tag));
}

export async function findQuote(db: Database, tag: string): Promise<QuoteRow | null> {
  const [row] = await db.select().from(quotes).where(eq(quotes.tag, tag));
  return row ?? null;
}
