import { hc } from "hono/client";
import type { App } from "./app.ts";

export type Client = ReturnType<typeof createClient>;

/**
 * Returns the typed client of the oracle's API.
 * @example const client = createClient("http://127.0.0.1:8787"); const feed = await (await client.feed.$get({ query: {} })).json();
 */
export function createClient(
  baseUrl: string,
  options: { headers?: Record<string, string>; fetch?: typeof fetch } = {},
) {
  return hc<App>(baseUrl, { ...options, init: { credentials: "include" } });
}
