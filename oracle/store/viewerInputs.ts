import { sql } from "drizzle-orm";
import type { EventKind, StoredEvent } from "../prepare/events.ts";
import { type Database, rows } from "./database.ts";

/** The models look at the last 50 visits; this many events nearly always hold them. */
export const EVENTS_READ = 256;

interface InputRow extends Record<string, unknown> {
  seq: number;
  id: string;
  content_id: string;
  kind: EventKind;
  at_ms: number;
  verified_ms: number;
}

/** An event as the models see it: its dwell is what was verified. */
export type InputEvent = Pick<StoredEvent, "seq" | "id" | "contentId" | "kind" | "atMs" | "dwellMs">;

/**
 * Returns a viewer's newest events (oldest first), or null unless that viewer's consent to personalisation is in force.
 * One round trip: quotes wait for it.
 */
export async function readConsentedEvents(db: Database, viewer: string): Promise<InputEvent[] | null> {
  const found = await rows<InputRow & { personalise: boolean }>(
    db,
    sql`select c.personalise, e.seq, e.event_id as id, e.content_id, e.kind, e.at_ms, e.verified_ms
        from (select personalise from consents where viewer = ${viewer} order by seq desc limit 1) c
        left join (select * from events where viewer = ${viewer} order by at_ms desc, seq desc limit ${EVENTS_READ}) e on c.personalise
        order by e.at_ms, e.seq`,
  );
  if (!found[0]?.personalise) return null;
  return found.filter((row) => row.seq !== null).map(toEvent);
}

/** Returns the events with these sequence numbers, oldest first; erased and expired ones are missing. */
export async function readEventsBySeq(db: Database, viewer: string, seqs: readonly number[]): Promise<InputEvent[]> {
  if (seqs.length === 0) return [];
  const found = await rows<InputRow>(
    db,
    sql`select seq, event_id as id, content_id, kind, at_ms, verified_ms from events
        where viewer = ${viewer} and seq = any(${`{${seqs.join(",")}}`}::bigint[]) order by at_ms, seq`,
  );
  return found.map(toEvent);
}

function toEvent(row: InputRow): InputEvent {
  return {
    seq: Number(row.seq),
    id: row.id,
    contentId: row.content_id,
    kind: row.kind,
    atMs: Number(row.at_ms),
    dwellMs: row.verified_ms,
  };
}
