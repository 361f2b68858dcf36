import { randomUUID } from "node:crypto";
import { createRoute, z } from "@hono/zod-openapi";
import { REDUCTION_REASONS } from "../prepare/cleaning.ts";
import { holdViewer } from "../privacy/holdViewer.ts";
import { findViewer } from "../privacy/viewers.ts";
import type { Context } from "../service/context.ts";
import { HeedError, NotFoundError } from "../service/errors.ts";
import { RULES } from "../settle/rules.ts";
import {
  type Appeal,
  answerAppeal,
  findOpenAppeal,
  insertAppeal,
  readAppeals,
  readAppealsOf,
  readCut,
} from "../store/appeals.ts";
import { requireOperator } from "./operator.ts";
import { createRouter } from "./router.ts";
import { errors, json, jsonBody } from "./schemas.ts";
import { requireSession } from "./session.ts";

const MOST_CHARACTERS = 1_000;
const MOST_LISTED = 500;
const KNOWN_RULES: ReadonlySet<string> = new Set([...RULES, ...REDUCTION_REASONS]);

const textSchema = (what: string) =>
  z
    .string()
    .trim()
    .min(1, `should say ${what}`)
    .max(MOST_CHARACTERS, `should be at most ${MOST_CHARACTERS} characters`)
    // The operator reads it in a terminal, and no store takes a NUL.
    .refine((value) => !/[^\P{Cc}\n\t]/u.test(value), "should contain no control characters but line breaks and tabs");

const stateSchema = z.enum(["open", "upheld", "refused"]);

const appealSchema = z
  .object({
    id: z.string(),
    rule: z.string().openapi({ description: "Of a reduction: of intake's rules or of an epoch's" }),
    epoch: z.int().nullable().openapi({ description: "Null for a rule of intake's" }),
    message: z.string(),
    state: stateSchema,
    answer: z.string().nullable(),
    createdAtMs: z.int(),
    answeredAtMs: z.int().nullable(),
  })
  .openapi("Appeal");

const listOwn = createRoute({
  method: "get",
  path: "/me/appeals",
  tags: ["earning"],
  summary: "The viewer's appeals against reductions, and the answers",
  responses: { 200: json(z.object({ appeals: z.array(appealSchema) }), "Newest first"), ...errors(401, 429) },
});

const send = createRoute({
  method: "post",
  path: "/me/appeals",
  tags: ["earning"],
  summary: "Appeal against a reduction of one's own attention: a person reads it and answers",
  request: jsonBody(
    z.object({
      rule: z.string().refine((rule) => KNOWN_RULES.has(rule), "should be the rule of a reduction"),
      epoch: z.int().min(0).nullable().default(null),
      message: textSchema("what was wrong about the reduction"),
    }),
  ),
  responses: { 201: json(appealSchema, "Sent"), ...errors(400, 401, 403, 404, 409, 415, 429) },
});

const list = createRoute({
  method: "get",
  path: "/appeals",
  tags: ["operator"],
  summary: "Everybody's appeals, under pseudonyms",
  request: { query: z.object({ state: stateSchema.optional() }) },
  responses: {
    200: json(
      z.object({ appeals: z.array(appealSchema.extend({ viewer: z.string(), cutMs: z.int() })) }),
      `Oldest first, ${MOST_LISTED} at most`,
    ),
    ...errors(400, 403),
  },
});

const answer = createRoute({
  method: "post",
  path: "/appeals/{id}/answer",
  tags: ["operator"],
  summary: "Answer an appeal, once",
  description: `An answer says in words what follows from it. It changes no epoch that was reported: that is signed, and everybody can
recompute it.`,
  request: {
    params: z.object({ id: z.string() }),
    ...jsonBody(z.object({ state: z.enum(["upheld", "refused"]), answer: textSchema("why") })),
  },
  responses: { 200: json(appealSchema, "Answered"), ...errors(400, 403, 404, 409) },
});

export function appealRoutes(context: Context) {
  const { db } = context.store;
  return createRouter()
    .openapi(listOwn, async (c) => {
      const viewer = await findViewer(context, requireSession(c).address);
      return c.json({ appeals: viewer ? (await readAppealsOf(db, viewer)).map(shown) : [] }, 200);
    })
    .openapi(send, async (c) => {
      const { rule, epoch, message } = c.req.valid("json");
      const { address } = requireSession(c);
      const sent = await holdViewer(context, address, findViewer, async (transaction, viewer) => {
        if ((await readCut(transaction, viewer, rule, epoch)) === 0) throw nothingCut(rule, epoch);
        if (await findOpenAppeal(transaction, viewer, rule, epoch)) throw openAlready();
        const createdAtMs = context.clock.nowMs();
        return insertAppeal(transaction, {
          id: randomUUID(),
          viewer,
          rule,
          epoch,
          message,
          state: "open",
          createdAtMs,
        });
      });
      if (!sent) throw nothingCut(rule, epoch);
      return c.json(shown(sent), 201);
    })
    .openapi(list, async (c) => {
      requireOperator(c, context);
      const found = await readAppeals(db, c.req.valid("query").state, MOST_LISTED);
      return c.json({ appeals: found.map((one) => ({ ...shown(one), viewer: one.viewer, cutMs: one.cutMs })) }, 200);
    })
    .openapi(answer, async (c) => {
      requireOperator(c, context);
      const { id } = c.req.valid("param");
      const found = await answerAppeal(db, id, { ...c.req.valid("json"), answeredAtMs: context.clock.nowMs() });
      if (!found) throw unknownAppeal(id);
      if (!found.answered) throw answeredAlready(found.appeal);
      return c.json(shown(found.appeal), 200);
    });
}

function shown({ id, rule, epoch, message, state, answer, createdAtMs, answeredAtMs }: Appeal) {
  return { id, rule, epoch, message, state: state as z.infer<typeof stateSchema>, answer, createdAtMs, answeredAtMs };
}

function nothingCut(rule: string, epoch: number | null): NotFoundError {
  const where = epoch === null ? "at intake" : `in epoch ${epoch}`;
  return new NotFoundError(`The rule «${rule}» took nothing off your attention ${where}.`, {
    code: "no-such-reduction",
    field: "rule",
    hint: "Appeal against a reduction of your own: GET /me/earnings and GET /me/attention list them.",
  });
}

function openAlready(): HeedError {
  return new HeedError("Your appeal against this reduction is open.", {
    code: "appeal-open",
    status: 409,
    hint: "Wait for the answer: GET /me/appeals has it once it is there.",
  });
}

function unknownAppeal(id: string): NotFoundError {
  return new NotFoundError(`There is no appeal ${id}.`, {
    code: "no-such-appeal",
    field: "id",
    hint: "GET /appeals lists them; a viewer who was erased took theirs along.",
  });
}

function answeredAlready({ state }: Appeal): HeedError {
  return new HeedError(`The appeal was answered already: ${state}.`, {
    code: "appeal-answered",
    status: 409,
    hint: "An answer stands. The viewer may appeal again.",
  });
}
