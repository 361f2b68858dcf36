import { OpenAPIHono } from "@hono/zod-openapi";
import { BadInputError } from "../service/errors.ts";
import type { Session } from "./session.ts";

/** What middleware leaves for the routes. */
export interface ApiEnv {
  Variables: { session: Session | null };
}

/** Returns a router for one family of routes: input that doesn't fit its schema becomes an error that names the field. */
export function createRouter() {
  return new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      const issue = result.error.issues[0];
      const field = issue?.path.join(".") || result.target;
      throw new BadInputError(`${field}: ${issue?.message ?? "not as expected"}.`, {
        code: "bad-input",
        field,
        hint: "Correct the field; GET /openapi.json describes what is expected.",
      });
    },
  });
}
