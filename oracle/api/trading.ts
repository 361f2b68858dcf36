import { createRoute, z } from "@hono/zod-openapi";
import { attentionByContent } from "../insight/attentionByContent.ts";
import { refreshInsight } from "../insight/refresh.ts";
import { tradeId } from "../insight/tradeFeed.ts";
import type { CatalogueEntry } from "../recommend/catalogue.ts";
import type { Context } from "../service/context.ts";
import type { Market } from "../service/market.ts";
import { type Purchase, readNewestPurchases, readTopSales } from "../store/trades.ts";
import { createRouter } from "./router.ts";
import { contentIdSchema, errors, hashSchema, json, weiSchema } from "./schemas.ts";
import { streamTrades } from "./tradeStream.ts";

const TOP = 10;
const TRADES = 20;
/** Attention of all contents is added up once in this time, for everybody who asks. */
const ATTENTION_LASTS_MS = 60_000;

const pieceSchema = z.object({ contentId: contentIdSchema, title: z.string(), language: z.string() });

const tradeSchema = pieceSchema
  .extend({
    id: z.string(),
    atMs: z.int(),
    quantity: z.string().openapi({ description: "Licences, decimal digits" }),
    unitPriceWei: weiSchema,
    amountWei: weiSchema,
    txHash: hashSchema,
  })
  .openapi("Trade");

const marketSchema = z
  .object({
    topByAttention: z.array(pieceSchema.extend({ seconds: z.int(), viewers: z.int() })).openapi({
      description: "Contents with at least ten viewers, most attention first: coarse figures of closed groups",
    }),
    topBySales: z.array(pieceSchema.extend({ licences: z.int(), revenueWei: weiSchema })),
    trades: z.array(tradeSchema).openapi({ description: "The newest first" }),
  })
  .openapi("MarketPage");

const read = createRoute({
  method: "get",
  path: "/market",
  tags: ["market"],
  summary: "Which contents get most attention and sell most, and the newest purchases",
  responses: {
    200: json(marketSchema, "As it is now; attention as creators see it, of closed groups"),
    ...errors(429),
  },
});

const stream = createRoute({
  method: "get",
  path: "/market/stream",
  tags: ["market"],
  summary: "Purchases as they happen: server-sent events",
  description: `Events «trade» (a purchase, id as in GET /market) and «withdrawn» (a re-org took it back). Without Last-Event-ID it begins
with the newest purchases; with one, after that purchase. A comment every fifteen seconds shows that the line stands.`,
  responses: {
    200: { description: "Until either side closes", content: { "text/event-stream": { schema: z.string() } } },
    ...errors(429, 503),
  },
});

export function tradingRoutes(context: Context, market: Market) {
  const { db } = context.store;
  const attended = topByAttention(context, market);
  const tradeOf = async (purchase: Purchase) => ({
    ...piece(purchase.contentId, await market.catalogue.get(purchase.contentId)),
    id: tradeId(purchase),
    atMs: purchase.atMs,
    quantity: purchase.quantity.toString(),
    unitPriceWei: purchase.unitPriceWei.toString(),
    amountWei: (purchase.quantity * purchase.unitPriceWei).toString(),
    txHash: purchase.txHash,
  });
  const streaming = streamTrades(market.trades, tradeOf, TRADES);
  return createRouter()
    .openapi(read, async (c) => {
      const sales = await readTopSales(db, TOP);
      const purchases = await readNewestPurchases(db, TRADES);
      return c.json(
        {
          topByAttention: await attended(),
          topBySales: await Promise.all(
            sales.map(async ({ contentId, licences, revenueWei }) => ({
              ...piece(contentId, await market.catalogue.get(contentId)),
              licences,
              revenueWei: revenueWei.toString(),
            })),
          ),
          trades: await Promise.all(purchases.map(tradeOf)),
        },
        200,
      );
    })
    .openapi(stream, (c) => streaming(c));
}

function piece(contentId: string, entry: CatalogueEntry | null) {
  return { contentId, title: entry?.work?.title ?? "", language: entry?.work?.language ?? "" };
}

function topByAttention(context: Context, { catalogue }: Market) {
  const { store, clock } = context;
  const read = async () => {
    await refreshInsight(context, await catalogue.all());
    const entries = new Map((await catalogue.all()).map((entry) => [entry.contentId, entry]));
    return (await attentionByContent(store.db, [...entries.keys()]))
      .flatMap(({ contentId, seconds, viewers }) =>
        seconds === null || viewers === null
          ? []
          : { ...piece(contentId, entries.get(contentId) ?? null), seconds, viewers },
      )
      .sort((a, b) => b.seconds - a.seconds)
      .slice(0, TOP);
  };
  let known: { atMs: number; top: ReturnType<typeof read> } | null = null;
  return () => {
    if (!known || clock.nowMs() - known.atMs >= ATTENTION_LASTS_MS) {
      const asked = { atMs: clock.nowMs(), top: read() };
      asked.top.catch(() => {
        if (known === asked) known = null;
      });
      known = asked;
    }
    return known.top;
  };
}
