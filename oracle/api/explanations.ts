import { createRoute, z } from "@hono/zod-openapi";
import type { Address } from "viem";
import { digestOf, explainQuote, unknownQuote } from "../price/explain.ts";
import { openQuote } from "../price/storedQuote.ts";
import { quoteTag } from "../privacy/keys.ts";
import { findViewerById, findWholeViewer } from "../privacy/viewers.ts";
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
type Kind = "personal" | "standard";

interface Asker {
  operator: boolean;
  /** Of the session. */
  address: Address | null;
}

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
    "A quote is explained to its own buyer, signed in, and to the operator; to everybody else it is unknown. With a session, or buyer=, the digest is derived again too.",
  request: {
    params: z.object({ digest: hashSchema }),
    query: z.object({
      buyer: addressSchema.optional(),
      kind: z.enum(["personal", "standard"]).optional().openapi({
        description: "Which one, where both have one digest because they say the same; default the personal",
      }),
    }),
  },
  responses: {
    200: json(explanationSchema, "What was stored, what follows, and where they differ"),
    ...errors(400, 404, 409),
  },
});

export function explanationRoutes(context: Context, market: Market) {
  const { store, secret } = context;

  /** The stored quote of a kind and whose it is; null where there is none, or none for who asks. */
  async function find(kind: Kind, digest: string, asker: Asker) {
    const row = await findQuote(store.db, quoteTag(secret, kind, digest));
    if (!row) return null;
    if (kind === "standard") {
      const quote = openQuote(secret, row, null);
      // Digests can be computed from purchases on chain, and would tell who opened what: only the buyer's own is explained.
      const allowed = asker.operator || (asker.address !== null && digestOf(quote, asker.address) === quote.digest);
      return allowed ? { quote, viewer: null } : null;
    }
    const own = asker.address && (await findWholeViewer(context, asker.address));
    if (own?.id === row.viewer) return { quote: openQuote(secret, row, own), viewer: own };
    const viewer = asker.operator && row.viewer ? await findViewerById(context, row.viewer) : null;
    return viewer && { quote: openQuote(secret, row, viewer), viewer };
  }

  return createRouter().openapi(route, async (c) => {
    const { digest } = c.req.valid("param");
    const query = c.req.valid("query");
    const asker = { operator: isOperator(c, context), address: c.get("session")?.address ?? null };
    const kinds: Kind[] = query.kind ? [query.kind] : ["personal", "standard"];
    let found: Awaited<ReturnType<typeof find>> = null;
    for (const kind of kinds) found ??= await find(kind, digest, asker);
    if (!found) throw unknownQuote(digest);
    const explanation = await explainQuote(found.quote, {
      db: store.db,
      findAppraiser: market.models.find,
      featuresOf: market.catalogue.features,
      signer: market.signer.address,
      viewer: found.viewer?.id ?? null,
      buyer: query.buyer ? readAddress(query.buyer, "buyer") : asker.operator ? undefined : asker.address!,
    });
    return c.json(explanation, 200);
  });
}
