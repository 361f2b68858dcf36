import { z } from "@hono/zod-openapi";
import type { PieceInsight } from "../insight/pieces.ts";
import type { Suggestion } from "../insight/suggest.ts";

const share = z
  .int()
  .nullable()
  .openapi({ description: "Percent, to the nearest five; null of fewer than ten viewers" });

export const insightSchema = z
  .object({
    contentId: z.string(),
    asOfMs: z.int().nullable().openapi({ description: "The midnight (UTC) up to which attention is in the figures" }),
    viewers: z.int().nullable().openapi({ description: "Different viewers, whole tens; null under ten" }),
    seconds: z.number().nullable().openapi({ description: "Verified attention of them all, to two digits" }),
    completion: share,
    returning: share,
  })
  .openapi("ContentInsight");

const sectionSchema = z
  .object({
    title: z.string(),
    lengthSeconds: z.int(),
    freeUntilHere: z.boolean().openapi({ description: "The free part ends in this section" }),
    reached: share,
    lost: share,
    reread: share,
    seconds: z.number().nullable(),
  })
  .openapi("SectionInsight");

const loss = { section: z.int(), lost: z.int() };

export const suggestionSchema = z
  .discriminatedUnion("code", [
    z.object({ code: z.literal("long-section-loses"), ...loss, timesAsLong: z.number() }),
    z.object({ code: z.literal("section-loses"), ...loss }),
    z.object({ code: z.literal("free-part-ends"), ...loss }),
    z.object({ code: z.literal("section-is-reread"), section: z.int(), reread: z.int() }),
    z.object({ code: z.literal("section-takes-long"), section: z.int(), timesAsSlow: z.number() }),
    z.object({ code: z.literal("lesson-loses"), lesson: z.int(), lost: z.int() }),
    z.object({ code: z.enum(["edit-helped", "edit-hurt"]), lesson: z.int(), before: z.int(), after: z.int() }),
  ])
  .openapi("Suggestion");

export const pieceInsightSchema = insightSchema
  .extend({
    sections: z.array(sectionSchema),
    suggestions: z.array(suggestionSchema),
    before: insightSchema
      .extend({ sections: z.array(sectionSchema) })
      .nullable()
      .openapi({ description: "The readers of the edition before this one" }),
  })
  .openapi("PieceInsight");

/** A piece's insight as the API shows it. */
export function pieceInsightView({ measured, before, ...insight }: PieceInsight): z.infer<typeof pieceInsightSchema> {
  const old = before && { ...before, sections: before.measured };
  return { ...insight, sections: measured, suggestions: insight.suggestions satisfies Suggestion[], before: old };
}
