import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { bytes } from "../columns.ts";

/**
 * Every quote that was answered, with all that is needed to derive it again, sealed. The rows alone say how many quotes a pseudonym had on
 * which day, and nothing else: no digest, price, content or moment that the chain has too.
 */
export const quotes = pgTable(
  "quotes",
  {
    /** HMAC-SHA256(secret, kind and digest), hex: a pair of equal price has two rows, which don't show that they belong together. */
    tag: text().primaryKey(),
    /** Pseudonym; null for a standard quote, which reads no behaviour. */
    viewer: text(),
    /** The quote as JSON, AES-256-GCM: under the viewer's key, or a standard one under the secret. */
    sealed: bytes().notNull(),
    /** Whole days since 1970 (UTC), no more precise: purchases stand on chain with the second. */
    createdDay: integer("created_day").notNull(),
  },
  (table) => [index("quotes_viewer").on(table.viewer), index("quotes_day").on(table.createdDay)],
);
