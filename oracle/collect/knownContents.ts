import { sql } from "drizzle-orm";
import type { Clock } from "../service/clock.ts";
import { type Database, rows } from "../store/database.ts";

// A chain that starts over takes its contents with it; after this long the cache notices.
const TRUSTED_MS = 30_000;

interface Known {
  askedAtMs: number;
  publishedAtMs: number;
  lengthSeconds: number | null;
}

/** The published contents that events may name, with their age and reading time; asked of the database once, not for every event. */
export class KnownContents {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Looks up those of these contents that aren't known yet, or were looked up too long ago. */
  async learn(contentIds: readonly string[]): Promise<void> {
    const nowMs = this.#clock.nowMs();
    const missing = contentIds.filter((id) => nowMs - (this.#known.get(id)?.askedAtMs ?? -TRUSTED_MS) >= TRUSTED_MS);
    if (missing.length === 0) return;
    const found = await rows<{ content_id: string; published_at_ms: number; length_seconds: number | null }>(
      this.#db,
      sql`select contents.content_id, contents.published_at_ms, works.length_seconds from contents
          left join works on works.content_hash = contents.content_hash
          where contents.content_id = any(${sql.param(missing)}::text[])`,
    );
    const known = new Map(
      found.map((row) => [row.content_id, { publishedAtMs: row.published_at_ms, lengthSeconds: row.length_seconds }]),
    );
    for (const id of missing) {
      const facts = known.get(id);
      if (facts) this.#known.set(id, { ...facts, askedAtMs: nowMs });
      else this.#known.delete(id);
    }
  }

  has(contentId: string): boolean {
    return this.#known.has(contentId);
  }

  /** Seconds at reading pace, or null where the oracle has no text of it. */
  lengthSeconds(contentId: string): number | null {
    return this.#known.get(contentId)?.lengthSeconds ?? null;
  }

  /** The time of the block that published it. Unknown contents were never published. */
  publishedAtMs(contentId: string): number {
    return this.#known.get(contentId)?.publishedAtMs ?? Number.POSITIVE_INFINITY;
  }
}
