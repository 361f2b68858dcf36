import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "../service/context.ts";
import { NotFoundError } from "../service/errors.ts";
import { balancesAfter, paidUntil, payoutsOfAccount, writeOffsOfAccount } from "../settle/balances.ts";
import { createPayoutProver } from "../settle/payoutProofs.ts";
import { readProposal } from "../settle/proposals.ts";
import { publicLines } from "../settle/publicRows.ts";
import { readAddress } from "./addresses.ts";
import { createRouter } from "./router.ts";
import { addressSchema, errors, hashSchema, json, weiSchema } from "./schemas.ts";

const epochParam = z.coerce.number().int().min(0);
const ndjson = (description: string) => ({
  description,
  content: { "application/x-ndjson": { schema: z.string().openapi({ description: "One JSON object a line" }) } },
});

const rowsRoute = createRoute({
  method: "get",
  path: "/epochs/{epoch}/rows",
  tags: ["epochs"],
  summary: "The rows that an epoch's report follows from; the SHA-256 of all of them is its data hash",
  request: { params: z.object({ epoch: epochParam }), query: z.object({ account: addressSchema.optional() }) },
  responses: {
    200: ndjson(
      "The epoch, its campaigns, its cells, then each account's [role, cell, units]; of one account if it is named",
    ),
    ...errors(400, 404),
  },
});

const balancesRoute = createRoute({
  method: "get",
  path: "/epochs/{epoch}/balances",
  tags: ["epochs"],
  summary: "What every account had earned after an epoch: the leaves of its report's payouts tree",
  request: { params: z.object({ epoch: epochParam }) },
  responses: { 200: ndjson("By account"), ...errors(400, 404) },
});

const proofRoute = createRoute({
  method: "get",
  path: "/epochs/{epoch}/proofs/{address}",
  tags: ["epochs"],
  summary: "What an account had earned after an epoch, with the proof that `claim` takes",
  request: { params: z.object({ epoch: epochParam, address: addressSchema }) },
  responses: {
    200: json(
      z
        .object({
          epoch: z.int(),
          account: addressSchema,
          cumulativeWei: weiSchema,
          proof: z.array(hashSchema),
          root: hashSchema,
        })
        .openapi("PayoutProof"),
      "As it stands in the epoch's tree",
    ),
    ...errors(400, 404, 503),
  },
});

const payoutsRoute = createRoute({
  method: "get",
  path: "/payouts/{address}",
  tags: ["epochs"],
  summary: "What each epoch paid an account",
  request: { params: z.object({ address: addressSchema }) },
  responses: {
    200: json(
      z.object({
        account: addressSchema,
        epochs: z.array(z.object({ epoch: z.int(), amountWei: weiSchema })),
        writtenOff: z.array(z.object({ epoch: z.int(), by: z.int(), amountWei: weiSchema })).openapi({
          description: "What comes off it from a later epoch's report on, since nobody settled it in time",
        }),
      }),
      "By epoch, rising; reports that aren't final yet included",
    ),
    ...errors(400),
  },
});

/** What anybody needs to check an epoch, and an account to claim. */
export function epochRowRoutes({ store: { db } }: Pick<Context, "store">) {
  const prover = createPayoutProver(db);
  const requireReport = async (epoch: number) => {
    const proposal = await readProposal(db, epoch);
    if (!proposal || proposal.empty) throw noReport(epoch);
  };
  return createRouter()
    .openapi(rowsRoute, async (c) => {
      const { epoch } = c.req.valid("param");
      const { account } = c.req.valid("query");
      await requireReport(epoch);
      return streamed(publicLines(db, epoch, account && readAddress(account, "account")));
    })
    .openapi(balancesRoute, async (c) => {
      const { epoch } = c.req.valid("param");
      await requireReport(epoch);
      return streamed(balanceLines(balancesAfter(db, await paidUntil(db, epoch))));
    })
    .openapi(proofRoute, async (c) => {
      const { epoch, address } = c.req.valid("param");
      const account = readAddress(address, "address");
      const found = await prover.prove(epoch, account);
      if (!found) {
        await requireReport(epoch);
        throw nothingEarned(epoch, account);
      }
      return c.json({ ...found, account, cumulativeWei: found.cumulativeWei.toString() }, 200);
    })
    .openapi(payoutsRoute, async (c) => {
      const account = readAddress(c.req.valid("param").address, "address");
      const epochs = await payoutsOfAccount(db, account);
      return c.json({ account, epochs, writtenOff: await writeOffsOfAccount(db, account) }, 200);
    });
}

async function* balanceLines(pages: ReturnType<typeof balancesAfter>): AsyncGenerator<string> {
  for await (const page of pages) {
    yield page
      .map(({ account, cumulativeWei }) => `{"account":"${account}","cumulativeWei":"${cumulativeWei}"}\n`)
      .join("");
  }
}

/** Pages are read from the store as fast as they are taken. */
function streamed(pages: AsyncGenerator<string>) {
  const encoder = new TextEncoder();
  const body = new ReadableStream({
    async pull(controller) {
      const { done, value } = await pages.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: () => pages.return(undefined).then(() => {}),
  });
  return new Response(body, { headers: { "content-type": "application/x-ndjson" } }) as never;
}

function noReport(epoch: number): NotFoundError {
  return new NotFoundError(
    `Epoch ${epoch} has no report: it isn't settled yet, nothing was to be paid, or it was vetoed.`,
    {
      code: "no-report",
      field: "epoch",
      hint: "GET /epochs lists the known ones and where they stand.",
    },
  );
}

function nothingEarned(epoch: number, account: string): NotFoundError {
  return new NotFoundError(`${account} had earned nothing by epoch ${epoch}.`, {
    code: "nothing-earned",
    field: "address",
    hint: "GET /payouts/{address} lists what each epoch paid an account.",
  });
}
