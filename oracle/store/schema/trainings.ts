import { bigint, jsonb, pgTable, real, text } from "drizzle-orm/pg-core";

/** Trainings that were asked for, and what came of them. Never any behaviour: that stays in the events. */
export const trainings = pgTable("trainings", {
  /** The job's. */
  id: text("id").primaryKey(),
  model: text("model").notNull(),
  state: text("state").notNull(),
  stage: text("stage"),
  share: real("share"),
  error: text("error"),
  outcome: jsonb("outcome"),
  requestedAtMs: bigint("requested_at_ms", { mode: "number" }).notNull(),
});
