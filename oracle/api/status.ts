import { readFileSync } from "node:fs";
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "../service/context.ts";
import type { Market } from "../service/market.ts";
import type { Ledger } from "../settle/ledger.ts";
import { readSettlementProblem } from "../settle/readEpochs.ts";
import { readLedger } from "../settle/readLedger.ts";
import { readIndexRevision } from "../store/chainIndex.ts";
import { readCounts } from "../store/counts.ts";
import { comparisonSchema } from "./comparisonSchema.ts";
import { createRouter } from "./router.ts";
import { hashSchema, json, weiSchema } from "./schemas.ts";

const statusSchema = z
  .object({
    version: z.string(),
    audience: z.enum(["simulated", "real"]),
    store: z.enum(["pglite", "postgres"]),
    chain: z.object({
      id: z.int(),
      block: z.int().openapi({ description: "The chain's newest; 0 before it was ever reached" }),
      indexedBlock: z.int(),
      reachable: z.boolean(),
      market: z.string().nullable(),
      token: z.string().nullable(),
    }),
    model: z
      .object({
        name: z.string(),
        hash: hashSchema,
        trainedAtMs: z.int(),
        metrics: z.record(z.string(), z.number()),
        comparison: comparisonSchema.nullable(),
      })
      .nullable(),
    counts: z.object({ viewers: z.int(), events: z.int(), contents: z.int(), purchases: z.int() }),
    rateWeiPerSecond: weiSchema,
    epochsProblem: z
      .string()
      .nullable()
      .openapi({ description: "Why epochs can't be kept just now; or what keeps a final one from being settled" }),
    ledger: z
      .object({
        paidInWei: weiSchema,
        claimedWei: weiSchema,
        remainingWei: weiSchema,
        heldWei: weiSchema,
        balances: z.boolean(),
      })
      .nullable()
      .openapi({ description: "Where the market's money is; null while the chain can't be asked" }),
  })
  .openapi("Status");

const route = createRoute({
  method: "get",
  path: "/status",
  tags: ["service"],
  summary: "What this oracle is, its chain, its model and its counts",
  responses: { 200: json(statusSchema, "As it is now") },
});

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

export function statusRoutes({ options, store }: Context, market: Market) {
  const ledger = ledgerReader(store.db, market);
  return createRouter().openapi(route, async (c) => {
    const { state, failure } = market.indexer;
    const { active } = market.models;
    return c.json(
      {
        version,
        audience: options.audience,
        store: store.kind,
        chain: {
          id: options.chainId,
          block: state?.headBlock ?? 0,
          indexedBlock: Math.max(0, state?.indexedBlock ?? 0),
          reachable: state !== null && failure === null,
          market: state?.deployment.market ?? null,
          token: state?.deployment.token ?? null,
        },
        model: active,
        counts: await readCounts(store.db),
        rateWeiPerSecond: market.rateWei().toString(),
        epochsProblem: market.keeper.problem ?? (await readSettlementProblem(store.db)),
        ledger: await ledger(),
      },
      200,
    );
  });
}

/** Adds the market up once for each state of the index, not for everybody who asks. */
function ledgerReader(db: Context["store"]["db"], { client, indexer }: Market) {
  let known: { revision: number; view: ReturnType<typeof viewOf> } | null = null;
  return async () => {
    if (!indexer.state || indexer.failure) return null;
    const revision = await readIndexRevision(db);
    if (known?.revision !== revision) {
      const book = await readLedger(db, client, indexer.state.deployment).catch(() => null);
      if (!book) return null;
      known = { revision, view: viewOf(book) };
    }
    return known.view;
  };
}

function viewOf(book: Ledger) {
  return {
    paidInWei: book.paidInWei.toString(),
    claimedWei: book.claimedWei.toString(),
    remainingWei: book.remainingWei.toString(),
    heldWei: book.heldWei.toString(),
    balances: book.balances,
  };
}
