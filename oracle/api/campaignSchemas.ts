import { MATCHINGS } from "@heed/contracts/brief";
import { z } from "@hono/zod-openapi";
import { CAMPAIGN_STATES } from "../campaigns/campaignView.ts";
import { addressSchema, weiSchema } from "./schemas.ts";

// Neither NUL, which PostgreSQL can't hold, nor what turns the writing round, with which a text could pass for another's.
const UNPRINTABLE = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, "should not be empty")
    .max(max, `should have at most ${max} characters`)
    .refine((value) => !UNPRINTABLE.test(value), "should be one line of text without control characters")
    .refine((value) => value.isWellFormed(), "should be well-formed Unicode");

export const audienceSchema = z
  .object({
    topics: z.array(line(50)).max(20, "should name at most 20 topics").openapi({ description: "None: any" }),
    languages: z.array(line(35)).max(10, "should name at most 10 languages").openapi({ description: "None: any" }),
    matching: z.enum(MATCHINGS, `should be ${MATCHINGS.join(" or ")}`),
  })
  .openapi("Audience");

export const creativeSchema = z
  .object({
    title: line(80),
    text: line(280),
    link: line(500).openapi({ description: "An http or https address" }),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'should be a BCP 47 language tag, such as "en" or "zh"'),
  })
  .openapi("Creative");

const unixSeconds = z.int("should be Unix seconds").min(0, "should be Unix seconds");

const termsSchema = z
  .object({
    budgetWei: weiSchema,
    maxRateWei: weiSchema.openapi({ description: "The most it pays for an attention-second" }),
    startsAtS: unixSeconds.openapi({ description: "First second; a past one means now" }),
    endsAtS: unixSeconds.openapi({ description: "Last second" }),
  })
  .openapi("CampaignTerms");

export const briefSchema = z.object({ audience: audienceSchema, creative: creativeSchema, terms: termsSchema });

export const adSchema = z
  .object({
    id: z.string().openapi({ description: "Of this showing: POST /ads/{id}/viewed when it was in view" }),
    campaignId: z.string(),
    advertiser: z.object({
      address: addressSchema,
      name: z.string().openapi({ description: "Empty if none was given" }),
    }),
    creative: creativeSchema,
    reason: z
      .object({
        topics: z.array(z.string()),
        languages: z.array(z.string()),
        interest: z.number().nullable().openapi({
          description: "By personal matching: the part (0..1) of the viewer's own attention to such pieces",
        }),
      })
      .openapi({ description: "Why this viewer sees it: whose attention the campaign wants" }),
  })
  .openapi("Ad");

export const adTitlesSchema = z
  .record(z.string(), creativeSchema.pick({ title: true, language: true }))
  .openapi({ description: "What the ads of the campaigns named here are called, by campaign, where a brief is known" });

export const campaignIdSchema = z.string().regex(/^[1-9]\d{0,77}$/, "should be a campaign's id: digits in a string");

export const campaignSchema = z
  .object({
    campaignId: z.string(),
    advertiser: z.object({ address: addressSchema, name: z.string() }),
    audience: audienceSchema
      .nullable()
      .openapi({ description: "Null where nobody deposited its brief: it can't be shown" }),
    creative: creativeSchema.nullable(),
    maxRateWei: weiSchema,
    startsAtS: z.int(),
    endsAtS: z.int().openapi({ description: "0 where it was closed before it started" }),
    state: z.enum(CAMPAIGN_STATES),
    refundableAtS: z.int().openapi({ description: "From then on the leftover can be paid back" }),
    refundable: z.boolean().openapi({ description: "Whether the chain's time has come to that" }),
    paidInWei: weiSchema,
    spentWei: weiSchema.openapi({
      description: "By all reports that stand, settled or not, but for what nobody can settle any more",
    }),
    availableWei: weiSchema,
    boughtMs: z.int(),
    costPerSecondWei: weiSchema.nullable().openapi({ description: "Null before anything was bought" }),
    served: z.int().nullable().openapi({
      description: "Ads shown up to the current epoch; it and what follows in whole tens, null under ten viewers",
    }),
    viewable: z.int().nullable().openapi({ description: "Half in view for a second (MRC)" }),
    viewability: z.number().nullable().openapi({ description: "Viewable of served, 0..1" }),
    clicks: z.int().nullable(),
    reach: z.int().nullable().openapi({ description: "Different viewers who had it in view" }),
  })
  .openapi("Campaign");

export const campaignDetailSchema = campaignSchema
  .extend({
    epochs: z
      .array(z.object({ epoch: z.int(), fromMs: z.int(), spentWei: weiSchema, boughtMs: z.int(), rateWei: weiSchema }))
      .openapi({ description: "In which it bought anything, oldest first" }),
  })
  .openapi("CampaignDetail");
