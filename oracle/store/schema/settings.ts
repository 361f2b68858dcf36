import { pgTable, text } from "drizzle-orm/pg-core";

/** Facts about the store itself, such as which secret and which chain it was made for. */
export const settings = pgTable("settings", { name: text("name").primaryKey(), value: text("value").notNull() });
