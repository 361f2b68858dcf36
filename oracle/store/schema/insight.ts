import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { wei } from "../wei.ts";

const ms = (name: string) => bigint(name, { mode: "number" });

/** What one group of readers did in one section of a text: see insight/closeGroups. */
export interface SectionCounts {
  /** Readers who got here, or further. */
  reached: number;
  /** Those who got no further, and didn't come to the end. */
  stopped: number;
  /** Those who came back to it from further on. */
  reread: number;
  /** Those with time measured in it, and that time. */
  timed: number;
  ms: number;
}

/**
 * Readers of one content between two midnights, ten of them at least, added up: once closed a group never changes, and all that creators
 * see is made of whole groups. Nothing in it leads to anybody.
 */
export const attentionGroups = pgTable(
  "attention_groups",
  {
    contentId: text("content_id").notNull(),
    /** Another work under the same id is another content: the chain began anew. */
    contentHash: text("content_hash").notNull(),
    /** Whose attention began in [fromMs, toMs). */
    fromMs: ms("from_ms").notNull(),
    toMs: ms("to_ms").notNull(),
    viewers: integer("viewers").notNull(),
    /** Those who had never attended to it before. */
    newViewers: integer("new_viewers").notNull(),
    /** Those who did on more than one day, by then. */
    cameBack: integer("came_back").notNull(),
    completed: integer("completed").notNull(),
    attentionMs: ms("attention_ms").notNull(),
    /** Those of whom it is known where in the text they were; with fewer than ten, `sections` is null. */
    placed: integer("placed").notNull(),
    sections: jsonb("sections").$type<SectionCounts[]>(),
  },
  (table) => [primaryKey({ columns: [table.contentId, table.contentHash, table.toMs] })],
);

/** What anyone would have paid on each day: the mean of the day's samples is sum ÷ samples. */
export const standardPrices = pgTable(
  "standard_prices",
  {
    contentId: text("content_id").notNull(),
    contentHash: text("content_hash").notNull(),
    /** Whole days since 1970 (UTC). */
    day: integer("day").notNull(),
    samples: integer("samples").notNull(),
    sumWei: wei("sum_wei").notNull(),
  },
  (table) => [primaryKey({ columns: [table.contentId, table.contentHash, table.day] })],
);

/** Which content a text is a new edition of, as its creator said when depositing it. */
export const editions = pgTable(
  "editions",
  { contentHash: text("content_hash").primaryKey(), replaces: text("replaces").notNull() },
  (table) => [index("editions_replaces").on(table.replaces)],
);

/** Lessons by one creator, in order. */
export const courses = pgTable(
  "courses",
  {
    /** UUID. */
    id: text("id").primaryKey(),
    creator: text("creator").notNull(),
    title: text("title").notNull(),
    summary: text("summary").notNull(),
    /** Content ids. */
    lessons: text("lessons").array().notNull(),
    createdAtMs: ms("created_at_ms").notNull(),
  },
  (table) => [index("courses_creator").on(table.creator)],
);
