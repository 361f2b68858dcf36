import type { Database } from "../store/database.ts";
import { exportEvents, type ViewerEvent } from "../store/exportEvents.ts";
import { readPublications } from "../store/publications.ts";
import type { ContentFeatures } from "./appraiser.ts";
import { type Dataset, type ObservedViewer, splitByTime } from "./dataset.ts";
import { observeViewer } from "./observe.ts";

/** Heed's own events as a data set: published contents that the oracle holds the work of, and every viewer's verified visits. */
export async function datasetFromStore(db: Database): Promise<Dataset> {
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
