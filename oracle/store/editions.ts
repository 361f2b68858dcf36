import { sql } from "drizzle-orm";
import { type Database, rows } from "./database.ts";
import { editions } from "./schema/insight.ts";

/** Remembers that a deposited text is a new edition of a content. */
export async function saveEdition(db: Database, contentHash: string, replaces: string): Promise<void> {
  await db
    .insert(editions)
    .values({ contentHash, replaces })
    .onConflictDoUpdate({ target: editions.contentHash, set: { replaces } });
}

/** Which content each new edition replaces, by content id; only editions that were published, after it and by the same creator. */
export async function readReplaced(db: Database): Promise<Map<string, string>> {
  const found = await rows<{ id: string; replaces: string }>(
    db,
    sql`select next.content_id as id, e.replaces from editions e
        join contents next on next.content_hash = e.content_hash
        join contents old on old.content_id = e.replaces and old.creator = next.creator
        where next.content_id::numeric > old.content_id::numeric`,
  );
  return new Map(found.map(({ id, replaces }) => [id, replaces]));
}
