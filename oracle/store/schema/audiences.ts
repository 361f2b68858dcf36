import { bigint, boolean, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";

const ms = (name: string) => bigint(name, { mode: "number" });

/**
 * What opted-in viewers attended to in four weeks, as it was when somebody first asked for an audience on a day. Made anew each day, and
 * gone with the viewer who is erased.
 */
export const audienceReaders = pgTable(
  "audience_readers",
  {
    /** Whole days since 1970 (UTC). */
    day: integer("day").notNull(),
    viewer: text("viewer").notNull(),
    contentId: text("content_id").notNull(),
    ms: ms("ms").notNull(),
    /** The viewer's attention to all contents. */
    wholeMs: ms("whole_ms").notNull(),
    personalise: boolean("personalise").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.viewer, table.contentId] }),
    index("audience_readers_content").on(table.contentId),
  ],
);
