import { createRoute, z } from "@hono/zod-openapi";
import { zeroAddress } from "viem";
import { MAX_PERSONAL_QUANTITY, type Quote } from "../price/quote.ts";
import { priceSteps } from "../price/steps.ts";
import type { Context } from "../service/context.ts";
import { BadInputError } from "../service/errors.ts";
import type { Market } from "../service/market.ts";
import { readAddress } from "./addresses.ts";
import { reasonSchema } from "./contentSchemas.ts";
import { isOperator, requireOperator } from "./operator.ts";
import { createRouter } from "./router.ts";
import { addressSchema, contentIdSchema, errors, hashSchema, json, weiSchema } from "./schemas.ts";

/** The market counts licences in 16 bits. */
const MAX_QUANTITY = 65_535;

const signedQuoteSchema = z
  .object({
    digest: hashSchema.openapi({ description: "EIP-712 digest; GET /explanations takes it" }),
    message: z.object({
      buyer: addressSchema,
      recipient: addressSchema,
      contentId: z.string(),
      unitPrice: weiSchema,
      maxQuantity: z.string(),
      referrer: addressSchema,
      expiresAt: z.string(),
      counter: z.string(),
    }),
    signature: z.string().openapi({ description: "65 bytes, hex" }),
    unitPriceWei: weiSchema,
    expiresAt: z.int().openapi({ description: "Unix seconds of the chain" }),
  })
  .openapi("SignedQuote");

const answerSchema = z
  .object({
    personal: signedQuoteSchema.nullable(),
    standard: signedQuoteSchema,
    explanation: z.object({
      interest: z.number(),
      value: z
        .number()
        .openapi({ description: "Attention-seconds expected of this viewer (of the mean one, if not personal)" }),
      standardValue: z.number().openapi({ description: "Attention-seconds expected of the mean viewer" }),
      rateWei: weiSchema,
      floorWei: weiSchema,
      ceilingWei: weiSchema,
      clampedBy: z.enum(["floor", "ceiling"]).nullable(),
      model: z.string(),
      modelHash: hashSchema,
      inputsHash: hashSchema,
      reasons: z.array(reasonSchema),
      steps: z.array(reasonSchema).openapi({ description: "The formula, a sentence a step" }),
    }),
  })
  .openapi("Quotes");

const route = createRoute({
  method: "get",
  path: "/quotes/{contentId}",
  tags: ["quotes"],
  summary: "Personal and standard price, both signed, and how they came about",
  description:
    "The personal quote needs a session whose viewer consented to personalisation. Both are valid for two minutes.",
  request: {
    params: z.object({ contentId: contentIdSchema }),
    query: z.object({
      recipient: addressSchema.optional().openapi({ description: "Who gets the licence; default the buyer" }),
      referrer: addressSchema.optional().openapi({
        description: "Who brought the buyer; not the market nor its token. The buyer or recipient counts as nobody",
      }),
      maxQuantity: z
        .string()
        .regex(/^[1-9]\d{0,4}$/, `should be a number from 1 to ${MAX_QUANTITY}`)
        .optional()
        .openapi({
          description: `Licences that the quote is good for; default 1. A personal quote: at most ${MAX_PERSONAL_QUANTITY}`,
        }),
      buyer: addressSchema.optional().openapi({ description: "Without a session: standard quote only" }),
      viewer: z.string().optional().openapi({ description: "For the operator: whose behaviour to price by" }),
    }),
  },
  responses: { 200: json(answerSchema, "Both prices"), ...errors(400, 403, 404, 409, 429, 503) },
});

export function quoteRoutes(context: Context, market: Market) {
  return createRouter().openapi(route, async (c) => {
    const { contentId } = c.req.valid("param");
    const query = c.req.valid("query");
    const session = c.get("session");
    const named = query.buyer ? readAddress(query.buyer, "buyer") : null;
    const buyer = named ?? session?.address ?? (query.viewer ? zeroAddress : null);
    if (!buyer) throw noBuyer();
    if (query.viewer) requireOperator(c, context);
    const personal = session?.address === buyer || isOperator(c, context);
    const maxQuantity = BigInt(query.maxQuantity ?? "1");
    if (maxQuantity > MAX_QUANTITY) throw tooMany(maxQuantity);

    const answer = await market.quoting.quote({
      contentId,
      buyer,
      recipient: recipientOf(query.recipient),
      referrer: query.referrer ? readAddress(query.referrer, "referrer") : undefined,
      maxQuantity,
      viewerInputs: async () => {
        if (query.viewer) return await market.viewers.ofViewer(query.viewer);
        return personal ? await market.viewers.ofWallet(buyer) : null;
      },
    });
    const { appraisal, bounds, rateWei } = answer;
    const shown = answer.personal ?? answer.standard;
    c.header("cache-control", "no-store");
    return c.json(
      {
        personal: answer.personal && view(answer.personal),
        standard: view(answer.standard),
        explanation: {
          interest: appraisal.interest,
          value: shown.value,
          standardValue: appraisal.standardValue,
          rateWei: rateWei.toString(),
          floorWei: bounds.floorWei.toString(),
          ceilingWei: bounds.ceilingWei.toString(),
          clampedBy: shown.price.clampedBy,
          model: answer.model,
          modelHash: answer.modelHash,
          inputsHash: shown.inputsHash,
          reasons: appraisal.reasons,
          steps: priceSteps(shown.value, rateWei, bounds, shown.price),
        },
      },
      200,
    );
  });
}

function view({ digest, message, signature, price }: Quote) {
  return {
    digest,
    message: {
      ...message,
      contentId: message.contentId.toString(),
      unitPrice: message.unitPrice.toString(),
      maxQuantity: message.maxQuantity.toString(),
      expiresAt: message.expiresAt.toString(),
      counter: message.counter.toString(),
    },
    signature,
    unitPriceWei: price.unitPriceWei.toString(),
    expiresAt: Number(message.expiresAt),
  };
}

function recipientOf(value: string | undefined) {
  if (value === undefined) return undefined;
  const recipient = readAddress(value, "recipient");
  if (recipient !== zeroAddress) return recipient;
  throw new BadInputError("Nobody can hold a licence at the zero address.", {
    code: "bad-recipient",
    field: "recipient",
    hint: "Leave recipient out to buy for yourself, or name the wallet that is to get the licence.",
  });
}

function noBuyer(): BadInputError {
  return new BadInputError("It isn't known who wants to buy: a quote is for one buyer.", {
    code: "no-buyer",
    field: "buyer",
    hint: "Sign in, or name the wallet: ?buyer=0x… (then only the standard price is quoted).",
  });
}

function tooMany(maxQuantity: bigint): BadInputError {
  return new BadInputError(`A purchase takes at most ${MAX_QUANTITY} licences, not ${maxQuantity}.`, {
    code: "bad-quantity",
    field: "maxQuantity",
    hint: `Give a number from 1 to ${MAX_QUANTITY}.`,
  });
}
