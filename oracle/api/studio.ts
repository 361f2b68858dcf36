import { createRoute, z } from "@hono/zod-openapi";
import { insightByContent } from "../insight/attentionByContent.ts";
import { csv } from "../insight/csv.ts";
import { Editions } from "../insight/editions.ts";
import { incomeOf } from "../insight/income.ts";
import { insightIntoPieces } from "../insight/pieces.ts";
import { pricesOf } from "../insight/prices.ts";
import { refreshInsight } from "../insight/refresh.ts";
import { unknownContent } from "../price/priceErrors.ts";
import type { CatalogueEntry } from "../recommend/catalogue.ts";
import type { Context } from "../service/context.ts";
import { BadInputError, ForbiddenError } from "../service/errors.ts";
import type { Market } from "../service/market.ts";
import { readReplaced } from "../store/editions.ts";
import { readBody } from "../store/works.ts";
import { contentDetailSchema } from "./contentSchemas.ts";
import { detail, summaries } from "./contentViews.ts";
import { insightSchema, pieceInsightSchema, pieceInsightView } from "./insightSchemas.ts";
import { createRouter } from "./router.ts";
import { addressSchema, contentIdSchema, errors, json, weiSchema } from "./schemas.ts";
import { requireSession } from "./session.ts";

const tags = ["studio"];
const date = z.string().openapi({ example: "2026-11-24", description: "A day (UTC)" });

const incomeSchema = z
  .object({
    day: date,
    contentId: z.string().nullable().openapi({ description: "Null for what campaigns paid" }),
    purchases: z.int(),
    salesWei: weiSchema,
    supports: z.int(),
    supportWei: weiSchema,
    campaignsWei: weiSchema,
  })
  .openapi("Income");

const readStudio = createRoute({
  method: "get",
  path: "/studio",
  tags,
  summary: "A creator's own pieces and income",
  responses: {
    200: json(
      z.object({
        income: z.array(incomeSchema).openapi({ description: "The session's own shares, oldest first" }),
        titles: z.record(z.string(), z.string()).openapi({ description: "Of the contents that brought income" }),
        pieces: z.array(
          z.object({
            contentId: z.string(),
            title: z.string(),
            language: z.string(),
            listed: z.boolean(),
            standardWei: weiSchema,
            splitId: z.string(),
            shares: z.array(z.object({ payee: addressSchema, bps: z.int() })),
            replacedBy: z.string().nullable(),
            insight: insightSchema,
          }),
        ),
      }),
      "Newest piece first",
    ),
    ...errors(401, 429),
  },
});

const priceSchema = z
  .object({ day: date, standardWei: weiSchema.nullable(), paidWei: weiSchema.nullable(), licences: z.int() })
  .openapi("DayPrice");

const readPiece = createRoute({
  method: "get",
  path: "/studio/contents/{contentId}",
  tags,
  summary: "One of the creator's pieces: attention along it, prices, and the text to edit",
  request: { params: z.object({ contentId: contentIdSchema }) },
  responses: {
    200: json(
      z.object({
        content: contentDetailSchema,
        body: z.string().nullable().openapi({ description: "Markdown; null where the oracle doesn't hold it" }),
        topics: z.array(z.string()),
        insight: pieceInsightSchema,
        prices: z.array(priceSchema),
      }),
      "The piece",
    ),
    ...errors(400, 401, 403, 404, 429),
  },
});

const tables = ["income", "pieces", "sections", "prices"] as const;

const download = createRoute({
  method: "get",
  path: "/studio/csv/{table}",
  tags,
  summary: "The same figures as a CSV file",
  request: {
    params: z.object({ table: z.enum(tables, `should be one of ${tables.join(", ")}`) }),
    query: z.object({ contentId: contentIdSchema.optional().openapi({ description: "For sections and prices" }) }),
  },
  responses: {
    200: { description: "RFC 4180", content: { "text/csv": { schema: z.string() } } },
    ...errors(400, 401, 403, 404, 429),
  },
});

const DAY_MS = 24 * 3600 * 1000;
const dayOf = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10);

export function studioRoutes(context: Context, market: Market) {
  const { db } = context.store;

  async function own(contentId: string, address: string): Promise<CatalogueEntry> {
    const entry = await market.catalogue.get(contentId);
    if (!entry) throw unknownContent(contentId);
    if (entry.content.creator !== address) throw notYours(contentId);
    return entry;
  }

  async function piecesOf(address: string) {
    const entries = (await market.catalogue.all()).filter(({ content }) => content.creator === address).reverse();
    await refreshInsight(context, entries);
    const insights = await insightByContent(
      db,
      entries.map(({ contentId }) => contentId),
    );
    const editions = new Editions(await readReplaced(db));
    const shown = summaries(market, entries, market.rateWei(), context.clock.nowMs());
    return entries.map(({ contentId, content, payees, bps }, i) => ({
      contentId,
      title: shown[i]!.title,
      language: shown[i]!.language,
      listed: content.listed,
      standardWei: shown[i]!.standardWei,
      splitId: content.splitId,
      shares: (payees ?? []).map((payee, index) => ({ payee, bps: bps?.[index] ?? 0 })),
      replacedBy: editions.after(contentId),
      insight: insights[i]!,
    }));
  }

  async function incomeFor(address: string) {
    return (await incomeOf(db, address)).map(({ day, salesWei, supportWei, campaignsWei, ...rest }) => ({
      ...rest,
      day: dayOf(day),
      salesWei: salesWei.toString(),
      supportWei: supportWei.toString(),
      campaignsWei: campaignsWei.toString(),
    }));
  }

  async function pricesFor(contentId: string) {
    return (await pricesOf(db, contentId)).map(({ day, standardWei, paidWei, licences }) => ({
      day: dayOf(day),
      standardWei: standardWei?.toString() ?? null,
      paidWei: paidWei?.toString() ?? null,
      licences,
    }));
  }

  async function titlesOf(contentIds: readonly (string | null)[]): Promise<Record<string, string>> {
    const known = await Promise.all(
      [...new Set(contentIds)].flatMap((id) => (id === null ? [] : market.catalogue.get(id))),
    );
    return Object.fromEntries(known.flatMap((entry) => (entry ? [[entry.contentId, entry.work?.title ?? ""]] : [])));
  }

  async function table(name: (typeof tables)[number], address: string, contentId: string | undefined): Promise<string> {
    if (name === "income") {
      const income = await incomeFor(address);
      const titles = await titlesOf(income.map((one) => one.contentId));
      return csv(
        ["day", "contentId", "title", "purchases", "salesWei", "supports", "supportWei", "campaignsWei"],
        income.map((one) => [
          ...[one.day, one.contentId, titles[one.contentId ?? ""] ?? "", one.purchases, one.salesWei],
          ...[one.supports, one.supportWei, one.campaignsWei],
        ]),
      );
    }
    if (name === "pieces") {
      return csv(
        [
          "contentId",
          "title",
          "listed",
          "standardWei",
          "viewersAbout",
          "attentionSeconds",
          "completionPercent",
          "returningPercent",
        ],
        (await piecesOf(address)).map(({ insight, ...piece }) => [
          ...[piece.contentId, piece.title, piece.listed ? "yes" : "no", piece.standardWei],
          ...[insight.viewers, insight.seconds, insight.completion, insight.returning],
        ]),
      );
    }
    if (contentId === undefined) throw ofWhichContent(name);
    const entry = await own(contentId, address);
    if (name === "prices") {
      return csv(
        ["day", "standardWei", "paidWei", "licences"],
        (await pricesFor(entry.contentId)).map((one) => [one.day, one.standardWei, one.paidWei, one.licences]),
      );
    }
    const [insight] = await insightIntoPieces(context, [entry], market.catalogue.get);
    return csv(
      ["section", "title", "lengthSeconds", "reachedPercent", "lostPercent", "rereadPercent", "meanSeconds"],
      insight!.measured.map((one, i) => [
        ...[i + 1, one.title, one.lengthSeconds, one.reached, one.lost, one.reread, one.seconds],
      ]),
    );
  }

  return createRouter()
    .openapi(readStudio, async (c) => {
      const { address } = requireSession(c);
      const income = await incomeFor(address);
      c.header("cache-control", "private, no-store");
      return c.json(
        { income, titles: await titlesOf(income.map(({ contentId }) => contentId)), pieces: await piecesOf(address) },
        200,
      );
    })
    .openapi(readPiece, async (c) => {
      const { address } = requireSession(c);
      const entry = await own(c.req.valid("param").contentId, address);
      const [shown] = summaries(market, [entry], market.rateWei(), context.clock.nowMs());
      const [insight] = await insightIntoPieces(context, [entry], market.catalogue.get);
      const editions = new Editions(await readReplaced(db));
      c.header("cache-control", "private, no-store");
      return c.json(
        {
          content: detail(entry, BigInt(shown!.standardWei), new Map(), editions),
          body: await readBody(db, entry.contentId),
          topics: [...(entry.work?.topics ?? [])],
          insight: pieceInsightView(insight!),
          prices: await pricesFor(entry.contentId),
        },
        200,
      );
    })
    .openapi(download, async (c) => {
      const { address } = requireSession(c);
      const name = c.req.valid("param").table;
      const text = await table(name, address, c.req.valid("query").contentId);
      c.header("content-disposition", `attachment; filename="heed-${name}.csv"`);
      c.header("cache-control", "private, no-store");
      return c.text(text, 200, { "content-type": "text/csv; charset=utf-8" });
    });
}

function ofWhichContent(table: string): BadInputError {
  return new BadInputError(`contentId is missing: ${table} are of one content.`, {
    code: "bad-input",
    field: "contentId",
    hint: `Add ?contentId=…; GET /studio lists the wallet's contents.`,
  });
}

function notYours(contentId: string): ForbiddenError {
  return new ForbiddenError(`Content ${contentId} isn't one of this wallet's.`, {
    code: "not-the-creator",
    field: "contentId",
    hint: "Sign in with the wallet that published it. Anybody's page is at GET /creators.",
  });
}
