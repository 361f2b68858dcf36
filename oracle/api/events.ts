import { createRoute, z } from "@hono/zod-openapi";
import { beforeConsent, checkEvents, contentsNamed, REJECTION_CODES } from "../collect/checkEvents.ts";
import { type EventInput, eventSchema, MAX_EVENTS } from "../collect/eventSchema.ts";
import { type Batch, Intake, type IntakeResult, noConsent } from "../collect/intake.ts";
import { KnownContents } from "../collect/knownContents.ts";
import { REDUCTION_REASONS } from "../prepare/cleaning.ts";
import { ViewerCache } from "../privacy/viewerCache.ts";
import type { Context } from "../service/context.ts";
import { BadInputError, HeedError } from "../service/errors.ts";
import { isOperator } from "./operator.ts";
import { createRouter } from "./router.ts";
import { errors, json, jsonBody } from "./schemas.ts";
import { requireSession } from "./session.ts";

// Described in full but not checked as a whole: an item that doesn't fit is refused by itself, not with its batch.
const itemSchema = z
  .custom<EventInput>(() => true)
  .openapi("BehaviourEvent", {
    ...(z.toJSONSchema(eventSchema) as object),
    type: "object",
    description: "One thing that the viewer did. A dwell's span is [atMs - dwellMs, atMs].",
  });

const resultSchema = z
  .object({
    accepted: z.int().openapi({ description: "Stored now, for good" }),
    duplicates: z.int().openapi({ description: "Ids that were taken before" }),
    dropped: z.int().openapi({ description: "Not stored, because nobody can do that; see reductions" }),
    reductions: z.array(
      z.object({
        id: z.string(),
        reason: z.enum(REDUCTION_REASONS),
        claimedMs: z.int(),
        verifiedMs: z.int().openapi({ description: "What remained after all reductions" }),
        cutMs: z.int().openapi({ description: "What this one took off" }),
      }),
    ),
    rejected: z.array(
      z.object({
        id: z.string().nullable(),
        index: z.int(),
        field: z.string(),
        code: z.enum(REJECTION_CODES),
        message: z.string(),
        hint: z.string(),
      }),
    ),
  })
  .openapi("IntakeResult");

const postEvents = createRoute({
  method: "post",
  path: "/events",
  tags: ["behaviour"],
  summary: "Store what the viewer did: answered after the commit, each id counted once",
  description: `At most ${MAX_EVENTS} events and 256 KB. Needs a session, and the viewer's consent to collection. Nothing is taken about
time before that consent, or before the content's publication, unless the request also carries the operator's token.`,
  request: jsonBody(z.object({ events: z.array(itemSchema) })),
  responses: {
    202: json(resultSchema, "What became of the events"),
    ...errors(400, 401, 403, 413, 415, 429, 503),
  },
});

export function eventRoutes(context: Context) {
  const { clock, metrics, store } = context;
  const contents = new KnownContents(store.db, clock);
  const intake = new Intake(context, contents);
  const viewers = new ViewerCache(context);

  async function submit(address: string, batch: Omit<Batch, "viewer">): Promise<IntakeResult> {
    const known = await viewers.find(address);
    if (!known) throw noConsent();
    try {
      return await intake.submit({ viewer: known, ...batch });
    } catch (error) {
      if (!(error instanceof HeedError) || error.code !== "consent-required") throw error;
      // Erased, and perhaps back under a new pseudonym, by way of another replica.
      viewers.forget(address);
      const viewer = await viewers.find(address);
      if (!viewer || viewer === known) throw error;
      return intake.submit({ viewer, ...batch });
    }
  }

  return createRouter().openapi(postEvents, async (c) => {
    const { address } = requireSession(c);
    const items = c.req.valid("json").events;
    if (items.length > MAX_EVENTS) throw tooMany(items.length);
    await contents.learn(contentsNamed(items));
    const backdated = isOperator(c, context);
    const { events, indices, rejected } = checkEvents(items, clock.nowMs(), contents, backdated);
    const { tooEarly, ...result } = await submit(address, { events, backdated });
    rejected.push(...tooEarly.map(({ event, consentAtMs }) => beforeConsent(event, indices.get(event)!, consentAtMs)));
    rejected.sort((a, b) => a.index - b.index);
    metrics.events.inc({ outcome: "accepted" }, result.accepted);
    metrics.events.inc({ outcome: "duplicate" }, result.duplicates);
    metrics.events.inc({ outcome: "dropped" }, result.dropped);
    metrics.events.inc({ outcome: "rejected" }, rejected.length);
    for (const { code } of rejected) metrics.rejections.inc({ code });
    for (const { reason, cutMs } of result.reductions) {
      metrics.reductions.inc({ reason });
      metrics.reducedSeconds.inc({ reason }, cutMs / 1000);
    }
    return c.json({ ...result, rejected }, 202);
  });
}

function tooMany(count: number): BadInputError {
  return new BadInputError(`The batch has ${count} events; at most ${MAX_EVENTS} are taken at once. None was stored.`, {
    code: "too-many-events",
    field: "events",
    hint: `Send it in parts of at most ${MAX_EVENTS}.`,
  });
}
