import type { Context as HonoContext } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import { sealData, unsealData } from "iron-session";
import { cookiePassword } from "../privacy/keys.ts";
import type { Context } from "../service/context.ts";
import { NotSignedInError } from "../service/errors.ts";
import type { ApiEnv } from "./router.ts";

/** Who is signed in. The whole session is in the sealed cookie: no replica keeps any. */
export interface Session {
  /** Checksummed. */
  address: `0x${string}`;
  expiresAtMs: number;
}

const COOKIE = "heed_session";
const SESSION_SECONDS = 7 * 24 * 3600;
// Unsealing costs two key derivations; a viewer's cookie is the same for a week.
const CACHED_SESSIONS = 10_000;

/** Returns the middleware that sets `session` from the cookie; a missing, altered or expired one is nobody's. */
export function readSession(context: Context) {
  const cache = new Map<string, Session>();
  const password = sealPassword(context);
  const open = async (sealed: string): Promise<Session | null> => {
    const known = cache.get(sealed);
    if (known) return known;
    const session = await unsealData<Partial<Session>>(sealed, { password, ttl: SESSION_SECONDS });
    if (!session.address || !session.expiresAtMs) return null;
    if (cache.size >= CACHED_SESSIONS) cache.clear();
    cache.set(sealed, session as Session);
    return session as Session;
  };
  return createMiddleware<ApiEnv>(async (c, next) => {
    const sealed = getCookie(c, COOKIE);
    const session = sealed ? await open(sealed) : null;
    c.set("session", session && session.expiresAtMs > context.clock.nowMs() ? session : null);
    await next();
  });
}

/** Signs an address in: sets the cookie and returns the session. */
export async function startSession(c: HonoContext, context: Context, address: `0x${string}`): Promise<Session> {
  const session = { address, expiresAtMs: context.clock.nowMs() + SESSION_SECONDS * 1000 };
  const sealed = await sealData(session, { password: sealPassword(context), ttl: SESSION_SECONDS });
  const secure = new URL(c.req.url).protocol === "https:" || c.req.header("x-forwarded-proto") === "https";
  setCookie(c, COOKIE, sealed, { httpOnly: true, sameSite: "Strict", path: "/", maxAge: SESSION_SECONDS, secure });
  return session;
}

export function endSession(c: HonoContext): void {
  deleteCookie(c, COOKIE, { path: "/" });
}

/**
 * Returns the session of a route that needs one.
 * @throws {NotSignedInError}
 */
export function requireSession(c: HonoContext<ApiEnv>): Session {
  const session = c.get("session");
  if (!session) throw new NotSignedInError();
  return session;
}

function sealPassword(context: Context): string {
  return cookiePassword(context.secret);
}
