import { createRoute, z } from "@hono/zod-openapi";
import { and, eq, inArray } from "drizzle-orm";
import type { Context as HonoContext } from "hono";
import { stream } from "hono/streaming";
import type { Address, Hex } from "viem";
import { chainUnreachable, isUnreachable } from "../chain/chainErrors.ts";
import { readQuorum } from "../chain/epochTerms.ts";
import type { Context } from "../service/context.ts";
import { HeedError } from "../service/errors.ts";
import type { Market } from "../service/market.ts";
import { frozenRows } from "../settle/frozenRows.ts";
import { parseReport } from "../settle/proposals.ts";
import { publicLines } from "../settle/publicRows.ts";
import { readAnswer, readBriefs, readEarlierSpends } from "../settle/readForReporters.ts";
import { recoverReporter } from "../settle/recoverReporter.ts";
import { saveObjection, saveSignature } from "../settle/signatures.ts";
import { epochs } from "../store/schema/settlement.ts";
import { unknownEpoch } from "./epochs.ts";
import { requireReporter, UsedRequests } from "./reporterAuth.ts";
import { createRouter } from "./router.ts";
import { addressSchema, errors, hashSchema, json, jsonBody, weiSchema } from "./schemas.ts";

const proposalSchema = z
  .object({
    epoch: z.int(),
    digest: hashSchema,
    report: z.object({
      epoch: weiSchema,
      parent: hashSchema,
      rate: weiSchema,
      payoutsRoot: hashSchema,
      payoutsTotal: weiSchema,
      spendsRoot: hashSchema,
      dataHash: hashSchema,
      modelHash: hashSchema,
    }),
    briefs: z
      .array(z.object({ audienceHash: hashSchema, audience: z.unknown(), creative: z.unknown() }))
      .openapi({ description: "What the campaigns' advertisers deposited: its hash is on the chain" }),
    earlierSpends: z
      .array(z.object({ epoch: z.int(), digest: hashSchema, spends: z.array(z.tuple([z.string(), weiSchema])) }))
      .openapi({ description: "What campaigns spent by reports on the chain that aren't settled yet" }),
    answered: z.enum(["signed", "objected"]).nullable().openapi({ description: "What the asking reporter said of it" }),
  })
  .openapi("Proposal");

const tags = ["reporters"];
const epochParam = z.object({ epoch: z.coerce.number().int().min(0) });

const list = createRoute({
  method: "get",
  path: "/proposals",
  tags,
  summary: "Reports that wait for signatures; for reporters, by a signed request",
  responses: { 200: json(z.object({ proposals: z.array(proposalSchema) }), "The oldest first"), ...errors(403, 503) },
});

const sign = createRoute({
  method: "post",
  path: "/proposals/{epoch}/signatures",
  tags,
  summary: "Sign a proposed report",
  request: {
    params: epochParam,
    ...jsonBody(z.object({ digest: hashSchema, signature: z.string().regex(/^0x[0-9a-fA-F]{130}$/) })),
  },
  responses: { 200: json(z.object({ signer: addressSchema }), "Kept"), ...errors(400, 403, 404, 409, 503) },
});

const word = z.string().min(1).max(2_000);
const object = createRoute({
  method: "post",
  path: "/proposals/{epoch}/objections",
  tags,
  summary: "Say where a proposed report first differs from one's own",
  request: {
    params: epochParam,
    ...jsonBody(z.object({ digest: hashSchema, place: word, proposed: word, recomputed: word })),
  },
  responses: { 200: json(z.object({ signer: addressSchema }), "Kept"), ...errors(400, 403, 404, 409, 503) },
});

const PROPOSED = ["proposed", "signed"];

/** What reporters ask for and answer. Frozen rows say who attended to what, so nobody else gets them. */
export function proposalRoutes({ store: { db }, options, clock }: Context, { client, indexer }: Market) {
  const deployment = () => {
    if (!indexer.state) throw indexer.failure ?? chainUnreachable(undefined, options.rpcUrl);
    return indexer.state.deployment;
  };
  const reporters = async (): Promise<readonly Address[]> => {
    const { reporters } = await readQuorum(client, deployment()).catch((error: unknown) => {
      throw isUnreachable(error) ? chainUnreachable(error, options.rpcUrl) : error;
    });
    return reporters;
  };
  const used = new UsedRequests();
  const reporterOf = (c: HonoContext) =>
    requireReporter(c, { oracle: deployment().oracle, nowMs: clock.nowMs(), reporters, used });

  /** The epoch as it is proposed, if it is, and by this digest. */
  const proposed = async (epoch: number, digest?: string) => {
    const [row] = await db
      .select()
      .from(epochs)
      .where(and(eq(epochs.epoch, epoch), inArray(epochs.state, PROPOSED)));
    if (!row?.digest) throw unknownEpoch(epoch);
    if (digest === undefined || digest === row.digest) return { ...row, digest: row.digest as Hex };
    throw new HeedError(`Epoch ${epoch} is proposed as ${row.digest} now, not as ${digest}.`, {
      code: "another-proposal",
      status: 409,
      field: "digest",
      hint: "Ask for the proposals again, and check what is proposed now.",
      retry: true,
    });
  };

  return createRouter()
    .openapi(list, async (c) => {
      const reporter = await reporterOf(c);
      const waiting = await db.select().from(epochs).where(inArray(epochs.state, PROPOSED)).orderBy(epochs.epoch);
      const proposals = [];
      for (const { epoch, digest, report, fromMs, toMs } of waiting) {
        if (digest === null) continue;
        proposals.push({
          epoch,
          digest,
          report: report as z.infer<typeof proposalSchema>["report"],
          briefs: await readBriefs(db, { fromMs, toMs }),
          earlierSpends: await readEarlierSpends(db, epoch),
          answered: await readAnswer(db, digest, reporter),
        });
      }
      return c.json({ proposals }, 200);
    })
    .openapi(sign, async (c) => {
      const signer = await reporterOf(c);
      const { digest, signature } = c.req.valid("json");
      const row = await proposed(c.req.valid("param").epoch, digest);
      const whose = { epoch: row.epoch, digest: row.digest, signer, nowMs: clock.nowMs() };
      const report = parseReport(row.report);
      const recovered = await recoverReporter(options.chainId, deployment().oracle, report, signature as Hex);
      if (recovered !== signer) {
        await saveObjection(db, whose, {
          place: "signature",
          proposed: `by ${signer}`,
          recomputed: `by ${recovered ?? "nobody"}`,
        });
        throw new HeedError(`The signature isn't ${signer}'s signature of this report.`, {
          code: "bad-signature",
          status: 400,
          field: "signature",
          hint: "Sign the report as EIP-712 data of this chain's AttentionOracle, with the reporter's own key.",
        });
      }
      await saveSignature(db, whose, signature as Hex);
      return c.json({ signer }, 200);
    })
    .openapi(object, async (c) => {
      const signer = await reporterOf(c);
      const { digest, ...difference } = c.req.valid("json");
      const row = await proposed(c.req.valid("param").epoch, digest);
      await saveObjection(db, { epoch: row.epoch, digest: row.digest, signer, nowMs: clock.nowMs() }, difference);
      return c.json({ signer }, 200);
    })
    .get("/proposals/:epoch{[0-9]+}/rows", async (c) => {
      await reporterOf(c);
      const { epoch } = await proposed(Number(c.req.param("epoch")));
      c.header("content-type", "application/x-ndjson");
      return stream(c, async (out) => {
        let page = "";
        for await (const row of frozenRows(db, epoch)) {
          page += `${JSON.stringify(row)}\n`;
          if (page.length > 65_536) {
            await out.write(page);
            page = "";
          }
        }
        await out.write(`${page}{"kind":"end"}\n`);
      });
    })
    .get("/proposals/:epoch{[0-9]+}/lines", async (c) => {
      await reporterOf(c);
      const { epoch } = await proposed(Number(c.req.param("epoch")));
      c.header("content-type", "application/x-ndjson");
      return stream(c, async (out) => {
        for await (const page of publicLines(db, epoch)) await out.write(page);
      });
    });
}
