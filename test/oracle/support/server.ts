import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { createSiweMessage } from "viem/siwe";
import { createApp } from "../../../oracle/api/app.ts";
import { type Listening, listen } from "../../../oracle/api/listen.ts";
import { MAX_AGE_MS } from "../../../oracle/collect/checkEvents.ts";
import { recordConsent } from "../../../oracle/privacy/consent.ts";
import { holdViewer } from "../../../oracle/privacy/holdViewer.ts";
import { ensureViewer } from "../../../oracle/privacy/viewers.ts";
import type { Context } from "../../../oracle/service/context.ts";

export const WEB_ORIGIN = "http://localhost:3000";

/** Serves the whole API over HTTP on a free port. */
export function serve(context: Context): Promise<Listening> {
  return listen(createApp(context), { host: "127.0.0.1", port: 0 });
}

export interface Answer {
  status: number;
  // The tests look into answers of every shape.
  // biome-ignore lint/suspicious/noExplicitAny: each test asserts the fields it reads
  body: any;
  headers: Headers;
}

/** A browser's view of an oracle: keeps the session cookie. */
export class Visitor {
  readonly #url: string;
  #cookie: string | null = null;

  constructor(url: string) {
    this.#url = url;
  }

  /** The session's cookie as it is sent, or null. */
  get cookie(): string | null {
    return this.#cookie;
  }

  /** The same visitor, cookie and all, at another replica. */
  at(url: string): Visitor {
    const there = new Visitor(url);
    there.#cookie = this.#cookie;
    return there;
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        origin: WEB_ORIGIN,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(this.#cookie ? { cookie: this.#cookie } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const [set] = response.headers.getSetCookie();
    if (set) this.#cookie = set.split(";")[0] ?? null;
    const text = await response.text();
    return { status: response.status, body: text && parse(text), headers: response.headers };
  }
}

export interface SignInChanges {
  domain?: string;
  uri?: string;
  chainId?: number;
  nonce?: string;
  issuedAt?: Date;
  expirationTime?: Date;
  notBefore?: Date;
}

/** Returns a message for signing in, with a fresh nonce of the oracle's unless another is given. */
export async function signInMessage(
  visitor: Visitor,
  context: Context,
  address: `0x${string}`,
  changes: SignInChanges = {},
) {
  const nonce = changes.nonce ?? (await visitor.send("GET", "/auth/nonce")).body.nonce;
  return createSiweMessage({
    address,
    domain: new URL(WEB_ORIGIN).host,
    uri: WEB_ORIGIN,
    version: "1",
    chainId: context.options.chainId,
    issuedAt: new Date(context.clock.nowMs()),
    statement: "Sign in to Heed.",
    ...changes,
    nonce,
  });
}

/** Signs a new wallet (or the given one) in over HTTP. */
export async function signIn(
  url: string,
  context: Context,
  account: PrivateKeyAccount = privateKeyToAccount(generatePrivateKey()),
): Promise<Visitor & { account: PrivateKeyAccount }> {
  const visitor = new Visitor(url);
  const message = await signInMessage(visitor, context, account.address);
  const signature = await account.signMessage({ message });
  const answer = await visitor.send("POST", "/auth/session", { message, signature });
  if (answer.status !== 200) throw new Error(`Signing in failed: ${JSON.stringify(answer.body)}`);
  return Object.assign(visitor, { account });
}

/** The same, having consented to everything long enough ago that no event is about time before it. */
export async function signInConsenting(url: string, context: Context, account?: PrivateKeyAccount) {
  const visitor = await signIn(url, context, account);
  const consentedAtMs = context.clock.nowMs() - MAX_AGE_MS - 24 * 3600 * 1000;
  await holdViewer(context, visitor.account.address, ensureViewer, (transaction, viewer) =>
    recordConsent(transaction, viewer, { collect: true, personalise: true }, consentedAtMs),
  );
  return visitor;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
