import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./oracle/store/schema/*.ts",
  out: "./oracle/store/migrations",
});
