import { MATCHINGS } from "@heed/contracts/brief";
import { z } from "@hono/zod-openapi";
import { weiSchema } from "./schemas.ts";

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

export const termsSchema = z
  .object({
    budgetWei: weiSchema,
    maxRateWei: weiSchema.openapi({ description: "The most it pays for an attention-second" }),
    startsAtS: unixSeconds.openapi({ description: "First second; a past one means now" }),
    endsAtS: unixSeconds.openapi({ description: "Last second" }),
  })
  .openapi("CampaignTerms");

export const briefSchema = z.object({ audience: audienceSchema, creative: creativeSchema, terms: termsSchema });
