import { createRoute, z } from "@hono/zod-openapi";
import { currentConsent } from "../privacy/consent.ts";
import { holdViewer } from "../privacy/holdViewer.ts";
import { findViewer } from "../privacy/viewers.ts";
import type { Context } from "../service/context.ts";
import { ForbiddenError } from "../service/errors.ts";
import { deleteEarner, type Earner, readEarner, saveEarner } from "../store/earners.ts";
import { createRouter } from "./router.ts";
import { errors, json, jsonBody } from "./schemas.ts";
import { requireSession } from "./session.ts";

/** What of the earnings goes to the creators attended to, unless the viewer says otherwise. */
export const DEFAULT_SHARE_BPS = 3_000;
/** The rule's own limit, and so the highest that a viewer can set: four hours a day. */
const MOST_DAILY_SECONDS = 4 * 3600;
/** Less would pay for no piece at all. */
const LEAST_DAILY_SECONDS = 60;

const dailySecondsSchema = z
  .int("should be a whole number of seconds, or null for the rule's own limit")
  .min(LEAST_DAILY_SECONDS, `should be at least ${LEAST_DAILY_SECONDS}`)
  .max(MOST_DAILY_SECONDS, `should be at most ${MOST_DAILY_SECONDS}: nobody is paid for more than four hours a day`)
  .nullable()
  .openapi({ description: "Paid attention a day at most; null: the rule's four hours" });

const shareSchema = z
  .int("should be a whole number of ten-thousandths")
  .min(0, "should not be negative")
  .max(10_000, "should be at most 10000: all of it")
  .openapi({ description: "What the creators attended to get of the earnings, in ten-thousandths" });

const earningSchema = z
  .object({
    optedIn: z.boolean(),
    shareBps: shareSchema,
    dailySeconds: dailySecondsSchema,
    sinceMs: z.int().nullable().openapi({ description: "Attention before this is never paid; null while opted out" }),
  })
  .openapi("Earning");

const read = createRoute({
  method: "get",
  path: "/me/earning",
  tags: ["earning"],
  summary: "Whether the viewer opted in to ads and to being paid for attention; off until it is said",
  responses: { 200: json(earningSchema, "In force now"), ...errors(401, 429) },
});

const write = createRoute({
  method: "put",
  path: "/me/earning",
  tags: ["earning"],
  summary: "Opt in, or change the terms",
  description: `Shows ads, labelled, and pays for attention that campaigns bought. The account is kept beside the pseudonym, since
somebody must be paid. Each epoch's published rows say for how many of the account's seconds which campaigns paid. A campaign's topics are
public, so from these rows anybody can see which topics the account read in that epoch, and where a topic has few pieces, which piece. Needs consent to collection.`,
  request: jsonBody(
    z.object({ shareBps: shareSchema.default(DEFAULT_SHARE_BPS), dailySeconds: dailySecondsSchema.default(null) }),
  ),
  responses: { 200: json(earningSchema, "In force from now on"), ...errors(400, 401, 403, 415, 429) },
});

const remove = createRoute({
  method: "delete",
  path: "/me/earning",
  tags: ["earning"],
  summary: "Opt out: no more ads, and no attention is paid any more; what was earned stays",
  responses: { 200: json(earningSchema, "In force from now on"), ...errors(401, 403, 429) },
});

export function earningRoutes(context: Context) {
  const { db } = context.store;
  return createRouter()
    .openapi(read, async (c) => {
      const viewer = await findViewer(context, requireSession(c).address);
      return c.json(shown(viewer && (await readEarner(db, viewer))), 200);
    })
    .openapi(write, async (c) => {
      const { address } = requireSession(c);
      const terms = c.req.valid("json");
      // Held, so that neither an erasure nor a withdrawal under way can be followed by an opting in of before.
      const saved = await holdViewer(context, address, findViewer, async (transaction, viewer) => {
        const { collect } = await currentConsent(transaction, viewer);
        if (!collect) return null;
        return saveEarner(transaction, { viewer, account: address, ...terms, sinceMs: context.clock.nowMs() });
      });
      if (!saved) throw noConsent();
      return c.json(shown(saved), 200);
    })
    .openapi(remove, async (c) => {
      const { address } = requireSession(c);
      await holdViewer(context, address, findViewer, deleteEarner);
      return c.json(shown(null), 200);
    });
}

function shown(earner: Earner | null) {
  if (!earner) return { optedIn: false, shareBps: DEFAULT_SHARE_BPS, dailySeconds: null, sinceMs: null };
  const { shareBps, dailySeconds, sinceMs } = earner;
  return { optedIn: true, shareBps, dailySeconds, sinceMs };
}

function noConsent(): ForbiddenError {
  return new ForbiddenError("Attention that isn't measured can't be paid: you haven't consented to collection.", {
    code: "consent-required",
    hint: "Consent first: PUT /consent with collect: true.",
  });
}
