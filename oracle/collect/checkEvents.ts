import type { z } from "@hono/zod-openapi";
import type { BehaviourEvent } from "../prepare/events.ts";
import { eventSchema } from "./eventSchema.ts";

/** How far ahead a client's clock may be. */
export const MAX_AHEAD_MS = 60_000;
/** How long a client may keep events before it sends them. */
export const MAX_AGE_MS = 7 * 24 * 3600 * 1000;

/** Why one event of a batch was refused; the rest of the batch isn't touched by it. */
export interface Rejection {
  /** The event's id, if it has a readable one. */
  id: string | null;
  /** Its place in the batch, from 0. */
  index: number;
  field: string;
  code: "malformed" | "future" | "too-old" | "unknown-content";
  message: string;
  hint: string;
}

export interface CheckedEvents {
  events: BehaviourEvent[];
  rejected: Rejection[];
}

/** Sorts a batch into events that can be stored and rejections, one by one. */
export function checkEvents(
  items: readonly unknown[],
  nowMs: number,
  isKnown: (contentId: string) => boolean,
): CheckedEvents {
  const events: BehaviourEvent[] = [];
  const rejected: Rejection[] = [];
  items.forEach((item, index) => {
    const parsed = eventSchema.safeParse(item);
    if (!parsed.success) {
      rejected.push({ id: idOf(item), index, ...malformed(parsed.error) });
      return;
    }
    // One UUID has two spellings.
    const event = { ...parsed.data, id: parsed.data.id.toLowerCase(), dwellMs: parsed.data.dwellMs ?? 0 };
    const problem =
      timeProblem(event.atMs, nowMs) ?? (isKnown(event.contentId) ? null : unknownContent(event.contentId));
    if (problem) rejected.push({ id: event.id, index, ...problem });
    else events.push(event);
  });
  return { events, rejected };
}

/** Returns the contents that a batch names, however malformed it is. */
export function contentsNamed(items: readonly unknown[]): string[] {
  const named = items.map((item) => (item as { contentId?: unknown } | null)?.contentId);
  return [...new Set(named.filter((id): id is string => typeof id === "string" && id.length <= 78))];
}

type Problem = Omit<Rejection, "id" | "index">;

function malformed(error: z.ZodError): Problem {
  const issue = error.issues[0]!;
  const unexpected = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const field = unexpected ?? (issue.path.join(".") || "event");
  const message =
    unexpected === undefined ? `${field} ${describe(issue.message)}.` : `${field} is not a field of an event.`;
  return { field, code: "malformed", message, hint: "Correct this event and send it again; the others needn't be." };
}

// Zod's own messages begin with a capital ("Invalid input: …"), ours with a verb.
function describe(message: string): string {
  return /^[a-z]/.test(message) ? message : `is not as expected (${message})`;
}

function timeProblem(atMs: number, nowMs: number): Problem | null {
  if (atMs > nowMs + MAX_AHEAD_MS) {
    return {
      field: "atMs",
      code: "future",
      message: `atMs lies ${Math.round((atMs - nowMs) / 1000)} s in the future.`,
      hint: `Set the clock; events may be at most ${MAX_AHEAD_MS / 1000} s ahead of the oracle's time, ${nowMs}.`,
    };
  }
  if (atMs < nowMs - MAX_AGE_MS) {
    return {
      field: "atMs",
      code: "too-old",
      message: "atMs lies more than seven days back.",
      hint: "Drop the event: it is not taken any more.",
    };
  }
  return null;
}

function unknownContent(contentId: string): Problem {
  return {
    field: "contentId",
    code: "unknown-content",
    message: `No content ${contentId} is published.`,
    hint: "GET /contents lists what there is; a content just published is known a few seconds after its block.",
  };
}

function idOf(item: unknown): string | null {
  const id = (item as { id?: unknown } | null)?.id;
  return typeof id === "string" ? id.slice(0, 64) : null;
}
