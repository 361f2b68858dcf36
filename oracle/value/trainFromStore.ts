import { HISTORY_LENGTH, type Visit, visitsOf } from "../prepare/visits.ts";
import type { Database } from "../store/database.ts";
import { exportEvents, type ViewerEvent } from "../store/exportEvents.ts";
import { readPublications } from "../store/publications.ts";
import type { ContentFeatures } from "./appraiser.ts";
import { type Dataset, type ObservedViewer, type ObservedVisit, splitByTime } from "./dataset.ts";

/** A card that was shown and then opened within this time was not passed over. */
const OPENING_MS = 30 * 60_000;

/** Heed's own events as a data set: published contents that the oracle holds the work of, and every viewer's verified visits. */
export async function datasetFromStore(db: Database): Promise<Dataset> {
  const contents = (await readPublications(db)).flatMap(featuresOf);
  const known = new Set(contents.map((content) => content.contentId));
  const viewers: ObservedViewer[] = [];
  let events: ViewerEvent[] = [];
  const close = () => {
    const [first] = events;
    if (first) viewers.push({ viewer: first.viewer, visits: observe(visitsOf(events, Number.POSITIVE_INFINITY)) });
    events = [];
  };
  for await (const event of exportEvents(db)) {
    if (events[0] && events[0].viewer !== event.viewer) close();
    // Models see the attention that was verified, not the one that was claimed.
    if (known.has(event.contentId)) events.push({ ...event, dwellMs: event.verifiedMs });
  }
  close();
  splitByTime(viewers);
  return { name: "heed", contents, viewers };
}

type Publication = Awaited<ReturnType<typeof readPublications>>[number];

function featuresOf({ content, work }: Publication): ContentFeatures[] {
  if (work === null) return [];
  const { contentId, creator } = content;
  return [{ contentId, creator, topics: work.topics, language: work.language, lengthSeconds: work.lengthSeconds }];
}

/** What a viewer gives a content is learnt where it was met first; what was shown and soon opened is one meeting. */
function observe(visits: readonly Visit[]): ObservedVisit[] {
  return visits.map((visit, i) => ({
    ...visit,
    part: "train",
    target: isFirst(visits, i) && !isOpenedSoon(visits, i),
  }));
}

function isFirst(visits: readonly Visit[], index: number): boolean {
  const { contentId } = visits[index]!;
  return !visits
    .slice(Math.max(0, index - HISTORY_LENGTH), index)
    .some((visit) => visit.contentId === contentId && visit.kind !== "impression");
}

function isOpenedSoon(visits: readonly Visit[], index: number): boolean {
  const shown = visits[index]!;
  if (shown.kind !== "impression") return false;
  for (let i = index + 1; i < visits.length && visits[i]!.startedAtMs <= shown.startedAtMs + OPENING_MS; i++) {
    if (visits[i]!.contentId === shown.contentId) return true;
  }
  return false;
}
