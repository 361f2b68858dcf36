import { randomBytes } from "node:crypto";
import { and, eq, gt, sql } from "drizzle-orm";
import { getAddress, isHex, verifyMessage } from "viem";
import { parseSiweMessage, type SiweMessage } from "viem/siwe";
import { type ChainClient, createChainClient } from "../chain/client.ts";
import type { Context } from "../service/context.ts";
import { BadInputError, HeedError } from "../service/errors.ts";
import { siweNonces } from "../store/schema/behaviour.ts";

const NONCE_LIFE_MS = 10 * 60 * 1000;
const EXPIRED_A_TIME = 4;
// How far apart the clocks of a wallet's computer and the oracle may be.
const CLOCK_SKEW_MS = 60_000;

type Hex = `0x${string}`;
type Fields = Partial<SiweMessage>;

/** Hands out a nonce that one sign-in can use, within ten minutes. */
export async function issueNonce({ store, clock }: Context): Promise<string> {
  const nonce = randomBytes(16).toString("hex");
  const nowMs = clock.nowMs();
  // Each takes a few that nobody used with it, so that the table holds no more than ten minutes' worth.
  await store.db.execute(sql`
    with expired as (
      delete from siwe_nonces where nonce in (
        select nonce from siwe_nonces where expires_at_ms <= ${nowMs}
        order by expires_at_ms limit ${EXPIRED_A_TIME} for update skip locked
      )
    )
    insert into siwe_nonces (nonce, expires_at_ms) values (${nonce}, ${nowMs + NONCE_LIFE_MS})`);
  return nonce;
}

/**
 * Checks a signed EIP-4361 message: for this dApp, this chain and now, with a nonce of ours that wasn't used yet,
 * signed by the wallet it names, an account with a key or a contract (ERC-1271, ERC-6492).
 * @returns the wallet's checksummed address.
 * @throws {BadInputError} if the message isn't one for here, {HeedError} with status 401 if nonce or signature don't hold.
 */
export async function verifySignIn(context: Context, message: string, signature: string): Promise<Hex> {
  const fields = parseSiweMessage(message);
  const address = checkFields(context, fields);
  if (!isHex(signature)) throw wrongSignature();
  // Recovering needs no chain and does for all but contract wallets.
  const isAccount = await verifyMessage({ address, message, signature }).catch(() => false);
  // Before the chain is asked: a message costs the node one question, however often it is sent.
  await useNonce(context, fields.nonce ?? "");
  if (!isAccount) await checkContract(createChainClient(context.options), address, message, signature);
  return address;
}

function checkFields({ options, clock }: Context, fields: Fields): Hex {
  const { address, domain, uri, version, chainId, nonce } = fields;
  if (!address || !domain || !uri || version !== "1" || !nonce || !chainId || !fields.issuedAt) {
    throw refuse(
      "malformed-message",
      "The message is not a complete EIP-4361 message.",
      "Build it with viem's createSiweMessage.",
    );
  }
  const origin = options.webOrigins.find((one) => new URL(one).host === domain);
  if (!origin || !URL.canParse(uri) || new URL(uri).origin !== origin) {
    throw refuse(
      "wrong-domain",
      `The message is for ${domain}, which is not this dApp.`,
      `Sign in from ${options.webOrigins.join(" or ")}.`,
    );
  }
  if (chainId !== options.chainId) {
    throw refuse(
      "wrong-chain",
      `The message is for chain ${chainId}, not ${options.chainId}.`,
      `Switch the wallet to chain ${options.chainId}.`,
    );
  }
  checkTimes(fields, clock.nowMs());
  return getAddress(address);
}

function checkTimes({ issuedAt, notBefore, expirationTime }: Fields, nowMs: number): void {
  const times = [issuedAt, notBefore, expirationTime].filter((time) => time !== undefined).map(Number);
  if (times.some(Number.isNaN)) {
    throw refuse(
      "malformed-message",
      "A time in the message is not one of RFC 3339.",
      "Write times like 2026-01-31T12:00:00.000Z.",
    );
  }
  if (expirationTime && Number(expirationTime) <= nowMs) {
    throw refuse("message-expired", "The message has expired.", "Sign a new one.");
  }
  if (Math.max(Number(issuedAt), Number(notBefore ?? 0)) > nowMs + CLOCK_SKEW_MS) {
    throw refuse("message-not-yet-valid", "The message is not valid yet.", "Set the clock, then sign a new message.");
  }
}

async function checkContract(chain: ChainClient, address: Hex, message: string, signature: Hex): Promise<void> {
  const valid = await chain.verifyMessage({ address, message, signature }).catch(() => false);
  if (!valid) throw wrongSignature();
}

async function useNonce({ store, clock }: Context, nonce: string): Promise<void> {
  const used = await store.db
    .delete(siweNonces)
    .where(and(eq(siweNonces.nonce, nonce), gt(siweNonces.expiresAtMs, clock.nowMs())))
    .returning({ nonce: siweNonces.nonce });
  if (used.length > 0) return;
  throw new HeedError("The message's nonce is not ours, has expired or was used before.", {
    code: "nonce-unknown",
    status: 401,
    field: "message",
    hint: "GET /auth/nonce and sign a new message with it.",
  });
}

function refuse(code: string, message: string, hint: string): BadInputError {
  return new BadInputError(message, { code, field: "message", hint });
}

function wrongSignature(): HeedError {
  return new HeedError("The signature is not this wallet's for this message.", {
    code: "wrong-signature",
    status: 401,
    field: "signature",
    hint: "Sign a new message (GET /auth/nonce), with the wallet that it names, and send exactly that one.",
  });
}
