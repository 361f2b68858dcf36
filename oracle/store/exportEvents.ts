import { sql } from "drizzle-orm";
import type { EventKind, StoredEvent } from "../prepare/events.ts";
import { type Database, rows } from "./database.ts";

const PAGE = 10_000;

/** A stored event with its viewer's pseudonym: what training reads. */
export interface ViewerEvent extends StoredEvent {
  viewer: string;
}

/** Streams every stored event, viewer by viewer, each viewer's in the order of what happened. */
export async function* exportEvents(db: Database): AsyncGenerator<ViewerEvent> {
  let after = { viewer: "", atMs: 0, seq: 0 };
  for (;;) {
    const page = await readPage(db, after);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last;
  }
}

async function readPage(db: Database, after: { viewer: string; atMs: number; seq: number }): Promise<ViewerEvent[]> {
  return rows<ViewerEvent & { kind: EventKind } & Record<string, unknown>>(
    db,
    sql`select seq, viewer, event_id as id, content_id as "contentId", kind, at_ms as "atMs", dwell_ms as "dwellMs",
          received_at_ms as "receivedAtMs", verified_ms as "verifiedMs", section
        from events where (viewer, at_ms, seq) > (${after.viewer}, ${after.atMs}::bigint, ${after.seq}::bigint)
        order by viewer, at_ms, seq limit ${PAGE}`,
  );
}
