import { sql } from "drizzle-orm";
import type { Clock } from "../service/clock.ts";
import { type Database, rows } from "../store/database.ts";

// A chain that starts over takes its contents with it; after this long the cache notices.
const TRUSTED_MS = 30_000;

/** The published contents that events may name, with their reading time; asked of the database once, not for every event. */
export class KnownContents {
  readonly #db: Database;
  readonly #clock: Clock;
  #lengths = new Map<string, number | null>();
  #since = Number.NEGATIVE_INFINITY;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Looks up those of these contents that aren't known yet. */
  async learn(contentIds: readonly string[]): Promise<void> {
    const nowMs = this.#clock.nowMs();
    if (nowMs - this.#since > TRUSTED_MS) {
      this.#lengths = new Map();
      this.#since = nowMs;
    }
    const missing = contentIds.filter((id) => !this.#lengths.has(id));
    if (missing.length === 0) return;
    const found = await rows<{ content_id: string; length_seconds: number | null }>(
      this.#db,
      sql`select contents.content_id, works.length_seconds from contents
          left join works on works.content_hash = contents.content_hash
          where contents.content_id = any(${sql.param(missing)}::text[])`,
    );
    for (const row of found) this.#lengths.set(row.content_id, row.length_seconds);
  }

  has(contentId: string): boolean {
    return this.#lengths.has(contentId);
  }

  /** Seconds at reading pace, or null where the oracle has no text of it. */
  lengthSeconds(contentId: string): number | null {
    return this.#lengths.get(contentId) ?? null;
  }
}
