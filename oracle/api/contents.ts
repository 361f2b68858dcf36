import { createRoute, z } from "@hono/zod-openapi";
import { holdsLicence } from "../chain/licences.ts";
import { Editions } from "../insight/editions.ts";
import { contentNotHeld, unknownContent } from "../price/priceErrors.ts";
import type { Context } from "../service/context.ts";
import { ForbiddenError } from "../service/errors.ts";
import type { Market } from "../service/market.ts";
import { readReplaced } from "../store/editions.ts";
import { readBody, readCreatorNames } from "../store/works.ts";
import { readAddress } from "./addresses.ts";
import { contentDetailSchema, contentSummarySchema } from "./contentSchemas.ts";
import { detail, summaries } from "./contentViews.ts";
import { createRouter } from "./router.ts";
import { addressSchema, contentIdSchema, errors, json } from "./schemas.ts";
import { requireSession } from "./session.ts";

const params = z.object({ contentId: contentIdSchema });

const list = createRoute({
  method: "get",
  path: "/contents",
  tags: ["contents"],
  summary: "What is on sale, newest last",
  request: { query: z.object({ creator: addressSchema.optional() }) },
  responses: {
    200: json(z.object({ contents: z.array(contentSummarySchema) }), "All, or one creator's"),
    ...errors(400),
  },
});

const read = createRoute({
  method: "get",
  path: "/contents/{contentId}",
  tags: ["contents"],
  summary: "One content: what it is about, its first part, who shares its revenue",
  request: { params },
  responses: { 200: json(contentDetailSchema, "Listed or not"), ...errors(400, 404) },
});

const readWhole = createRoute({
  method: "get",
  path: "/contents/{contentId}/body",
  tags: ["contents"],
  summary: "The full text, for its creator and for wallets that hold a licence on chain",
  request: { params },
  responses: { 200: json(z.object({ body: z.string() }), "Markdown"), ...errors(400, 401, 403, 404, 409, 503) },
});

export function contentRoutes(context: Context, market: Market) {
  const { store, clock, options } = context;
  const editions = async () => new Editions(await readReplaced(store.db));
  const find = async (contentId: string) => {
    const entry = await market.catalogue.get(contentId);
    if (!entry) throw unknownContent(contentId);
    return entry;
  };

  return createRouter()
    .openapi(list, async (c) => {
      const { creator } = c.req.valid("query");
      const by = creator && readAddress(creator, "creator");
      const all = await market.catalogue.all();
      const shown = all.filter((entry) => entry.content.listed && entry.work && (!by || entry.content.creator === by));
      return c.json({ contents: summaries(market, shown, market.rateWei(), clock.nowMs()) }, 200);
    })
    .openapi(read, async (c) => {
      const entry = await find(c.req.valid("param").contentId);
      const [shown] = summaries(market, [entry], market.rateWei(), clock.nowMs());
      return c.json(detail(entry, BigInt(shown!.standardWei), await readCreatorNames(store.db), await editions()), 200);
    })
    .openapi(readWhole, async (c) => {
      const { address } = requireSession(c);
      const entry = await find(c.req.valid("param").contentId);
      const isCreator = entry.content.creator === address;
      if (!isCreator && !(await holdsLicence(market, options, address, entry.content))) {
        throw new ForbiddenError(`${address} holds no licence for content ${entry.contentId}.`, {
          code: "licence-required",
          field: "contentId",
          hint: "Buy it first: GET /quotes gives both prices. If you bought it with another wallet, sign in with that one.",
        });
      }
      const body = await readBody(store.db, entry.contentId);
      if (body === null) throw contentNotHeld(entry.contentId);
      c.header("cache-control", "private, no-store");
      return c.json({ body }, 200);
    });
}
