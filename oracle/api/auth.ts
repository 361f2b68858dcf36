import { createRoute, z } from "@hono/zod-openapi";
import { issueNonce, verifySignIn } from "../collect/signIn.ts";
import type { Context } from "../service/context.ts";
import { createRouter } from "./router.ts";
import { addressSchema, errors, json, jsonBody } from "./schemas.ts";
import { endSession, startSession } from "./session.ts";

const tags = ["session"];

const getNonce = createRoute({
  method: "get",
  path: "/auth/nonce",
  tags,
  summary: "A nonce for one sign-in, good for ten minutes",
  responses: { 200: json(z.object({ nonce: z.string() }), "The nonce"), ...errors(429) },
});

const signIn = createRoute({
  method: "post",
  path: "/auth/session",
  tags,
  summary: "Sign in with a signed EIP-4361 message; sets the cookie heed_session",
  request: jsonBody(z.object({ message: z.string().max(4000), signature: z.string().max(20_000) })),
  responses: {
    200: json(z.object({ address: addressSchema, expiresAtMs: z.int() }), "Signed in"),
    ...errors(400, 401, 403, 413, 415, 429),
  },
});

const whoAmI = createRoute({
  method: "get",
  path: "/auth/session",
  tags,
  summary: "Who is signed in",
  responses: { 200: json(z.object({ address: addressSchema.nullable() }), "The wallet, or null"), ...errors(429) },
});

const signOut = createRoute({
  method: "delete",
  path: "/auth/session",
  tags,
  summary: "Sign out",
  responses: { 204: { description: "Signed out" }, ...errors(403, 429) },
});

export function authRoutes(context: Context) {
  return createRouter()
    .openapi(getNonce, async (c) => c.json({ nonce: await issueNonce(context) }, 200))
    .openapi(signIn, async (c) => {
      const { message, signature } = c.req.valid("json");
      const address = await verifySignIn(context, message, signature);
      return c.json(await startSession(c, context, address), 200);
    })
    .openapi(whoAmI, (c) => c.json({ address: c.get("session")?.address ?? null }, 200))
    .openapi(signOut, (c) => {
      endSession(c);
      return c.body(null, 204);
    });
}
