import type { z } from "@hono/zod-openapi";
import type { BehaviourEvent } from "../prepare/events.ts";
import { contentIdPattern, eventSchema } from "./eventSchema.ts";
import type { KnownContents } from "./knownContents.ts";

/** How far ahead a client's clock may be. */
export const MAX_AHEAD_MS = 60_000;
/** How long a client may keep events before it sends them. */
export const MAX_AGE_MS = 7 * 24 * 3600 * 1000;

/** A block's time is its maker's, not ours: how far the two may be apart. */
const BLOCK_TIME_SLACK_MS = 60_000;

export const REJECTION_CODES = [
  "malformed",
  "future",
  "too-old",
  "unknown-content",
  "purchase-on-chain",
  "before-publication",
  "before-consent",
] as const;

/** Why one event of a batch was refused; the rest of the batch isn't touched by it. */
export interface Rejection {
  /** The event's id, if it has a readable one. */
  id: string | null;
  /** Its place in the batch, from 0. */
  index: number;
  field: string;
  code: (typeof REJECTION_CODES)[number];
  message: string;
  hint: string;
}

export interface CheckedEvents {
  events: BehaviourEvent[];
  /** The place in the batch of each of `events`. */
  indices: ReadonlyMap<BehaviourEvent, number>;
  rejected: Rejection[];
}

/**
 * Sorts a batch into events that can be stored and rejections, one by one.
 * @param backdated whether the operator vouches for what happened before the contents were published: the demo's audience is older
 *   than its chain.
 */
export function checkEvents(
  items: readonly unknown[],
  nowMs: number,
  contents: Pick<KnownContents, "has" | "publishedAtMs">,
  backdated = false,
): CheckedEvents {
  const indices = new Map<BehaviourEvent, number>();
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
      kindProblem(event) ??
      timeProblem(event.atMs, nowMs) ??
      (contents.has(event.contentId) ? null : unknownContent(event.contentId)) ??
      (backdated ? null : publicationProblem(event, nowMs, contents.publishedAtMs(event.contentId)));
    if (problem) rejected.push({ id: event.id, index, ...problem });
    else indices.set(event, index);
  });
  return { events: [...indices.keys()], indices, rejected };
}

/** Returns the contents that a batch names, however malformed it is otherwise. */
export function contentsNamed(items: readonly unknown[]): string[] {
  const named = items.map((item) => (item as { contentId?: unknown } | null)?.contentId);
  return [...new Set(named.filter((id): id is string => typeof id === "string" && contentIdPattern.test(id)))];
}

/** Why an event about time before the viewer's consent is refused. */
export function beforeConsent(event: BehaviourEvent, index: number, consentAtMs: number): Rejection {
  return {
    id: event.id,
    index,
    field: earliestField(event, consentAtMs),
    code: "before-consent",
    message: `The event is about time before the viewer's consent to collection, which was given at ${consentAtMs}.`,
    hint: "Drop the event: nothing before the consent is taken. If it happened later, set the clock.",
  };
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

function kindProblem({ kind }: BehaviourEvent): Problem | null {
  if (kind !== "purchase") return null;
  return {
    field: "kind",
    code: "purchase-on-chain",
    message: "A purchase isn't taken on anybody's word.",
    hint: "Leave the event out: the oracle sees purchases on the chain by itself.",
  };
}

function publicationProblem(event: BehaviourEvent, nowMs: number, publishedAtMs: number): Problem | null {
  // A chain whose clock runs ahead (a local one does after many blocks in a second) publishes in our future.
  const sinceMs = Math.min(publishedAtMs, nowMs) - BLOCK_TIME_SLACK_MS;
  if (event.atMs - event.dwellMs >= sinceMs) return null;
  return {
    field: earliestField(event, sinceMs),
    code: "before-publication",
    message: `The event is about time before content ${event.contentId} was published, at ${publishedAtMs}.`,
    hint: "Drop the event: nobody could have seen the content by then. If it happened later, set the clock.",
  };
}

/** Which field puts an event's beginning before a moment: the time itself, or how long it is said to have lasted. */
function earliestField({ atMs }: BehaviourEvent, sinceMs: number): "atMs" | "dwellMs" {
  return atMs < sinceMs ? "atMs" : "dwellMs";
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
