import type { Database } from "../store/database.ts";
import { exportEvents, type ViewerEvent } from "../store/exportEvents.ts";
import { readPublications } from "../store/publications.ts";
import type { ContentFeatures } from "./appraiser.ts";
import { type Dataset, holdOutNewestDay, type ObservedViewer } from "./dataset.ts";
import { observeViewer } from "./observe.ts";

/**
 * Heed's own events as a data set: published contents that the oracle holds the work of, and every viewer's verified visits, as far as they
 * had been received at `untilMs`. The newest day is held out.
 */
export async function datasetFromStore(db: Database, untilMs = Number.POSITIVE_INFINITY): Promise<Dataset> {
  const contents = (await readPublications(db)).flatMap(featuresOf);
  const known = new Set(contents.map((content) => content.contentId));
  const viewers: ObservedViewer[] = [];
  let events: ViewerEvent[] = [];
  const close = () => {
    const [first] = events;
    if (first) viewers.push(observeViewer(first.viewer, events));
    events = [];
  };
  for await (const event of exportEvents(db)) {
    if (events[0] && events[0].viewer !== event.viewer) close();
    // Models see the attention that was verified, not the one that was claimed.
    if (known.has(event.contentId) && event.receivedAtMs <= untilMs)
      events.push({ ...event, dwellMs: event.verifiedMs });
  }
  close();
  return { name: "heed", contents, viewers, heldOutSinceMs: holdOutNewestDay(viewers) };
}

type Publication = Awaited<ReturnType<typeof readPublications>>[number];

function featuresOf({ content, work }: Publication): ContentFeatures[] {
  if (work === null) return [];
  const { contentId, creator } = content;
  return [{ contentId, creator, topics: work.topics, language: work.language, lengthSeconds: work.lengthSeconds }];
}
