import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import type { Context } from "../service/context.ts";
import type { ApiEnv } from "./router.ts";

/** Measures and logs every request, by its route and not its path: a path can hold an address. */
export function observe({ metrics, logger }: Context) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const startedMs = performance.now();
    await next();
    const ms = performance.now() - startedMs;
    const labels = { method: c.req.method, route: routePath(c, -1), status: c.res.status };
    metrics.requests.observe(labels, ms / 1000);
    logger.debug({ ...labels, ms: Math.round(ms * 10) / 10 }, "answered");
  });
}
