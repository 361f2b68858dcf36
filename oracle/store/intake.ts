import { sql } from "drizzle-orm";
import type { Reduction } from "../prepare/cleaning.ts";
import type { BehaviourEvent, EventKind } from "../prepare/events.ts";
import type { Span } from "../prepare/exclusivity.ts";
import { type Database, rows } from "./database.ts";

// Every query of intake takes arrays and unnests them: one statement for a whole group of requests. The planner knows little of
// a young table (PGlite never analyses one by itself) and would rather read all of it than probe an index a few hundred times;
// correlated subqueries (`limit 1`) and lateral ones with `offset 0` leave it no choice.

/** Returns since when (Unix ms) each of those of these viewers who consent to collection now has done so without a break. */
export async function consentingSince(db: Database, viewers: readonly string[]): Promise<Map<string, number>> {
  const found = await rows<{ viewer: string; since_ms: number }>(
    db,
    sql`select viewer, since_ms from (
          select asked.viewer, (
            select min(at_ms) from consents c where c.viewer = asked.viewer and c.collect and c.seq > coalesce(
              (select max(seq) from consents n where n.viewer = asked.viewer and not n.collect), 0)
          ) as since_ms
          from unnest(${sql.param(viewers)}::text[]) as asked(viewer)
        ) as found where since_ms is not null`,
  );
  return new Map(found.map(({ viewer, since_ms }) => [viewer, since_ms]));
}

/** Names an event id within its viewer. */
export const eventKey = (viewer: string, eventId: string) => `${viewer} ${eventId}`;

/** Returns the keys of those of these events that are stored, or were dropped, already. */
export async function knownEvents(
  db: Database,
  viewers: readonly string[],
  eventIds: readonly string[],
): Promise<Set<string>> {
  const found = await rows<{ viewer: string; event_id: string }>(
    db,
    sql`select asked.viewer, asked.event_id
        from unnest(${sql.param(viewers)}::text[], ${sql.param(eventIds)}::uuid[]) as asked(viewer, event_id)
        where (select 1 from events e where e.viewer = asked.viewer and e.event_id = asked.event_id limit 1) is not null
           or (select 1 from reductions r where r.viewer = asked.viewer and r.event_id = asked.event_id limit 1) is not null`,
  );
  return new Set(found.map(({ viewer, event_id }) => eventKey(viewer, event_id)));
}

export interface ViewerSpan extends Span {
  viewer: string;
}

/** Returns the stored events inside these stretches of their viewers' time. */
export async function eventsWithin(db: Database, spans: readonly ViewerSpan[]) {
  return rows<{ viewer: string; content_id: string; kind: EventKind; at_ms: number }>(
    db,
    sql`select asked.viewer, content_id, kind, at_ms from ${unnestSpans(spans)} cross join lateral (
          select content_id, kind, at_ms from events
          where events.viewer = asked.viewer and at_ms >= asked.from_ms and at_ms < asked.to_ms offset 0
        ) as found`,
  );
}

/** Returns the verified attention that touches these stretches; no interval is longer than `longestMs`. */
export async function attentionWithin(db: Database, spans: readonly ViewerSpan[], longestMs: number) {
  // The lower bound on from_ms is implied; it lets the primary key find the few rows in question.
  return rows<{ viewer: string; from_ms: number; to_ms: number }>(
    db,
    sql`select asked.viewer, found.from_ms, found.to_ms from ${unnestSpans(spans)} cross join lateral (
          select from_ms, to_ms from attention
          where attention.viewer = asked.viewer and attention.to_ms > asked.from_ms
            and attention.from_ms < asked.to_ms and attention.from_ms >= asked.from_ms - ${longestMs}::bigint offset 0
        ) as found`,
  );
}

function unnestSpans(spans: readonly ViewerSpan[]) {
  const [viewers, from, to] = [spans.map((s) => s.viewer), spans.map((s) => s.fromMs), spans.map((s) => s.toMs)];
  return sql`unnest(${sql.param(viewers)}::text[], ${sql.param(from)}::bigint[], ${sql.param(to)}::bigint[])
             as asked(viewer, from_ms, to_ms)`;
}

/** Returns when each of these viewers first did anything with the content beside it. */
export async function firstSeen(db: Database, viewers: readonly string[], contentIds: readonly string[]) {
  return rows<{ viewer: string; content_id: string; first_ms: number }>(
    db,
    sql`select viewer, content_id, first_ms from (
          select asked.viewer, asked.content_id, (
            select min(at_ms) from events e where e.viewer = asked.viewer and e.content_id = asked.content_id
          ) as first_ms
          from unnest(${sql.param(viewers)}::text[], ${sql.param(contentIds)}::text[]) as asked(viewer, content_id)
        ) as found where first_ms is not null`,
  );
}

export interface NewEvent {
  viewer: string;
  event: BehaviourEvent;
  verifiedMs: number;
}

/** Appends events in this order. */
export async function insertEvents(db: Database, added: readonly NewEvent[], receivedAtMs: number): Promise<void> {
  if (added.length === 0) return;
  const column = (pick: (one: NewEvent) => string | number | null) => sql.param(added.map(pick));
  await db.execute(sql`
    insert into events (viewer, event_id, content_id, kind, at_ms, dwell_ms, received_at_ms, verified_ms, section)
    select viewer, event_id, content_id, kind, at_ms, dwell_ms, ${receivedAtMs}::bigint, verified_ms, section
    from unnest(${column(({ viewer }) => viewer)}::text[], ${column(({ event }) => event.id)}::uuid[],
      ${column(({ event }) => event.contentId)}::text[], ${column(({ event }) => event.kind)}::text[],
      ${column(({ event }) => event.atMs)}::bigint[], ${column(({ event }) => event.dwellMs)}::integer[],
      ${column(({ verifiedMs }) => verifiedMs)}::integer[], ${column(({ event }) => event.section ?? null)}::smallint[])
      as added(viewer, event_id, content_id, kind, at_ms, dwell_ms, verified_ms, section)`);
}

export interface NewReduction extends Reduction {
  viewer: string;
  event: BehaviourEvent;
}

export async function insertReductions(db: Database, added: readonly NewReduction[]): Promise<void> {
  if (added.length === 0) return;
  const column = (pick: (one: NewReduction) => string | number) => sql.param(added.map(pick));
  await db.execute(sql`
    insert into reductions (viewer, event_id, content_id, reason, cut_ms, at_ms)
    select * from unnest(${column(({ viewer }) => viewer)}::text[], ${column(({ event }) => event.id)}::uuid[],
      ${column(({ event }) => event.contentId)}::text[], ${column(({ reason }) => reason)}::text[],
      ${column(({ cutMs }) => cutMs)}::integer[], ${column(({ event }) => event.atMs)}::bigint[])`);
}

export interface NewAttention extends ViewerSpan {
  contentId: string;
  section: number | null;
}

/** Adds intervals that overlap none of their viewer's. */
export async function insertAttention(db: Database, added: readonly NewAttention[]): Promise<void> {
  if (added.length === 0) return;
  const column = (pick: (one: NewAttention) => string | number | null) => sql.param(added.map(pick));
  await db.execute(sql`
    insert into attention (viewer, content_id, from_ms, to_ms, section)
    select * from unnest(${column(({ viewer }) => viewer)}::text[], ${column(({ contentId }) => contentId)}::text[],
      ${column(({ fromMs }) => fromMs)}::bigint[], ${column(({ toMs }) => toMs)}::bigint[],
      ${column(({ section }) => section)}::smallint[])`);
}
