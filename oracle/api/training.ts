import { createRoute, z } from "@hono/zod-openapi";
import { INTEREST_KINDS } from "../interest/architecture.ts";
import type { Context } from "../service/context.ts";
import { HeedError } from "../service/errors.ts";
import type { Market } from "../service/market.ts";
import { comparisonSchema } from "./comparisonSchema.ts";
import { requireOperator } from "./operator.ts";
import { createRouter } from "./router.ts";
import { errors, json } from "./schemas.ts";

const begin = createRoute({
  method: "post",
  path: "/training",
  tags: ["operator"],
  summary:
    "Train a new model from the stored behaviour, in the background; it serves once it beats the one that serves on the newest day",
  request: {
    body: {
      required: false,
      content: { "application/json": { schema: z.object({ model: z.enum(INTEREST_KINDS).default("gru") }) } },
    },
  },
  responses: {
    202: json(z.object({ started: z.literal(true) }), "Begun: GET /training tells how far"),
    ...errors(400, 403, 409),
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
        state: z.enum(["idle", "queued", "running", "failed"]),
        model: z.enum(INTEREST_KINDS).optional(),
        progress: z.object({ stage: z.string(), share: z.number() }).optional(),
        error: z.string().optional(),
        outcome: z
          .object({ name: z.string(), served: z.boolean(), comparison: comparisonSchema })
          .optional()
          .openapi({ description: "What the last training came to: the model is stored, and serves if it was better" }),
      }),
      "As it is now",
    ),
    ...errors(403),
  },
});

export function trainingRoutes(context: Context, { training }: Market) {
  return createRouter()
    .openapi(begin, async (c) => {
      requireOperator(c, context);
      const { model = "gru" } = c.req.valid("json") ?? {};
      if (!(await training.begin(model))) throw underWay();
      return c.json({ started: true as const }, 202);
    })
    .openapi(read, async (c) => {
      requireOperator(c, context);
      return c.json(await training.state(), 200);
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
