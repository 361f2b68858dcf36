import { sql } from "drizzle-orm";
import { type Database, rows } from "./database.ts";

/** What is kept of where a sequence model stands with a viewer. */
export interface ViewerStateRow {
  viewer: string;
  /** Where the viewer's key is filed. */
  accountTag: string;
  sealed: Uint8Array;
  /** When the oldest behaviour in it began: it goes when that does. */
  oldestAtMs: number;
}

/** Keeps a viewer's state in place of the one before, while the viewer's key is there: nothing is written of who was erased meanwhile. */
export async function writeViewerState(db: Database, row: ViewerStateRow): Promise<void> {
  await rows(
    db,
    sql`with held as materialized (select account_tag from viewer_keys where account_tag = ${row.accountTag} for share)
        insert into viewer_states (viewer, sealed, oldest_at_ms)
        select ${row.viewer}, decode(${Buffer.from(row.sealed).toString("base64")}, 'base64'), ${row.oldestAtMs}::bigint from held
        on conflict (viewer) do update set sealed = excluded.sealed, oldest_at_ms = excluded.oldest_at_ms`,
  );
}

/** Returns a viewer's sealed state, or null where none is kept. */
export async function readViewerState(db: Database, viewer: string): Promise<Uint8Array | null> {
  const [row] = await rows<{ sealed: string }>(
    db,
    sql`select encode(sealed, 'base64') as sealed from viewer_states where viewer = ${viewer}`,
  );
  return row ? Buffer.from(row.sealed, "base64") : null;
}
