import { type CleanedEvent, cleanEvents, MAX_CLAIM_MS, surroundingsOf } from "../prepare/cleaning.ts";
import type { BehaviourEvent } from "../prepare/events.ts";
import type { ViewerId } from "../privacy/keys.ts";
import type { Database } from "../store/database.ts";
import { attentionWithin, eventsWithin, firstSeen } from "../store/intake.ts";
import type { KnownContents } from "./knownContents.ts";

interface Owned {
  viewer: ViewerId;
  event: BehaviourEvent;
}

/** Cleans events of any number of viewers against what the store knows around them; the caller holds the viewers' locks. */
export async function cleanInContext<T extends Owned>(
  db: Database,
  fresh: readonly T[],
  contents: KnownContents,
): Promise<(T & CleanedEvent)[]> {
  if (fresh.length === 0) return [];
  const byViewer = Map.groupBy(fresh, ({ viewer }) => viewer);
  const spans = [...byViewer].flatMap(([viewer, owned]) =>
    surroundingsOf(owned.map(({ event }) => event)).map((span) => ({ viewer, ...span })),
  );
  const completed = fresh.filter(({ event }) => event.kind === "complete");
  const events = group(await eventsWithin(db, spans));
  const attention = group(await attentionWithin(db, spans, MAX_CLAIM_MS));
  const first = group(
    completed.length === 0
      ? []
      : await firstSeen(
          db,
          completed.map(({ viewer }) => viewer),
          completed.map(({ event }) => event.contentId),
        ),
  );
  return [...byViewer].flatMap(([viewer, owned]) => {
    const sources = new Map(owned.map((one) => [one.event, one]));
    const cleaned = cleanEvents([...sources.keys()], {
      events: (events.get(viewer) ?? []).map((row) => ({ contentId: row.content_id, kind: row.kind, atMs: row.at_ms })),
      attention: (attention.get(viewer) ?? []).map((row) => ({ fromMs: row.from_ms, toMs: row.to_ms })),
      firstSeenMs: new Map((first.get(viewer) ?? []).map((row) => [row.content_id, row.first_ms])),
      lengthSeconds: (contentId) => contents.lengthSeconds(contentId),
    });
    return cleaned.map((one) => ({ ...sources.get(one.event)!, ...one }));
  });
}

function group<Row extends { viewer: string }>(rows: readonly Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, ({ viewer }) => viewer);
}
