import type { KuaiRand, KuaiRandRow } from "../prepare/kuairand.ts";
import { BadInputError } from "../service/errors.ts";
import type { Dataset, ObservedVisit, Part } from "./dataset.ts";

/** Local days kept for the validation and for the test part (the last ones). */
const HELD_OUT_DAYS = 2;

/** KuaiRand's rows as visits: one a row, split by the log's own local days; the last two are the test, the two before validate. */
export function kuaiRandDataset(kuairand: Omit<KuaiRand, "counts">, name = "kuairand"): Dataset {
  const { rows, videos } = kuairand;
  const days = [...new Set(rows.map((row) => row.day))].sort((a, b) => a - b);
  if (days.length < 2 * HELD_OUT_DAYS + 1) {
    throw new BadInputError(`The log covers ${days.length} days; training needs at least ${2 * HELD_OUT_DAYS + 1}.`, {
      code: "too-few-days",
      hint: "Give a log of more days (several --log files are fine): two are held out to validate and two to test.",
    });
  }
  const testFrom = days.at(-HELD_OUT_DAYS)!;
  const validationFrom = days.at(-2 * HELD_OUT_DAYS)!;
  const partOf = (day: number): Part => (day >= testFrom ? "test" : day >= validationFrom ? "validation" : "train");
  const durations = new Map<string, number>();
  const viewers = new Map<string, ObservedVisit[]>();
  for (const row of rows) {
    const known = durations.get(row.video) ?? videos.get(row.video)!.durationMs;
    durations.set(row.video, known > 0 ? known : row.durationMs);
    const visits = viewers.get(row.viewer) ?? [];
    visits.push(visitOf(row, visits.at(-1), partOf(row.day)));
    viewers.set(row.viewer, visits);
  }
  const contents = [...durations].map(([video, durationMs]) => ({
    contentId: video,
    creator: videos.get(video)!.author,
    topics: videos.get(video)!.tags,
    language: "zh",
    lengthSeconds: durationMs / 1000,
  }));
  return { name, contents, viewers: [...viewers].map(([viewer, visits]) => ({ viewer, visits })) };
}

function visitOf(row: KuaiRandRow, before: ObservedVisit | undefined, part: Part): ObservedVisit {
  const { atMs, click, longView, like } = row;
  return {
    contentId: row.video,
    kind: row.kind,
    dwellMs: row.playMs,
    startedAtMs: atMs,
    gapMs: before ? Math.max(0, atMs - before.startedAtMs - before.dwellMs) : 0,
    part,
    place: row.tab,
    labels: { click, longView, like },
  };
}
