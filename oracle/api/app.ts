import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "../service/context.ts";
import { createMarket, type Market } from "../service/market.ts";
import { appealRoutes } from "./appeals.ts";
import { authRoutes } from "./auth.ts";
import { consentRoutes } from "./consent.ts";
import { earningRoutes } from "./earning.ts";
import { earningsRoutes } from "./earnings.ts";
import { answerError, answerNotFound } from "./errors.ts";
import { eventRoutes } from "./events.ts";
import { allowOrigins, limitRate, refuseForeignChanges, refuseOtherBodies } from "./guard.ts";
import { healthRoutes } from "./health.ts";
import { marketRoutes } from "./marketRoutes.ts";
import { meRoutes } from "./me.ts";
import { observe } from "./observe.ts";
import type { ApiEnv } from "./router.ts";
import { readSession } from "./session.ts";

/** Builds the whole API. One family of routes a file: each takes the context and returns a router, chained here for the typed client's sake. */
export function createApp(context: Context, market: Market = createMarket(context)) {
  const app = new OpenAPIHono<ApiEnv>();
  app.onError(answerError(context));
  app.notFound(answerNotFound);
  app.use(observe(context), allowOrigins(context.options), refuseForeignChanges(context.options), ...refuseOtherBodies);
  app.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: { title: "Heed oracle", version: "0.1.0", description: "Attention in, signed prices out." },
  });
  return app
    .route("/", healthRoutes(context))
    .use(readSession(context), limitRate(context.options))
    .route("/", authRoutes(context))
    .route("/", consentRoutes(context))
    .route("/", eventRoutes(context))
    .route("/", meRoutes(context))
    .route("/", earningRoutes(context))
    .route("/", earningsRoutes(context))
    .route("/", appealRoutes(context))
    .route("/", marketRoutes(context, market));
}

export type App = ReturnType<typeof createApp>;
