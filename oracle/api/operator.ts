import { createHash, timingSafeEqual } from "node:crypto";
import type { Context as HonoContext } from "hono";
import type { Context } from "../service/context.ts";
import { ForbiddenError } from "../service/errors.ts";

/** Whether a request carries the operator's token: `authorization: Bearer …`. */
export function isOperator(c: HonoContext, { operatorToken }: Pick<Context, "operatorToken">): boolean {
  const token = /^bearer (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (!token) return false;
  // Hashes have one length, whatever was sent, so the comparison tells nothing by its time.
  return timingSafeEqual(sha256(token), sha256(operatorToken));
}

/** @throws {ForbiddenError} operator-only, unless the request is the operator's. */
export function requireOperator(c: HonoContext, context: Pick<Context, "operatorToken">): void {
  if (isOperator(c, context)) return;
  throw new ForbiddenError("Only the oracle's operator may do this.", {
    code: "operator-only",
    hint: "Send authorization: Bearer TOKEN, with the token from the file operator-token in HEED_HOME.",
  });
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
