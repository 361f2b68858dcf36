import { sql } from "drizzle-orm";
import type { EventKind, StoredEvent } from "../prepare/events.ts";
import { type Database, rows } from "./database.ts";

/** The models look at the last 50 visits; this many events nearly always hold them. */
export const EVENTS_READ = 256;

/** An event as the models see it: its dwell is what was verified. */
export type InputEvent = Pick<StoredEvent, "seq" | "id" | "contentId" | "kind" | "atMs" | "dwellMs">;

/** As JSON carries it: one row with one text is read ten times as fast as 256 rows of six columns. */
type PackedEvent = [seq: number, id: string, contentId: string, kind: EventKind, atMs: number, verifiedMs: number];

const PACKED = sql.raw("json_build_array(seq, event_id, content_id, kind, at_ms, verified_ms)");

/**
 * Returns a version of a viewer's newest events, which differs whenever they do, or null unless that viewer's consent to
 * personalisation is in force. Every quote waits for this, so it reads no more than it must.
 */
export async function readConsentedVersion(db: Database, viewer: string): Promise<string | null> {
  const [found] = await rows<{ personalise: boolean; count: number; seq: number; at_ms: number }>(
    db,
    sql`select personalise, count, seq, at_ms
        from (select personalise from consents where viewer = ${viewer} order by seq desc limit 1) consent,
          (select count(*)::int as count, max(seq) as seq, min(at_ms) as at_ms from ${newest(viewer)}) seen`,
  );
  return found?.personalise ? `${found.count}:${found.seq}:${found.at_ms}` : null;
}

/** Returns a viewer's newest events, oldest first. */
export async function readNewestEvents(db: Database, viewer: string): Promise<InputEvent[]> {
  const [found] = await rows<{ events: string }>(
    db,
    sql`select coalesce(json_agg(${PACKED} order by at_ms, seq), '[]')::text as events from ${newest(viewer)}`,
  );
  return unpack(found!.events);
}

function newest(viewer: string) {
  return sql`(select seq, event_id, content_id, kind, at_ms, verified_ms from events where viewer = ${viewer}
    order by at_ms desc, seq desc limit ${EVENTS_READ}) newest`;
}

/** Returns the events with these sequence numbers, oldest first; erased and expired ones are missing. */
export async function readEventsBySeq(db: Database, viewer: string, seqs: readonly number[]): Promise<InputEvent[]> {
  if (seqs.length === 0) return [];
  const [found] = await rows<{ events: string }>(
    db,
    sql`select coalesce(json_agg(${PACKED} order by at_ms, seq), '[]')::text as events from events
        where viewer = ${viewer} and seq = any(${`{${seqs.join(",")}}`}::bigint[])`,
  );
  return unpack(found!.events);
}

function unpack(json: string): InputEvent[] {
  return (JSON.parse(json) as PackedEvent[]).map(([seq, id, contentId, kind, atMs, dwellMs]) => {
    return { seq, id, contentId, kind, atMs, dwellMs };
  });
}
