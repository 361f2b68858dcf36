import { createRoute, z } from "@hono/zod-openapi";
import { serveModel } from "../recommend/serveModel.ts";
import type { Context } from "../service/context.ts";
import type { Market } from "../service/market.ts";
import { listModels } from "../store/models.ts";
import { comparisonSchema } from "./comparisonSchema.ts";
import { requireOperator } from "./operator.ts";
import { createRouter } from "./router.ts";
import { errors, hashSchema, json } from "./schemas.ts";

const modelSchema = z
  .object({
    name: z.string(),
    hash: hashSchema,
    active: z.boolean().openapi({ description: "Whether it is the one that serves" }),
    trainedAtMs: z.int(),
    metrics: z.record(z.string(), z.number()),
    comparison: comparisonSchema.nullable(),
  })
  .openapi("Model");

const list = createRoute({
  method: "get",
  path: "/models",
  tags: ["operator"],
  summary: "The stored models, the newest first, and how each stood against what was served when it was made",
  responses: { 200: json(z.object({ models: z.array(modelSchema) }), "As stored now"), ...errors(403) },
});

const serve = createRoute({
  method: "post",
  path: "/models/{name}/serve",
  tags: ["operator"],
  summary:
    "Let a stored model serve, an older one too: quotes before the answer name the old one, quotes after it this one",
  request: { params: z.object({ name: z.string().min(1).max(200) }) },
  responses: { 200: json(z.object({ active: z.string() }), "It serves"), ...errors(403, 404, 500) },
});

export function modelRoutes(context: Context, { models }: Market) {
  const { db } = context.store;
  return createRouter()
    .openapi(list, async (c) => {
      requireOperator(c, context);
      return c.json({ models: await listModels(db) }, 200);
    })
    .openapi(serve, async (c) => {
      requireOperator(c, context);
      const { name } = c.req.valid("param");
      await serveModel(db, name);
      await models.reload();
      return c.json({ active: name }, 200);
    });
}
