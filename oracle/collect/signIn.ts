import { randomBytes } from "node:crypto";
import { and, eq, gt } from "drizzle-orm";
import { getAddress, isHex, verifyMessage } from "viem";
import { parseSiweMessage, type SiweMessage } from "viem/siwe";
import { type ChainClient, createChainClient } from "../chain/client.ts";
import type { Context } from "../service/context.ts";
import { BadInputError, HeedError } from "../service/errors.ts";
import { siweNonces } from "../store/schema/behaviour.ts";

const NONCE_LIFE_MS = 10 * 60 * 1000;
// How far apart the clocks of a wallet's computer and the oracle may be.
const CLOCK_SKEW_MS = 60_000;

type Hex = `0x${string}`;
type Fields = Partial<SiweMessage>;

/** Hands out a nonce that one sign-in can use, within ten minutes. */
export async function issueNonce({ store, clock }: Context): Promise<string> {
  const nonce = randomBytes(16).toString("hex");
  await store.db.insert(siweNonces).values({ nonce, expiresAtMs: clock.nowMs() + NONCE_LIFE_MS });
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
  await checkSignature(createChainClient(context.options), address, message, signature);
  await useNonce(context, fields.nonce ?? "");
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

async function checkSignature(chain: ChainClient, address: Hex, message: string, signature: Hex): Promise<void> {
  // Recovering needs no chain and does for all but contract wallets.
  if (await verifyMessage({ address, message, signature }).catch(() => false)) return;
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
    hint: "Sign exactly the message that is sent, with the wallet that it names.",
  });
}
