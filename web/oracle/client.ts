import type { Address, Hex } from "viem";
import { OracleError, oracleErrorOf } from "./OracleError.ts";
import type { BehaviourEvent, Consent, ContentDetail, ContentSummary, Feed, Quotes, Share, Wei } from "./types.ts";

export interface Status {
  version: string;
  audience: "simulated" | "real";
  chain: { id: number; block: number; indexedBlock: number };
  model: { name: string; hash: Hex; trainedAtMs: number; metrics: Record<string, number> } | null;
  counts: { viewers: number; events: number; contents: number; purchases: number };
  rateWeiPerSecond: Wei;
}

export interface Attention {
  verifiedMs: number;
  reductions: { reason: string; count: number; cutMs: number }[];
  contents: { contentId: string; verifiedMs: number }[];
}

export interface Licence {
  content: ContentSummary;
  quantity: number;
  boughtAtMs: number | null;
  txHash: Hex;
  unitPriceWei: Wei;
}

export interface CreatorPage {
  address: Address;
  name: string;
  bio: string;
  contents: ContentSummary[];
  revenueWei: Wei;
  claimedWei: Wei;
  splits: { splitId: string; bps: number; revenueWei: Wei; dueWei: Wei }[];
  attention: { contentId: string; seconds: number | null; viewers: number | null }[];
  purchases: number;
  following: boolean;
}

export interface EventsReceipt {
  accepted: number;
  duplicates: number;
  reductions: { id: string; reason: string; claimedMs: number; verifiedMs: number }[];
  rejected: { id: string; index: number; field: string; code: string; message: string; hint: string }[];
}

type Method = "GET" | "POST" | "PUT" | "DELETE";

async function ask<T>(url: string, method: Method, body?: unknown, keepalive = false): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      credentials: "include",
      keepalive,
      ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw OracleError.unreachable(cause);
  }
  if (!response.ok) throw await oracleErrorOf(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** The oracle's HTTP API, a method a route. Every method throws OracleError. */
export function oracleClient(url: string) {
  return {
    url,
    status: () => ask<Status>(`${url}/status`, "GET"),
    nonce: () => ask<{ nonce: string }>(`${url}/auth/nonce`, "GET"),
    session: () => ask<{ address: Address | null }>(`${url}/auth/session`, "GET"),
    signIn: (message: string, signature: Hex) =>
      ask<{ address: Address; expiresAtMs: number }>(`${url}/auth/session`, "POST", { message, signature }),
    signOut: () => ask<unknown>(`${url}/auth/session`, "DELETE"),
    consent: () => ask<Consent>(`${url}/consent`, "GET"),
    setConsent: (consent: Consent) => ask<Consent>(`${url}/consent`, "PUT", consent),
    sendEvents: (events: BehaviourEvent[]) => ask<EventsReceipt>(`${url}/events`, "POST", { events }, true),
    attention: () => ask<Attention>(`${url}/me/attention`, "GET"),
    contentAttention: (id: string) => ask<Attention>(`${url}/me/attention?contentId=${encodeURIComponent(id)}`, "GET"),
    exportMe: () => ask<unknown>(`${url}/me/export`, "GET"),
    eraseMe: () => ask<unknown>(`${url}/me`, "DELETE"),
    content: (id: string) => ask<ContentDetail>(`${url}/contents/${encodeURIComponent(id)}`, "GET"),
    body: (id: string) => ask<{ body: string }>(`${url}/contents/${encodeURIComponent(id)}/body`, "GET"),
    feed: (scope: "all" | "following") => ask<Feed>(`${url}/feed?scope=${scope}`, "GET"),
    quotes: (id: string, terms: Record<string, string>) =>
      ask<Quotes>(`${url}/quotes/${encodeURIComponent(id)}?${new URLSearchParams(terms)}`, "GET"),
    explanation: (digest: Hex) =>
      ask<{ holds: boolean; differences: unknown[] }>(`${url}/explanations/${digest}`, "GET"),
    library: () => ask<{ licences: Licence[] }>(`${url}/library`, "GET"),
    creator: (address: string) => ask<CreatorPage>(`${url}/creators/${encodeURIComponent(address)}`, "GET"),
    follow: (creator: Address) => ask<unknown>(`${url}/follows/${creator}`, "PUT"),
    unfollow: (creator: Address) => ask<unknown>(`${url}/follows/${creator}`, "DELETE"),
    faucet: (address: Address) => ask<{ ethWei: Wei; heedWei: Wei; txHash: Hex }>(`${url}/faucet`, "POST", { address }),
  };
}

export type OracleClient = ReturnType<typeof oracleClient>;
export type { Share };
