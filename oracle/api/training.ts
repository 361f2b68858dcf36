import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "../service/context.ts";
import { HeedError } from "../service/errors.ts";
import type { Market } from "../service/market.ts";
import { requireOperator } from "./operator.ts";
import { createRouter } from "./router.ts";
import { errors, json } from "./schemas.ts";

const begin = createRoute({
  method: "post",
  path: "/training",
  tags: ["operator"],
  summary: "Train new models from the stored behaviour, in the background; they serve as soon as they are ready",
  responses: {
    202: json(z.object({ started: z.literal(true) }), "Begun: GET /training tells how far"),
    ...errors(403, 409),
  },
});

const read = createRoute({
  method: "get",
  path: "/training",
  tags: ["operator"],
  summary: "Whether models are being trained, and how far that is",
  responses: {
    200: json(
      z.object({
        state: z.enum(["idle", "running", "failed"]),
        progress: z.object({ stage: z.string(), share: z.number() }).optional(),
        error: z.string().optional(),
      }),
      "As it is now",
    ),
    ...errors(403),
  },
});

export function trainingRoutes(context: Context, { training }: Market) {
  return createRouter()
    .openapi(begin, (c) => {
      requireOperator(c, context);
      if (!training.begin()) throw underWay();
      return c.json({ started: true as const }, 202);
    })
    .openapi(read, (c) => {
      requireOperator(c, context);
      return c.json(training.state, 200);
    });
}

function underWay(): HeedError {
  return new HeedError("Models are being trained already.", {
    code: "training-under-way",
    status: 409,
    hint: "GET /training tells how far that is; begin again when it has ended.",
    retry: true,
  });
}
