import { createRoute, z } from "@hono/zod-openapi";
import { REDUCTION_REASONS } from "../prepare/cleaning.ts";
import { eraseViewer } from "../privacy/erase.ts";
import { exportViewer } from "../privacy/export.ts";
import { findViewer } from "../privacy/viewers.ts";
import type { Context } from "../service/context.ts";
import { attentionByContent, reductionsByReason } from "../store/attention.ts";
import { createRouter } from "./router.ts";
import { contentIdSchema, errors, json } from "./schemas.ts";
import { requireSession } from "./session.ts";

const attentionSchema = z
  .object({
    verifiedMs: z.int(),
    contents: z.array(z.object({ contentId: z.string(), verifiedMs: z.int() })),
    reductions: z.array(z.object({ reason: z.enum(REDUCTION_REASONS), count: z.int(), cutMs: z.int() })),
  })
  .openapi("Attention");

const readAttention = createRoute({
  method: "get",
  path: "/me/attention",
  tags: ["behaviour"],
  summary: "The viewer's own verified attention, and what was taken off and why",
  request: { query: z.object({ contentId: contentIdSchema.optional() }) },
  responses: { 200: json(attentionSchema, "On one content, or on all"), ...errors(400, 401, 429) },
});

const exportMe = createRoute({
  method: "get",
  path: "/me/export",
  tags: ["privacy"],
  summary: "Everything the oracle has about the viewer",
  responses: {
    200: json(
      z.record(z.string(), z.unknown()),
      "consents, events, reductions, attention, follows, quotes, earning, ads, appeals, epochs, epochReductions, epochCounted, payouts, purchases",
    ),
    ...errors(401, 429),
  },
});

const eraseMe = createRoute({
  method: "delete",
  path: "/me",
  tags: ["privacy"],
  summary: "Erase the viewer: behaviour is deleted, the key to the pseudonym destroyed",
  description: `What an epoch on its way to its report is settled from stays, under no name, until that report is posted, minutes as a rule.
What was paid stays: it is on the chain.`,
  responses: {
    200: json(z.object({ erased: z.boolean() }), "Whether there was anything to erase"),
    ...errors(401, 403, 429),
  },
});

export function meRoutes(context: Context) {
  const { db } = context.store;
  return createRouter()
    .openapi(readAttention, async (c) => {
      const viewer = await findViewer(context, requireSession(c).address);
      const { contentId } = c.req.valid("query");
      const contents = viewer ? await attentionByContent(db, viewer, contentId) : [];
      const reductions = viewer ? await reductionsByReason(db, viewer, contentId) : [];
      const verifiedMs = contents.reduce((sum, one) => sum + one.verifiedMs, 0);
      return c.json({ verifiedMs, contents, reductions }, 200);
    })
    .openapi(exportMe, async (c) => {
      const everything = await exportViewer(context, requireSession(c).address);
      // Wei are bigints in the rows, and digits in a string in JSON.
      const text = JSON.stringify(everything, (_key, value) => (typeof value === "bigint" ? value.toString() : value));
      c.header("content-disposition", 'attachment; filename="heed-export.json"');
      return c.json(JSON.parse(text) as Record<string, unknown>, 200);
    })
    .openapi(eraseMe, async (c) => c.json({ erased: await eraseViewer(context, requireSession(c).address) }, 200));
}
