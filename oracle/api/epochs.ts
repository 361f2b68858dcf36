import { createRoute, z } from "@hono/zod-openapi";
import { getAddress } from "viem";
import { chainUnreachable, isUnreachable } from "../chain/chainErrors.ts";
import { createQuorumCache } from "../chain/quorumCache.ts";
import type { Context } from "../service/context.ts";
import { NotFoundError } from "../service/errors.ts";
import type { Market } from "../service/market.ts";
import { readEpoch, readEpochs } from "../settle/readEpochs.ts";
import { redoEpoch } from "../settle/redo.ts";
import { adTitlesSchema } from "./campaignSchemas.ts";
import { isOperator, requireOperator } from "./operator.ts";
import { createRouter } from "./router.ts";
import { addressSchema, errors, hashSchema, json, weiSchema } from "./schemas.ts";

const summary = z
  .object({
    epoch: z.int(),
    fromMs: z.int().openapi({ description: "Attention from here on, up to and not including toMs, Unix ms" }),
    toMs: z.int(),
    state: z.enum([
      "frozen",
      "proposed",
      "signed",
      "posted",
      "final",
      "settled",
      "written-off",
      "empty",
      "vetoed",
      "failed",
    ]),
    rateWei: weiSchema.openapi({ description: "An attention-second's price; the last one where nothing was sold" }),
    supplyMs: z
      .int()
      .nullable()
      .openapi({ description: "Attention that some campaign could have bought; null for fewer than ten viewers" }),
    soldMs: z.int().nullable(),
    demandWei: weiSchema.nullable().openapi({ description: "What campaigns could have spent" }),
    spentWei: weiSchema,
    viewers: z.int().nullable().openapi({ description: "With such attention; null for fewer than ten" }),
    campaigns: z.int(),
    challengeEndsAtMs: z.int().nullable().openapi({ description: "When its report can be vetoed no longer" }),
    txHash: hashSchema.nullable().openapi({ description: "The transaction that posted its report" }),
    problem: z.string().nullable().openapi({ description: "What is wrong with it, or must be done until when" }),
  })
  .openapi("EpochSummary");

const details = summary
  .extend({
    digest: hashSchema.nullable(),
    parent: hashSchema.nullable(),
    payoutsRoot: hashSchema.nullable(),
    payoutsTotalWei: weiSchema.nullable(),
    spendsRoot: hashSchema.nullable(),
    dataHash: hashSchema.nullable(),
    modelHash: hashSchema.nullable(),
    quorum: z.int(),
    signers: z.array(z.object({ address: addressSchema, signed: z.boolean(), atMs: z.int().nullable() })),
    objections: z.array(
      z.object({
        signer: addressSchema,
        place: z.string().nullable().openapi({ description: "Where it differs, for the operator alone; else null" }),
        proposed: z.string().nullable(),
        recomputed: z.string().nullable(),
      }),
    ),
    holdsBack: z.boolean().openapi({
      description:
        "Whether what it pays comes with a later report: while one can be opened that has unsettled spends in it",
    }),
    writesOff: z.array(z.object({ epoch: z.int(), amountWei: weiSchema })).openapi({
      description: "What its report takes off what earlier epochs paid, since nobody settled them in time",
    }),
    writtenOff: z
      .object({ by: z.int(), amountWei: weiSchema })
      .nullable()
      .openapi({ description: "What a later epoch's report takes off what this one paid" }),
    reductions: z
      .array(z.object({ rule: z.string(), cutMs: z.int() }))
      .nullable()
      .openapi({
        description:
          "What each rule took off, where it did of ten viewers at least; null for fewer than ten viewers in all",
      }),
    campaignSpends: z.array(z.object({ campaignId: z.string(), spentWei: weiSchema, boughtMs: z.int() })),
    adTitles: adTitlesSchema,
    settleTxHashes: z.array(hashSchema),
    openedTxHash: hashSchema.nullable(),
  })
  .openapi("Epoch");

const list = createRoute({
  method: "get",
  path: "/epochs",
  tags: ["epochs"],
  summary: "Epochs in which campaigns ran, the newest first",
  request: {
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      before: z.coerce.number().int().min(0).optional(),
    }),
  },
  responses: {
    200: json(
      z.object({
        durationS: z.int(),
        challengeWindowS: z.int(),
        rateWei: weiSchema.openapi({ description: "What an attention-second costs now" }),
        epochs: z.array(summary),
      }),
      "As known now",
    ),
    ...errors(400, 503),
  },
});

const read = createRoute({
  method: "get",
  path: "/epochs/{epoch}",
  tags: ["epochs"],
  summary: "One epoch: its report, who signed it, who objected, and what became of it",
  request: { params: z.object({ epoch: z.coerce.number().int().min(0) }) },
  responses: { 200: json(details, "As known now"), ...errors(400, 404, 503) },
});

const redo = createRoute({
  method: "post",
  path: "/epochs/{epoch}/redo",
  tags: ["operator"],
  summary: "Freeze and propose an epoch anew that reporters didn't sign",
  description:
    "What was frozen and proposed of it and of later epochs is forgotten; the keeper's next round begins again.",
  request: { params: z.object({ epoch: z.coerce.number().int().min(0) }) },
  responses: {
    200: json(z.object({ redone: z.array(z.int()) }), "These epochs begin again"),
    ...errors(400, 403, 404, 409),
  },
});

/** Everything about epochs that anybody may see, and the operator's second try. */
export function epochRoutes(context: Context, market: Market) {
  const { db } = context.store;
  const { options } = context;
  const quorumOf = createQuorumCache(market.client, () => performance.now());
  const chain = () => {
    const { state, failure } = market.indexer;
    if (!state) throw failure ?? chainUnreachable(undefined, options.rpcUrl);
    return state;
  };
  return createRouter()
    .openapi(list, async (c) => {
      const { limit, before } = c.req.valid("query");
      const { durationS, challengeWindowS } = chain().terms;
      const rateWei = market.rateWei().toString();
      const epochs = await readEpochs(db, limit, before);
      return c.json({ durationS, challengeWindowS, rateWei, epochs: epochs as z.infer<typeof summary>[] }, 200);
    })
    .openapi(read, async (c) => {
      const { epoch } = c.req.valid("param");
      const found = await readEpoch(db, epoch, isOperator(c, context));
      if (!found) throw unknownEpoch(epoch);
      const { signed, ...rest } = found;
      const { reporters, quorum } = await quorumOf(chain().deployment).catch((error: unknown) => {
        throw isUnreachable(error) ? chainUnreachable(error, options.rpcUrl) : error;
      });
      const atMsOf = new Map(signed.map(({ address, atMs }) => [address, atMs]));
      const signers = [...new Set([...reporters.map((one) => getAddress(one)), ...atMsOf.keys()])].map((address) => {
        return { address, signed: atMsOf.has(address), atMs: atMsOf.get(address) ?? null };
      });
      return c.json({ ...rest, quorum, signers } as z.infer<typeof details>, 200);
    })
    .openapi(redo, async (c) => {
      requireOperator(c, context);
      const { epoch } = c.req.valid("param");
      const redone = await redoEpoch(db, epoch);
      if (!redone) throw unknownEpoch(epoch);
      context.logger.warn({ epochs: redone }, "done anew, as the operator asked");
      return c.json({ redone }, 200);
    });
}

/** No campaign ran in that epoch, or it isn't over. */
export function unknownEpoch(epoch: number): NotFoundError {
  return new NotFoundError(`Epoch ${epoch} isn't known here: no campaign ran in it, or it isn't over yet.`, {
    code: "unknown-epoch",
    field: "epoch",
    hint: "GET /epochs lists the known ones.",
  });
}
