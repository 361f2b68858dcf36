import { eq, sql } from "drizzle-orm";
import { type Database, rows } from "./database.ts";
import { quotes } from "./schema/quotes.ts";

export type QuoteRow = typeof quotes.$inferSelect;

/** Inserts quotes in one statement, however many. A digest that is there already is the same quote. */
export async function insertQuotes(db: Database, batch: readonly QuoteRow[]): Promise<void> {
  if (batch.length === 0) return;
  // One parameter instead of twenty a row: neither driver has to plan a new statement for every batch size.
  const json = JSON.stringify(
    batch.map(({ inputSeqs, ...row }) => ({ ...row, inputSeqs: `{${inputSeqs.join(",")}}` })),
    (_key, value) => (typeof value === "bigint" ? value.toString() : value),
  );
  await rows(
    db,
    sql`insert into quotes (digest, kind, viewer, content_id, message, content, unit_price_wei, floor_wei, ceiling_wei, rate_wei,
          interest, value, model, model_hash, inputs_hash, input_seqs, signature, created_at_ms)
        select r.digest, r.kind, r.viewer, r."contentId", r.message, r.content, r."unitPriceWei", r."floorWei", r."ceilingWei", r."rateWei",
          r.interest, r.value, r.model, r."modelHash", r."inputsHash", r."inputSeqs"::bigint[], r.signature, r."createdAtMs"
        from jsonb_to_recordset(${json}::jsonb) as r(digest text, kind text, viewer text, "contentId" text, message jsonb, content jsonb,
          "unitPriceWei" numeric, "floorWei" numeric, "ceilingWei" numeric, "rateWei" numeric, interest double precision,
          value double precision, model text, "modelHash" text, "inputsHash" text, "inputSeqs" text, signature text, "createdAtMs" bigint)
        on conflict (digest) do nothing`,
  );
}

export async function findQuote(db: Database, digest: string): Promise<QuoteRow | null> {
  const [row] = await db.select().from(quotes).where(eq(quotes.digest, digest));
  return row ?? null;
}
