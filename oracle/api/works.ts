import { createRoute, z } from "@hono/zod-openapi";
import { keccak256, toHex } from "viem";
import { readingTime } from "../recommend/readingTime.ts";
import type { Context } from "../service/context.ts";
import { BadInputError, HeedError } from "../service/errors.ts";
import type { Market } from "../service/market.ts";
import { saveEdition } from "../store/editions.ts";
import { findOwner, saveCreator, saveWork } from "../store/works.ts";
import { createRouter } from "./router.ts";
import { contentIdSchema, errors, hashSchema, json, jsonBody } from "./schemas.ts";
import { requireSession } from "./session.ts";

// PostgreSQL's text holds no NUL.
const noNul = [(value: string) => !value.includes("\u0000"), "should not contain a NUL character"] as const;

const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1, "should not be empty")
    .max(max, `should have at most ${max} characters`)
    .refine(...noNul);

const workSchema = z.object({
  title: text(200),
  summary: text(1_000),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'should be a BCP 47 language tag, such as "en" or "zh"'),
  topics: z.array(text(50)).min(1, "should name a topic").max(10, "should name at most 10 topics"),
  body: z
    .string()
    .min(1, "should not be empty")
    .refine(...noNul)
    .openapi({ description: "Markdown" }),
  replaces: contentIdSchema
    .optional()
    .openapi({ description: "The content that this is a new edition of, by the same creator" }),
});

const deposit = createRoute({
  method: "post",
  path: "/works",
  tags: ["contents"],
  summary: "Deposit a work before publishing it: its hash and uri are what goes on chain",
  description: "Again with the same body: a new description. After publication only title and summary can change.",
  request: jsonBody(workSchema),
  responses: {
    200: json(z.object({ contentHash: hashSchema, uri: z.string() }), "Deposited: publish(uri, contentHash, …) next"),
    ...errors(400, 401, 403, 409, 413, 415, 429),
  },
});

const profile = createRoute({
  method: "put",
  path: "/creators/me",
  tags: ["creators"],
  summary: "Say who you are",
  request: jsonBody(
    z.object({
      name: text(100),
      bio: z
        .string()
        .trim()
        .max(2_000)
        .refine(...noNul)
        .default(""),
    }),
  ),
  responses: {
    200: json(z.object({ address: z.string(), name: z.string(), bio: z.string() }), "Saved"),
    ...errors(400, 401, 403, 413, 415, 429),
  },
});

export function workRoutes({ store: { db }, clock }: Context, market: Market) {
  async function checkEdition(replaces: string, contentHash: string, creator: string): Promise<void> {
    const old = (await market.catalogue.get(replaces))?.content;
    if (old?.creator !== creator) throw notYoursToReplace(replaces);
    if (old.contentHash === contentHash) throw sameText(replaces);
  }

  return createRouter()
    .openapi(deposit, async (c) => {
      const creator = requireSession(c).address;
      const { replaces, ...work } = c.req.valid("json");
      if (!work.body.isWellFormed()) throw brokenText();
      const contentHash = keccak256(toHex(work.body));
      if (replaces !== undefined) await checkEdition(replaces, contentHash, creator);
      const owner = await findOwner(db, contentHash);
      if (owner && owner !== creator) throw notTheCreator(owner);
      const kept = await saveWork(db, {
        ...work,
        ...readingTime(work.body),
        contentHash,
        creator,
        createdAtMs: clock.nowMs(),
      });
      // Deposited by another since we looked.
      if (!kept) throw notTheCreator((await findOwner(db, contentHash)) ?? "another creator");
      if (replaces !== undefined) await saveEdition(db, contentHash, replaces);
      market.catalogue.invalidate();
      return c.json({ contentHash, uri: `heed:work:${contentHash}` }, 200);
    })
    .openapi(profile, async (c) => {
      const { address } = requireSession(c);
      const saved = { address, ...c.req.valid("json") };
      await saveCreator(db, saved);
      market.catalogue.invalidate();
      return c.json(saved, 200);
    });
}

function notYoursToReplace(contentId: string): BadInputError {
  return new BadInputError(`Content ${contentId} isn't one of yours, so nothing of yours can replace it.`, {
    code: "not-the-creator",
    field: "replaces",
    hint: "Name a content that this wallet published, or leave the field out.",
  });
}

function sameText(contentId: string): BadInputError {
  return new BadInputError(`The text is, letter for letter, that of content ${contentId}.`, {
    code: "same-text",
    field: "body",
    hint: "Change the text, or keep the edition there is: title and summary can change without a new one.",
  });
}

function notTheCreator(owner: string): HeedError {
  return new HeedError(`This very text is already ${owner}'s, by deposit or publication.`, {
    code: "not-the-creator",
    status: 409,
    field: "body",
    hint: "Sign in as that creator to change its description, or deposit a text of your own.",
  });
}

function brokenText(): BadInputError {
  return new BadInputError(
    "The body holds half of a character (a lone surrogate), so its hash would not be the text's.",
    {
      code: "bad-input",
      field: "body",
      hint: "Send well-formed Unicode text.",
    },
  );
}
