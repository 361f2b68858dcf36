import { createRoute, z } from "@hono/zod-openapi";
import { type AudienceSizes, createAudienceSizes } from "../campaigns/audienceSize.ts";
import { checkBrief, choicesOf } from "../campaigns/checkBrief.ts";
import { checkTerms } from "../campaigns/checkTerms.ts";
import { LEAST_VIEWERS } from "../insight/attentionByContent.ts";
import type { Context } from "../service/context.ts";
import { BadInputError } from "../service/errors.ts";
import type { Market } from "../service/market.ts";
import { saveBrief } from "../store/campaignBriefs.ts";
import { audienceSchema, briefSchema, creativeSchema } from "./campaignSchemas.ts";
import { createRouter } from "./router.ts";
import { errors, hashSchema, json, jsonBody } from "./schemas.ts";
import { requireSession } from "./session.ts";

const deposit = createRoute({
  method: "post",
  path: "/campaigns/briefs",
  tags: ["campaigns"],
  summary: "Deposit whom a campaign wants and what they will see; its hash is what goes on chain",
  description: `Checks everything that the chain or the oracle would refuse later, the terms included, which aren't stored. An
audience has at least ${LEAST_VIEWERS} opted-in viewers.`,
  request: jsonBody(briefSchema),
  responses: {
    200: json(
      z.object({ audienceHash: hashSchema, audience: audienceSchema, creative: creativeSchema }),
      "Deposited: create the campaign with this hash next, by one transferAndCall of the budget to the rewards",
    ),
    ...errors(400, 401, 403, 413, 415, 429),
  },
});

const list = z.union([z.string(), z.array(z.string())]).optional();
const named = (value: z.infer<typeof list>) => (value === undefined ? [] : [value].flat());

const size = createRoute({
  method: "get",
  path: "/campaigns/audience",
  tags: ["campaigns"],
  summary: "What audiences can be made of, and roughly how many opted-in viewers one has",
  request: {
    query: z.object({
      topic: list.openapi({ description: "May be repeated" }),
      language: list.openapi({ description: "May be repeated" }),
      matching: audienceSchema.shape.matching.default("standard"),
    }),
  },
  responses: {
    200: json(
      z.object({
        topics: z.array(z.string()),
        languages: z.array(z.string()),
        viewers: z
          .int()
          .nullable()
          .openapi({
            description: `A multiple of ten, renewed once a day; null under ${LEAST_VIEWERS}`,
          }),
      }),
      "Topics and languages of what is on sale, and the size",
    ),
    ...errors(400, 401, 429),
  },
});

export function campaignBriefRoutes(
  context: Context,
  market: Market,
  sizes: AudienceSizes = createAudienceSizes(context),
) {
  const onSale = async () => (await market.catalogue.all()).filter(({ content }) => content.listed);

  return createRouter()
    .openapi(deposit, async (c) => {
      const { address } = requireSession(c);
      const { audience, creative, terms } = c.req.valid("json");
      const nowMs = context.clock.nowMs();
      const { budgetWei, maxRateWei, ...dates } = terms;
      checkTerms({ budgetWei: BigInt(budgetWei), maxRateWei: BigInt(maxRateWei), ...dates }, nowMs);
      const entries = await onSale();
      const brief = checkBrief({ audience, creative }, choicesOf(entries));
      if (!(await sizes.isLargeEnough(address, brief.audience, entries))) throw tooFew();
      const audienceHash = await saveBrief(context.store.db, address, brief, nowMs);
      return c.json({ audienceHash, audience, creative: brief.creative }, 200);
    })
    .openapi(size, async (c) => {
      const { address } = requireSession(c);
      const { topic, language, matching } = c.req.valid("query");
      const audience = audienceSchema.safeParse({ topics: named(topic), languages: named(language), matching });
      if (!audience.success) throw badAudience(audience.error);
      const entries = await onSale();
      const { topics, languages } = choicesOf(entries);
      const viewers = await sizes.roughSize(address, audience.data, entries);
      return c.json({ topics: [...topics].sort(), languages: [...languages].sort(), viewers }, 200);
    });
}

function tooFew(): BadInputError {
  return new BadInputError(
    `Fewer than ${LEAST_VIEWERS} opted-in viewers attend to such pieces: a campaign for so few could single them out.`,
    {
      code: "audience-too-small",
      field: "audience",
      hint: "Name more topics or languages, or none; or take standard matching.",
    },
  );
}

function badAudience(error: z.ZodError): BadInputError {
  const [issue] = error.issues;
  const field = String(issue?.path[0] ?? "audience");
  return new BadInputError(`${field}: ${issue?.message ?? "not as expected"}.`, {
    code: "bad-input",
    field,
    hint: "Correct the field; GET /openapi.json describes what is expected.",
  });
}
