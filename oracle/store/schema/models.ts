import { sql } from "drizzle-orm";
import { bigint, boolean, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bytes } from "../columns.ts";

/** Trained models. At most one is active: the one that serves. */
export const models = pgTable(
  "models",
  {
    name: text("name").primaryKey(),
    hash: text("hash").notNull(),
    manifest: jsonb("manifest").notNull(),
    weights: bytes("weights").notNull(),
    active: boolean("active").notNull().default(false),
    /** How it stood against what was served when it was made. */
    comparison: jsonb("comparison"),
    trainedAtMs: bigint("trained_at_ms", { mode: "number" }).notNull(),
  },
  (table) => [uniqueIndex("models_one_active").on(table.active).where(sql`${table.active}`)],
);
