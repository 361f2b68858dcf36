import type { ClientResponse } from "hono/client";
import type { PrivateKeyAccount } from "viem/accounts";
import { createSiweMessage } from "viem/siwe";
import { type Client, createClient } from "../../oracle/api/client.ts";

/** Where the demo's people sign in. */
export interface Place {
  oracleUrl: string;
  /** The dApp's origin: what a sign-in message names as its domain. */
  webOrigin: string;
  chainId: number;
}

/** The API answered with an error; the message has its words and its hint. */
export class RequestFailed extends Error {}

type Success<R> = R extends ClientResponse<infer T, 200 | 201 | 202, string> ? T : never;

/** Reads an answer's JSON. Throws {@link RequestFailed} unless the answer is a success. */
export async function answerOf<R extends ClientResponse<unknown, number, string>>(response: R): Promise<Success<R>> {
  if (response.ok) return (await response.json()) as Success<R>;
  const body = (await response.json().catch(() => null)) as { error?: { message: string; hint: string } } | null;
  const said = body?.error ? `${body.error.message} ${body.error.hint}` : "no explanation";
  throw new RequestFailed(`${new URL(response.url).pathname} answered ${response.status}: ${said}`);
}

/** Signs somebody in with their wallet (SIWE) and returns the client that acts as them. */
export async function signIn(place: Place, account: PrivateKeyAccount): Promise<Client> {
  return createClient(place.oracleUrl, { headers: { cookie: await signInCookie(place, account) } });
}

/** What makes one request the operator's too: only the operator's may be about time before consent and publication. */
export function asOperator(token: string): { headers: { authorization: string } } {
  return { headers: { authorization: `Bearer ${token}` } };
}

/** Signs somebody in and returns the cookie that says so. */
export async function signInCookie(place: Place, account: PrivateKeyAccount): Promise<string> {
  const anyone = createClient(place.oracleUrl);
  const { nonce } = await answerOf(await anyone.auth.nonce.$get());
  const message = createSiweMessage({
    address: account.address,
    chainId: place.chainId,
    domain: new URL(place.webOrigin).host,
    uri: place.webOrigin,
    nonce,
    version: "1",
    statement: "Sign in to Heed.",
  });
  const signature = await account.signMessage({ message });
  const response = await anyone.auth.session.$post({ json: { message, signature } });
  await answerOf(response);
  return response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}
