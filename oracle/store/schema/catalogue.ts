import { bigint, index, integer, pgTable, text } from "drizzle-orm/pg-core";

/** What creators deposited with the oracle, keyed by the keccak-256 of the body: the hash that is published on chain. Addresses are checksummed. */
export const works = pgTable(
  "works",
  {
    contentHash: text("content_hash").primaryKey(),
    creator: text().notNull(),
    title: text().notNull(),
    summary: text().notNull(),
    /** BCP 47, such as "en" or "zh". */
    language: text().notNull(),
    topics: text().array().notNull(),
    body: text().notNull(),
    /** Words, or Chinese characters where the language has no spaces. */
    words: integer().notNull(),
    /** Reading time. */
    lengthSeconds: integer("length_seconds").notNull(),
    createdAtMs: bigint("created_at_ms", { mode: "number" }).notNull(),
  },
  (table) => [index("works_creator").on(table.creator)],
);

/** How a creator wants to be called; an address without a row is shown as an address. */
export const creators = pgTable("creators", {
  address: text().primaryKey(),
  name: text().notNull(),
  bio: text().notNull(),
});
