import { createRoute, z } from "@hono/zod-openapi";
import { chainUnreachable, isUnreachable } from "../chain/chainErrors.ts";
import { createFaucet, FAUCET_ETH, FAUCET_HEED } from "../chain/faucet.ts";
import type { Context } from "../service/context.ts";
import { ForbiddenError, HeedError, UnavailableError } from "../service/errors.ts";
import type { Market } from "../service/market.ts";
import { hasGrant, returnGrant, takeGrant } from "../store/faucetGrants.ts";
import { readAddress } from "./addresses.ts";
import { createRouter } from "./router.ts";
import { addressSchema, errors, hashSchema, json, jsonBody, weiSchema } from "./schemas.ts";

const read = createRoute({
  method: "get",
  path: "/faucet/{address}",
  tags: ["chain"],
  summary: "Whether an address had its test money",
  request: { params: z.object({ address: addressSchema }) },
  responses: { 200: json(z.object({ given: z.boolean() }), "On this chain"), ...errors(400, 403) },
});

const write = createRoute({
  method: "post",
  path: "/faucet",
  tags: ["chain"],
  summary: "Test money, once an address, on the local chain only",
  request: jsonBody(z.object({ address: addressSchema })),
  responses: {
    200: json(z.object({ ethWei: weiSchema, heedWei: weiSchema, txHash: hashSchema }), "Sent, in a block already"),
    ...errors(400, 403, 409, 415, 429, 503),
  },
});

export function faucetRoutes({ options, store: { db }, clock }: Context, market: Market) {
  const give = options.faucetKey && createFaucet(market.client, options, options.faucetKey);
  return createRouter()
    .openapi(read, async (c) => {
      const address = readAddress(c.req.valid("param").address, "address");
      if (!give) throw noFaucet(options.chainId);
      c.header("cache-control", "no-store");
      return c.json({ given: await hasGrant(db, address) }, 200);
    })
    .openapi(write, async (c) => {
      const address = readAddress(c.req.valid("json").address, "address");
      if (!give) throw noFaucet(options.chainId);
      const { state, failure } = market.indexer;
      if (failure) throw failure;
      if (!state) throw chainUnreachable(undefined, options.rpcUrl);
      if (!(await takeGrant(db, { address, block: state.headBlock, atMs: clock.nowMs() }))) throw hadIt(address);
      try {
        const txHash = await give(state.deployment.token, address);
        return c.json({ ethWei: FAUCET_ETH.toString(), heedWei: FAUCET_HEED.toString(), txHash }, 200);
      } catch (error) {
        await returnGrant(db, address);
        throw isUnreachable(error) ? chainUnreachable(error, options.rpcUrl) : faucetEmpty(error);
      }
    });
}

function noFaucet(chainId: number): ForbiddenError {
  return new ForbiddenError(`There is no faucet on chain ${chainId}: its money is real.`, {
    code: "no-faucet",
    hint: "Only the local chain (31337) has one. Get HEED from somebody who holds it.",
  });
}

function hadIt(address: string): HeedError {
  return new HeedError(`${address} had its test money already.`, {
    code: "faucet-used",
    status: 409,
    field: "address",
    hint: "The faucet gives once an address. Use another burner wallet, or have somebody send you some.",
  });
}

function faucetEmpty(cause: unknown): UnavailableError {
  return new UnavailableError("The faucet couldn't send: its transaction failed.", {
    code: "faucet-failed",
    hint: "Try again in a moment. The faucet's account (HEED_FAUCET_KEY) needs ether and HEED.",
    cause,
  });
}
