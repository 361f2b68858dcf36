import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "../service/context.ts";
import { answerError, answerNotFound } from "./errors.ts";
import { healthRoutes } from "./health.ts";
import type { ApiEnv } from "./router.ts";
import { readSession } from "./session.ts";

/** Builds the whole API. One family of routes a file: each takes the context and returns a router, chained here for the typed client's sake. */
export function createApp(context: Context) {
  const app = new OpenAPIHono<ApiEnv>();
  app.onError(answerError(context));
  app.notFound(answerNotFound);
  app.use(readSession(context));
  app.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: { title: "Heed oracle", version: "0.1.0", description: "Attention in, signed prices out." },
  });
  return app.route("/", healthRoutes(context));
}

export type App = ReturnType<typeof createApp>;
