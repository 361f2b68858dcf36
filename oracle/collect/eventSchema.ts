import { z } from "@hono/zod-openapi";
import { EVENT_KINDS } from "../prepare/events.ts";

export const MAX_EVENTS = 500;
export const MAX_BODY_BYTES = 256 * 1024;
const DAY_MS = 24 * 3600 * 1000;

/** More blocks than any text has. */
const LAST_SECTION = 9999;

export const contentIdPattern = /^[1-9]\d{0,77}$/;

/** One item of POST /events. */
export const eventSchema = z
  .strictObject({
    id: z.uuid("should be a UUID, made by the client once for this event"),
    contentId: z.string().regex(contentIdPattern, "should be a content's id: digits in a string"),
    kind: z.enum(EVENT_KINDS, `should be one of ${EVENT_KINDS.join(", ")}`),
    atMs: z.int("should be a whole number of milliseconds since 1970").min(0, "should be milliseconds since 1970"),
    dwellMs: z
      .int("should be a whole number of milliseconds")
      .min(0, "should not be negative")
      .max(DAY_MS, "should be at most a day")
      .optional(),
    section: z
      .int("should be a whole number: the block of the text, counted from 0")
      .min(0, "should not be negative")
      .max(LAST_SECTION, `should be at most ${LAST_SECTION}`)
      .optional(),
  })
  .refine(({ kind, dwellMs }) => kind === "dwell" || !dwellMs, {
    path: ["dwellMs"],
    message: "should be left out: only a dwell lasts",
  })
  .refine(({ kind, dwellMs }) => kind !== "dwell" || dwellMs !== undefined, {
    path: ["dwellMs"],
    message: "is missing: a dwell says how long it lasted",
  })
  .refine(({ kind, section }) => kind === "dwell" || section === undefined, {
    path: ["section"],
    message: "should be left out: only a dwell is somewhere in the text",
  });

/** What a client sends for one event. */
export type EventInput = z.input<typeof eventSchema>;
