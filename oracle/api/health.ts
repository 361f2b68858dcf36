import { createRoute, z } from "@hono/zod-openapi";
import { sql } from "drizzle-orm";
import type { Context } from "../service/context.ts";
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
  responses: { 200: { description: "Text format", content: { "text/plain": { schema: z.string() } } } },
});

export function healthRoutes({ store, metrics: { registry } }: Context) {
  return createRouter()
    .openapi(health, async (c) => {
      await store.db.execute(sql`select 1`);
      return c.json({ ok: true as const }, 200);
    })
    .openapi(metrics, async (c) => {
      return c.text(await registry.metrics(), 200, { "content-type": registry.contentType });
    });
}
