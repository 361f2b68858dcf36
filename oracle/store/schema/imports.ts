import { bigint, integer, pgTable, primaryKey, real, smallint, text } from "drizzle-orm/pg-core";

/** Contents of logs that were brought in from elsewhere: to learn from, never to be quoted or sold. */
export const importedContents = pgTable(
  "imported_contents",
  {
    source: text("source").notNull(),
    contentId: text("content_id").notNull(),
    creator: text("creator").notNull(),
    topics: text("topics").array().notNull(),
    durationMs: real("duration_ms").notNull(),
    type: text("type").notNull(),
  },
  (table) => [primaryKey({ columns: [table.source, table.contentId] })],
);

/** What their viewers did, one row a visit. Apart from `events`: these viewers are nobody here, and gave no consent to the market. */
export const importedVisits = pgTable(
  "imported_visits",
  {
    source: text("source").notNull(),
    viewer: text("viewer").notNull(),
    contentId: text("content_id").notNull(),
    atMs: bigint("at_ms", { mode: "number" }).notNull(),
    /** Which one of the visits that share all of the above. */
    ordinal: smallint("ordinal").notNull(),
    /** Local day, yyyymmdd. */
    day: integer("day").notNull(),
    kind: text("kind").notNull(),
    playMs: bigint("play_ms", { mode: "number" }).notNull(),
    durationMs: bigint("duration_ms", { mode: "number" }).notNull(),
    place: integer("place").notNull(),
    /** 1 click, 2 long view, 4 like, added up. */
    labels: smallint("labels").notNull(),
  },
  (table) => [primaryKey({ columns: [table.source, table.viewer, table.contentId, table.atMs, table.ordinal] })],
);
