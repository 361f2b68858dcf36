import { createRoute, z } from "@hono/zod-openapi";
import { sql } from "drizzle-orm";
import type { Context } from "../service/context.ts";
import { requireOperator } from "./operator.ts";
import { createRouter } from "./router.ts";
import { errors, json } from "./schemas.ts";

const health = createRoute({
  method: "get",
  path: "/health",
  tags: ["service"],
  summary: "Whether the oracle answers and its database does",
  responses: { 200: json(z.object({ ok: z.literal(true) }), "All is well"), ...errors(500) },
});

const metrics = createRoute({
  method: "get",
  path: "/metrics",
  tags: ["service"],
  summary: "Prometheus metrics",
  description: "For the operator's token: they say how many are here and what they do.",
  responses: {
    200: { description: "Text format", content: { "text/plain": { schema: z.string() } } },
    ...errors(403),
  },
});

export function healthRoutes(context: Context) {
  const { store, metrics: kept } = context;
  return createRouter()
    .openapi(health, async (c) => {
      await store.db.execute(sql`select 1`);
      return c.json({ ok: true as const }, 200);
    })
    .openapi(metrics, async (c) => {
      requireOperator(c, context);
      const { registry } = kept;
      return c.text(await registry.metrics(), 200, { "content-type": registry.contentType });
    });
}
