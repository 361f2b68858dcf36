import { isIPv6 } from "node:net";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context as HonoContext } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { createMiddleware } from "hono/factory";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { MAX_BODY_BYTES } from "../collect/eventSchema.ts";
import { ForbiddenError, HeedError } from "../service/errors.ts";
import type { Options } from "../service/options.ts";
import type { ApiEnv } from "./router.ts";

/** Lets the dApp's own pages, and no others, read answers in a browser. */
export function allowOrigins({ webOrigins }: Pick<Options, "webOrigins">) {
  return cors({
    origin: (origin) => (webOrigins.includes(origin) ? origin : null),
    credentials: true,
    allowMethods: ["GET", "POST", "PUT", "DELETE"],
    allowHeaders: ["content-type"],
    exposeHeaders: ["retry-after"],
    maxAge: 600,
  });
}

/** Refuses changes that another site's page asks for: the cookie is SameSite=Strict, this is the second lock. */
export function refuseForeignChanges({ webOrigins }: Pick<Options, "webOrigins">) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const origin = c.req.header("origin");
    const foreign =
      origin === undefined ? c.req.header("sec-fetch-site") === "cross-site" : !webOrigins.includes(origin);
    if (changes(c) && foreign) {
      throw new ForbiddenError(`Pages of ${origin ?? "another site"} may not change anything here.`, {
        code: "foreign-origin",
        hint: "Use the dApp's own address; the oracle's operator sets it as HEED_WEB_ORIGIN.",
      });
    }
    await next();
  });
}

/** Refuses a body that isn't said to be JSON, and one that is too large before it is read. */
export const refuseOtherBodies = [
  createMiddleware<ApiEnv>(async (c, next) => {
    const type = c.req.header("content-type");
    const hasBody = c.req.header("transfer-encoding") !== undefined || Number(c.req.header("content-length") ?? 0) > 0;
    if (changes(c) && hasBody && !/^application\/json\b/i.test(type ?? "")) {
      throw new HeedError(`The body is said to be ${type ?? "of no type"}.`, {
        code: "not-json",
        status: 415,
        field: "content-type",
        hint: "Send JSON, with the header content-type: application/json.",
      });
    }
    await next();
  }),
  bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: () => {
      throw new HeedError(`The body is larger than ${MAX_BODY_BYTES / 1024} KB. Nothing of it was stored.`, {
        code: "body-too-large",
        status: 413,
        field: "body",
        hint: "Send it in smaller parts.",
      });
    },
  }),
];

/** People behind one address: a household, an office, a reverse proxy that isn't too busy. */
const SESSIONS_PER_PEER = 10;

/**
 * Limits how much one session, or one peer without a session, may ask for, and a peer's sessions together: wallets cost nothing.
 * A peer is whatever connects, so behind a reverse proxy all of its clients count as one.
 */
export function limitRate({ requestsPerMinute }: Pick<Options, "requestsPerMinute">) {
  const bySession = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 });
  const byPeer = new RateLimiterMemory({ points: SESSIONS_PER_PEER * requestsPerMinute, duration: 60 });
  return createMiddleware<ApiEnv>(async (c, next) => {
    const peer = peerOf(c);
    await take(c, bySession, c.get("session")?.address ?? peer);
    await take(c, byPeer, peer);
    await next();
  });
}

async function take(c: HonoContext, limiter: RateLimiterMemory, key: string): Promise<void> {
  await limiter.consume(key).catch((refusal: unknown) => {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.ceil(refusal.msBeforeNext / 1000);
    c.header("retry-after", String(seconds));
    throw new HeedError(`More than ${limiter.points} requests in a minute.`, {
      code: "too-many-requests",
      status: 429,
      hint: `Wait ${seconds} s, and send events in larger batches.`,
      retry: true,
    });
  });
}

function changes(c: HonoContext): boolean {
  return !["GET", "HEAD", "OPTIONS"].includes(c.req.method);
}

/** Who asks: what is connected, which behind a reverse proxy is the proxy. Of an IPv6 address the /64, which one host has to itself. */
export function peerOf(c: HonoContext): string {
  // Without a server around it (app.request) there is no connection.
  return c.env && "incoming" in c.env ? networkOf(getConnInfo(c).remote.address ?? "unknown") : "unknown";
}

/** An IPv4 address as it is, also where it is written as IPv6; of an IPv6 address the first four groups. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const after = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? 0 : 8 - groups.length - after.length;
  const all = [...groups, ...Array<string>(zeros).fill("0"), ...after];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
