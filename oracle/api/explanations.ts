import { createRoute, z } from "@hono/zod-openapi";
import { explainQuote, unknownQuote } from "../price/explain.ts";
import { findViewer } from "../privacy/viewers.ts";
import type { Context } from "../service/context.ts";
import type { Market } from "../service/market.ts";
import { findQuote } from "../store/quotes.ts";
import { readAddress } from "./addresses.ts";
import { reasonSchema } from "./contentSchemas.ts";
import { isOperator } from "./operator.ts";
import { createRouter } from "./router.ts";
import { addressSchema, errors, hashSchema, json } from "./schemas.ts";

const fieldsSchema = z.object({
  interest: z.number().nullable(),
  value: z.number(),
  unitPriceWei: z.string(),
  inputsHash: z.string(),
  signer: z.string().nullable(),
  digest: z.string().nullable(),
});
const anything = z.union([z.string(), z.number()]).nullable();

const explanationSchema = z
  .object({
    digest: z.string(),
    kind: z.enum(["personal", "standard"]),
    contentId: z.string(),
    model: z.string(),
    modelHash: z.string(),
    createdAtMs: z.int(),
    events: z.object({ read: z.int(), found: z.int() }),
    holds: z
      .boolean()
      .openapi({ description: "Whether what was signed follows from the stored inputs and the named model" }),
    stored: fieldsSchema,
    recomputed: fieldsSchema.nullable().openapi({ description: "Null where an input is missing" }),
    differences: z.array(z.object({ field: z.string(), stored: anything, recomputed: anything, text: z.string() })),
    reasons: z.array(reasonSchema),
  })
  .openapi("Explanation");

const route = createRoute({
  method: "get",
  path: "/explanations/{digest}",
  tags: ["quotes"],
  summary: "Derive a quote again from its inputs and model, and say whether it holds",
  description:
    "A personal quote is explained to its own viewer only. With a session, or buyer=, the digest is derived again too.",
  request: { params: z.object({ digest: hashSchema }), query: z.object({ buyer: addressSchema.optional() }) },
  responses: {
    200: json(explanationSchema, "What was stored, what follows, and where they differ"),
    ...errors(400, 404),
  },
});

export function explanationRoutes(context: Context, market: Market) {
  const { db } = context.store;
  return createRouter().openapi(route, async (c) => {
    const { digest } = c.req.valid("param");
    const named = c.req.valid("query").buyer;
    const session = c.get("session");
    const quote = await findQuote(db, digest.toLowerCase());
    // Somebody else's personal quote is as unknown as one that never was: digests can be computed from purchases on chain.
    if (quote?.viewer && !isOperator(c, context)) {
      const viewer = session && (await findViewer(context, session.address));
      if (viewer !== quote.viewer) throw unknownQuote(digest);
    }
    const buyer = named ? readAddress(named, "buyer") : quote?.viewer ? session?.address : undefined;
    const explanation = await explainQuote(digest, {
      db,
      findAppraiser: market.models.find,
      featuresOf: market.catalogue.features,
      signer: market.signer.address,
      buyer,
    });
    return c.json(explanation, 200);
  });
}
