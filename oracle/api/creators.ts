import { createRoute, z } from "@hono/zod-openapi";
import { attentionByContent } from "../insight/attentionByContent.ts";
import { earningsOf } from "../insight/earnings.ts";
import { refreshInsight } from "../insight/refresh.ts";
import { findViewer } from "../privacy/viewers.ts";
import type { Context } from "../service/context.ts";
import type { Market } from "../service/market.ts";
import { readFollowed } from "../store/follows.ts";
import { countPurchases } from "../store/revenue.ts";
import { readCreator } from "../store/works.ts";
import { readAddress } from "./addresses.ts";
import { contentSummarySchema } from "./contentSchemas.ts";
import { summaries } from "./contentViews.ts";
import { createRouter } from "./router.ts";
import { addressSchema, errors, json, weiSchema } from "./schemas.ts";

const creatorSchema = z
  .object({
    address: addressSchema,
    name: z.string().openapi({ description: "Empty if none was given" }),
    bio: z.string(),
    contents: z.array(contentSummarySchema),
    revenueWei: weiSchema.openapi({ description: "All that the splits with a share of this address ever received" }),
    claimedWei: weiSchema,
    splits: z.array(
      z.object({
        splitId: z.string(),
        bps: z.int().openapi({ description: "This address's own share" }),
        revenueWei: weiSchema,
        dueWei: weiSchema.openapi({ description: "This address's part of it, not yet claimed" }),
        contents: z.array(z.object({ contentId: z.string(), title: z.string(), language: z.string() })).openapi({
          description: "What is sold through it, of any creator; without a work, title and language are empty",
        }),
      }),
    ),
    attention: z
      .array(z.object({ contentId: z.string(), seconds: z.int().nullable(), viewers: z.int().nullable() }))
      .openapi({ description: "Up to the last midnight, rounded; null where fewer than ten viewers attended" }),
    purchases: z.int(),
    following: z.boolean(),
  })
  .openapi("Creator");

const route = createRoute({
  method: "get",
  path: "/creators/{address}",
  tags: ["creators"],
  summary: "A creator's contents, revenue, shares and attention",
  request: { params: z.object({ address: addressSchema }) },
  responses: { 200: json(creatorSchema, "Of any address: one that never published has nothing"), ...errors(400) },
});

export function creatorRoutes(context: Context, market: Market) {
  const { db } = context.store;
  return createRouter().openapi(route, async (c) => {
    const address = readAddress(c.req.valid("param").address, "address");
    const all = await market.catalogue.all();
    const entries = all.filter((entry) => entry.content.creator === address);
    const earnings = await earningsOf(db, address);
    await refreshInsight(context, entries);
    const profile = await readCreator(db, address);
    const session = c.get("session");
    const viewer = session && (await findViewer(context, session.address));
    return c.json(
      {
        address,
        name: profile?.name ?? "",
        bio: profile?.bio ?? "",
        contents: summaries(market, entries, market.rateWei(), context.clock.nowMs()),
        revenueWei: earnings.revenueWei.toString(),
        claimedWei: earnings.claimedWei.toString(),
        splits: earnings.splits.map((split) => ({
          ...split,
          revenueWei: split.revenueWei.toString(),
          dueWei: split.dueWei.toString(),
          contents: all
            .filter(({ content }) => content.splitId === split.splitId)
            .map(({ contentId, work }) => ({ contentId, title: work?.title ?? "", language: work?.language ?? "" })),
        })),
        attention: await attentionByContent(
          db,
          entries.map((entry) => entry.contentId),
        ),
        purchases: await countPurchases(db, address),
        following: viewer ? (await readFollowed(db, viewer)).includes(address) : false,
      },
      200,
    );
  });
}
