import { z } from "@hono/zod-openapi";
import { addressSchema, contentIdSchema, hashSchema, weiSchema } from "./schemas.ts";

export const reasonSchema = z
  .object({
    code: z.string().openapi({ description: "Stable; the dApp words it in the reader's language" }),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    text: z.string().openapi({ description: "In English" }),
  })
  .openapi("Reason");

export const contentSummarySchema = z
  .object({
    contentId: contentIdSchema,
    creator: z.object({ address: addressSchema, name: z.string().openapi({ description: "Empty if none was given" }) }),
    title: z.string(),
    summary: z.string(),
    language: z.string(),
    topics: z.array(z.string()),
    words: z.int(),
    floorWei: weiSchema,
    ceilingWei: weiSchema,
    standardWei: weiSchema,
    payees: z.int().openapi({ description: "How many share the revenue, the protocol among them" }),
    publishedAtMs: z.int(),
  })
  .openapi("ContentSummary");

export const contentDetailSchema = contentSummarySchema
  .extend({
    preview: z.string().openapi({ description: "The first part of the text" }),
    uri: z.string(),
    contentHash: hashSchema,
    splitId: z.string(),
    listed: z.boolean(),
    replaces: contentIdSchema.nullable().openapi({ description: "The edition before this one" }),
    replacedBy: contentIdSchema.nullable().openapi({ description: "The edition after this one" }),
    shares: z.array(z.object({ payee: addressSchema, bps: z.int(), name: z.string().optional() })),
  })
  .openapi("ContentDetail");
