import { bigint, doublePrecision, index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { wei } from "../wei.ts";

/** A quote's signed fields without the buyer; a recipient that is the buyer is stored as null for the same reason. */
export interface StoredMessage {
  recipient: string | null;
  unitPrice: string;
  maxQuantity: string;
  referrer: string;
  expiresAt: string;
  counter: string;
  chainId: number;
  market: string;
}

/** The content as the model saw it. */
export interface StoredContent {
  contentId: string;
  creator: string;
  topics: readonly string[];
  language: string;
  lengthSeconds: number;
}

/** Every quote that was ever answered, with all that is needed to derive it again. */
export const quotes = pgTable(
  "quotes",
  {
    digest: text().primaryKey(),
    kind: text({ enum: ["personal", "standard"] }).notNull(),
    /** Pseudonym; null for a standard quote, which reads no behaviour. */
    viewer: text(),
    contentId: text("content_id").notNull(),
    message: jsonb().$type<StoredMessage>().notNull(),
    content: jsonb().$type<StoredContent>().notNull(),
    unitPriceWei: wei("unit_price_wei").notNull(),
    floorWei: wei("floor_wei").notNull(),
    ceilingWei: wei("ceiling_wei").notNull(),
    rateWei: wei("rate_wei").notNull(),
    /** Null for a standard quote. */
    interest: doublePrecision(),
    /** Attention-seconds that the price was formed from. */
    value: doublePrecision().notNull(),
    model: text().notNull(),
    modelHash: text("model_hash").notNull(),
    inputsHash: text("inputs_hash").notNull(),
    /** Sequence numbers of the events that the model read; empty for a standard quote. */
    inputSeqs: bigint("input_seqs", { mode: "number" }).array().notNull(),
    signature: text().notNull(),
    createdAtMs: bigint("created_at_ms", { mode: "number" }).notNull(),
  },
  (table) => [index("quotes_viewer").on(table.viewer), index("quotes_content").on(table.contentId)],
);
