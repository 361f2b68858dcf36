import { eq, sql } from "drizzle-orm";
import type { KuaiRand, KuaiRandRow } from "../prepare/kuairand.ts";
import type { Database } from "./database.ts";
import { rows } from "./database.ts";
import { importedContents, importedVisits } from "./schema/imports.ts";

const BATCH = 5_000;
const CLICK = 1;
const LONG_VIEW = 2;
const LIKE = 4;

export interface ImportHooks {
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/**
 * Stores a log and its videos under the name `source`, all or nothing; what is there already stays as it is.
 * @returns how many visits and contents were new
 */
export async function saveImport(
  db: Database,
  source: string,
  kuairand: KuaiRand,
  hooks: ImportHooks = {},
): Promise<{ visits: number; contents: number }> {
  return await db.transaction(async (tx) => {
    const contents = [...kuairand.videos.values()].map((video) => ({
      content_id: video.video,
      creator: video.author,
      topics: video.tags,
      duration_ms: video.durationMs,
      type: video.type,
    }));
    const added = { visits: 0, contents: 0 };
    for (let at = 0; at < contents.length; at += BATCH) {
      added.contents += await insert(
        tx,
        sql`imported_contents (source, content_id, creator, topics, duration_ms, type)`,
        sql`
        select ${source}::text, content_id, creator, topics, duration_ms, type from json_to_recordset(${JSON.stringify(contents.slice(at, at + BATCH))}::json)
          as new(content_id text, creator text, topics text[], duration_ms real, type text)`,
      );
    }
    const ordinalOf = countedByKey();
    for (let at = 0; at < kuairand.rows.length; at += BATCH) {
      hooks.signal?.throwIfAborted();
      const batch = kuairand.rows.slice(at, at + BATCH);
      const column = (type: string, of: (row: KuaiRandRow) => string | number) =>
        sql`${sql.param(batch.map(of))}::${sql.raw(type)}[]`;
      added.visits += await insert(
        tx,
        sql`imported_visits (source, viewer, content_id, at_ms, ordinal, day, kind, play_ms, duration_ms, place, labels)`,
        sql`
        select ${source}::text, * from unnest(${column("text", (row) => row.viewer)}, ${column("text", (row) => row.video)},
          ${column("bigint", (row) => row.atMs)}, ${column("smallint", ordinalOf)}, ${column("integer", (row) => row.day)}, ${column("text", (row) => row.kind)},
          ${column("bigint", (row) => Math.round(row.playMs))}, ${column("bigint", (row) => Math.round(row.durationMs))},
          ${column("integer", (row) => row.tab)}, ${column("smallint", labelsOf)})`,
      );
      hooks.onProgress?.(Math.min(1, (at + BATCH) / kuairand.rows.length));
    }
    return added;
  });
}

/** Reads an import back, in time order; null when nothing was imported under that name. */
export async function readImport(db: Database, source: string): Promise<Omit<KuaiRand, "counts"> | null> {
  const contents = await db.select().from(importedContents).where(eq(importedContents.source, source));
  const visits = await db
    .select()
    .from(importedVisits)
    .where(eq(importedVisits.source, source))
    .orderBy(importedVisits.atMs, importedVisits.viewer, importedVisits.contentId, importedVisits.ordinal);
  if (visits.length === 0) return null;
  return {
    videos: new Map(
      contents.map((row) => [
        row.contentId,
        { video: row.contentId, author: row.creator, tags: row.topics, durationMs: row.durationMs, type: row.type },
      ]),
    ),
    rows: visits.map((row) => ({
      viewer: row.viewer,
      video: row.contentId,
      day: row.day,
      atMs: row.atMs,
      playMs: row.playMs,
      durationMs: row.durationMs,
      tab: row.place,
      click: (row.labels & CLICK) > 0,
      longView: (row.labels & LONG_VIEW) > 0,
      like: (row.labels & LIKE) > 0,
      kind: row.kind as KuaiRandRow["kind"],
    })),
  };
}

/** Numbers rows that share viewer, video and time (KuaiRand has a few hundred), so that none is taken for another. */
function countedByKey(): (row: KuaiRandRow) => number {
  const met = new Map<string, number>();
  return ({ viewer, video, atMs }) => {
    const key = `${viewer} ${video} ${atMs}`;
    const ordinal = met.get(key) ?? 0;
    met.set(key, ordinal + 1);
    return ordinal;
  };
}

function labelsOf(row: KuaiRandRow): number {
  return (row.click ? CLICK : 0) + (row.longView ? LONG_VIEW : 0) + (row.like ? LIKE : 0);
}

async function insert(db: Database, into: ReturnType<typeof sql>, select: ReturnType<typeof sql>): Promise<number> {
  const [counted] = await rows<{ n: number }>(
    db,
    sql`with added as (insert into ${into} ${select} on conflict do nothing returning 1) select count(*)::int as n from added`,
  );
  return counted!.n;
}
