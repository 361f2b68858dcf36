import { type SQL, sql } from "drizzle-orm";
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
 * Returns, for each of these viewers, a version of its newest events, which differs whenever they do, or null unless that viewer's
 * consent to personalisation is in force. Every quote waits for this, so it reads no more than it must.
 */
export async function readConsentedVersions(db: Database, viewers: readonly string[]): Promise<(string | null)[]> {
  const found = await rows<{ viewer: string; version: string }>(
    db,
    sql`select viewer, concat_ws(':', count, seq, at_ms) as version
        from unnest(${sql.param([...new Set(viewers)])}::text[]) as asked(viewer)
        cross join lateral (select personalise from consents where consents.viewer = asked.viewer order by seq desc limit 1) consent
        cross join lateral (select count(*), max(seq) as seq, min(at_ms) as at_ms from ${newest(sql`asked.viewer`)}) seen
        where personalise`,
  );
  const versions = new Map(found.map(({ viewer, version }) => [viewer, version]));
  return viewers.map((viewer) => versions.get(viewer) ?? null);
}

/** Returns a viewer's newest events, oldest first. */
export async function readNewestEvents(db: Database, viewer: string): Promise<InputEvent[]> {
  const [found] = await rows<{ events: string }>(
    db,
    sql`select coalesce(json_agg(${PACKED} order by at_ms, seq), '[]')::text as events from ${newest(sql`${viewer}`)}`,
  );
  return unpack(found!.events);
}

function newest(viewer: SQL) {
  return sql`(select seq, event_id, content_id, kind, at_ms, verified_ms from events where events.viewer = ${viewer}
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
