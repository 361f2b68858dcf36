import { createHash, randomBytes } from "node:crypto";
import type { Context as HonoContext } from "hono";
import { type Address, getAddress, type Hex, isAddress, recoverMessageAddress } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { HeedError } from "../service/errors.ts";

/** How far a request's time may be from the oracle's: longer, and whoever overheard it could send it again. */
const LIFETIME_MS = 60_000;
const SCHEME = "Heed-Reporter";

/** What a reporter signs of a request (EIP-191), so that it opens this request, at this oracle's contracts, once, within a minute, and nothing else. */
function messageOf(method: string, path: string, body: string, atMs: number, nonce: string, oracle: Address): string {
  const digest = createHash("sha256").update(body).digest("hex");
  return `Heed reporter request\n${method} ${path}\nbody ${digest}\nat ${atMs}\nnonce ${nonce}\nto ${oracle}`;
}

/** Makes the authorization header of a reporter's request. */
export async function signRequest(
  account: PrivateKeyAccount,
  {
    method,
    path,
    body = "",
    atMs,
    oracle,
  }: { method: string; path: string; body?: string; atMs: number; oracle: Address },
): Promise<string> {
  const nonce = randomBytes(16).toString("hex");
  const signature = await account.signMessage({ message: messageOf(method, path, body, atMs, nonce, oracle) });
  return `${SCHEME} ${account.address} ${atMs} ${nonce} ${signature}`;
}

/** Nonces of requests that were answered, while these could be sent again by who overheard them. */
export class UsedRequests {
  readonly #untilMs = new Map<string, number>();

  /** @returns whether it is used for the first time */
  use(nonce: string, atMs: number, nowMs: number): boolean {
    for (const [old, untilMs] of this.#untilMs) if (untilMs < nowMs) this.#untilMs.delete(old);
    if (this.#untilMs.has(nonce)) return false;
    this.#untilMs.set(nonce, atMs + LIFETIME_MS);
    return true;
  }
}

interface Door {
  oracle: Address;
  nowMs: number;
  reporters: () => Promise<readonly Address[]>;
  used: UsedRequests;
}

/**
 * Returns who signed a request.
 * @throws {HeedError} reporters-only unless the signature is a minute old at most, by one of `reporters`, and used for the first time
 */
export async function requireReporter(c: HonoContext, { oracle, nowMs, reporters, used }: Door): Promise<Address> {
  const [scheme, address = "", time = "", nonce = "", signature = ""] = (c.req.header("authorization") ?? "").split(
    " ",
  );
  const atMs = Number(time);
  if (
    scheme !== SCHEME ||
    !isAddress(address) ||
    !/^\d{1,16}$/.test(time) ||
    !/^[0-9a-f]{32}$/.test(nonce) ||
    !/^0x[0-9a-f]{130}$/i.test(signature)
  )
    throw reportersOnly("This is for reporters alone.");
  if (Math.abs(nowMs - atMs) > LIFETIME_MS)
    throw reportersOnly("The request was signed more than a minute ago, or ahead: the reporter's clock is off.");
  // Before the signature is looked at, which costs more.
  if (!(await reporters()).some((one) => getAddress(one) === getAddress(address)))
    throw reportersOnly(`${getAddress(address)} isn't a reporter on the chain.`);
  const { pathname, search } = new URL(c.req.url);
  const message = messageOf(c.req.method, pathname + search, await c.req.text(), atMs, nonce, oracle);
  const signer = await recoverMessageAddress({ message, signature: signature as Hex }).catch(() => null);
  if (signer !== getAddress(address)) throw reportersOnly(`The request isn't signed by ${getAddress(address)}.`);
  if (!used.use(`${signer} ${nonce}`, atMs, nowMs))
    throw reportersOnly("This request was sent before: sign each one anew.");
  return signer;
}

function reportersOnly(message: string): HeedError {
  return new HeedError(message, {
    code: "reporters-only",
    status: 403,
    field: "authorization",
    hint: "Run npm run heed -- report with the key of a reporter that AttentionOracle names.",
  });
}
