import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "../service/context.ts";
import type { Market } from "../service/market.ts";
import { readLicences } from "../store/revenue.ts";
import { contentSummarySchema } from "./contentSchemas.ts";
import { summaries } from "./contentViews.ts";
import { createRouter } from "./router.ts";
import { errors, hashSchema, json, weiSchema } from "./schemas.ts";
import { requireSession } from "./session.ts";

const licenceSchema = z
  .object({
    content: contentSummarySchema,
    quantity: z.int(),
    boughtAtMs: z.int(),
    txHash: hashSchema,
    unitPriceWei: weiSchema,
  })
  .openapi("Licence");

const route = createRoute({
  method: "get",
  path: "/library",
  tags: ["contents"],
  summary: "What the signed-in wallet was bought licences for, with the newest purchase of each",
  responses: { 200: json(z.object({ licences: z.array(licenceSchema) }), "Newest first"), ...errors(401) },
});

export function libraryRoutes(context: Context, market: Market) {
  return createRouter().openapi(route, async (c) => {
    const licences = await readLicences(context.store.db, requireSession(c).address);
    const entries = await Promise.all(licences.map(({ newest }) => market.catalogue.get(newest.contentId)));
    const known = entries.filter((entry) => entry !== null);
    const shown = summaries(market, known, market.rateWei(), context.clock.nowMs());
    const byId = new Map(shown.map((content) => [content.contentId, content]));
    return c.json(
      {
        licences: licences.flatMap(({ newest, quantity }) => {
          const content = byId.get(newest.contentId);
          if (!content) return [];
          return {
            content,
            quantity: Number(quantity),
            boughtAtMs: newest.atMs,
            txHash: newest.txHash,
            unitPriceWei: newest.unitPriceWei.toString(),
          };
        }),
      },
      200,
    );
  });
}
