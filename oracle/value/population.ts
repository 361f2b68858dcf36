import type { Visit } from "../prepare/visits.ts";
import type { IndexedContent } from "./catalogue.ts";

/** What one visit says, whoever made it. */
export interface Outcome {
  /** log(1 + seconds attended): watch times are skewed, and a mean of logs is near the log of their median. */
  logSeconds: number;
  /** Seconds attended over the content's length, at most 3; NaN without a length. */
  ratio: number;
  opened: boolean;
  liked: boolean;
  hidden: boolean;
}

/** No visit counts for more than a day. */
const LONGEST_MS = 86_400_000;

export function secondsOf(visit: Pick<Visit, "dwellMs">): number {
  return Number.isFinite(visit.dwellMs) ? Math.min(LONGEST_MS, Math.max(0, visit.dwellMs)) / 1000 : 0;
}

export function outcomeOf(visit: Pick<Visit, "kind" | "dwellMs">, lengthSeconds: number): Outcome {
  const { kind } = visit;
  const seconds = secondsOf(visit);
  return {
    logSeconds: Math.log1p(seconds),
    ratio: Math.min(3, seconds / lengthSeconds),
    opened: kind !== "impression" && kind !== "hide",
    liked: kind === "like" || kind === "share" || kind === "comment" || kind === "purchase",
    hidden: kind === "hide",
  };
}

/** Fields kept for each content, creator, topic, and for all together. */
const FIELDS = 5;
const COUNT = 0;
const LOG = 1;
const RATIO = 2;
const OPENED = 3;
const LIKED = 4;

/** Rates of a group of visits, drawn towards those of the wider group when there are few. */
export interface Rates {
  count: number;
  logSeconds: number;
  ratio: number;
  opened: number;
  liked: number;
}

/** How many visits of its own a group needs to weigh as much as the wider one. */
const PRIOR = { topic: 20, creator: 8, content: 8 };

/** Running sums over all viewers' visits, smoothed from the whole to topic, creator and content. */
export class Population {
  readonly sums: { all: Float64Array; topics: Float64Array; creators: Float64Array; contents: Float64Array };

  constructor(sizes: { topics: number; creators: number; contents: number } | Population["sums"]) {
    this.sums =
      "all" in sizes
        ? sizes
        : {
            all: new Float64Array(FIELDS),
            topics: new Float64Array(sizes.topics * FIELDS),
            creators: new Float64Array(sizes.creators * FIELDS),
            contents: new Float64Array(sizes.contents * FIELDS),
          };
  }

  observe(content: IndexedContent, outcome: Outcome): void {
    add(this.sums.all, 0, outcome);
    for (const topic of content.topics) add(this.sums.topics, topic, outcome);
    if (content.creator >= 0) add(this.sums.creators, content.creator, outcome);
    if (content.index >= 0) add(this.sums.contents, content.index, outcome);
  }

  all(): Rates {
    const sums = this.sums.all;
    const n = Math.max(1, sums[COUNT]!);
    return {
      count: sums[COUNT]!,
      logSeconds: sums[LOG]! / n,
      ratio: sums[RATIO]! / n,
      opened: sums[OPENED]! / n,
      liked: sums[LIKED]! / n,
    };
  }

  topics(content: IndexedContent): Rates {
    const wider = this.all();
    if (content.topics.length === 0) return { ...wider, count: 0 };
    const mean: Rates = { count: 0, logSeconds: 0, ratio: 0, opened: 0, liked: 0 };
    for (const topic of content.topics) {
      const own = smoothed(this.sums.topics, topic, wider, PRIOR.topic);
      mean.count += own.count / content.topics.length;
      mean.logSeconds += own.logSeconds / content.topics.length;
      mean.ratio += own.ratio / content.topics.length;
      mean.opened += own.opened / content.topics.length;
      mean.liked += own.liked / content.topics.length;
    }
    return mean;
  }

  creator(content: IndexedContent, wider = this.topics(content)): Rates {
    return content.creator < 0
      ? { ...wider, count: 0 }
      : smoothed(this.sums.creators, content.creator, wider, PRIOR.creator);
  }

  content(content: IndexedContent, wider = this.creator(content)): Rates {
    return content.index < 0
      ? { ...wider, count: 0 }
      : smoothed(this.sums.contents, content.index, wider, PRIOR.content);
  }
}

function add(sums: Float64Array, index: number, outcome: Outcome): void {
  const at = index * FIELDS;
  sums[at + COUNT]! += 1;
  sums[at + LOG]! += outcome.logSeconds;
  sums[at + RATIO]! += Number.isNaN(outcome.ratio) ? 0 : outcome.ratio;
  sums[at + OPENED]! += outcome.opened ? 1 : 0;
  sums[at + LIKED]! += outcome.liked ? 1 : 0;
}

function smoothed(sums: Float64Array, index: number, wider: Rates, prior: number): Rates {
  const at = index * FIELDS;
  const count = sums[at + COUNT]!;
  const weight = count + prior;
  return {
    count,
    logSeconds: (sums[at + LOG]! + prior * wider.logSeconds) / weight,
    ratio: (sums[at + RATIO]! + prior * wider.ratio) / weight,
    opened: (sums[at + OPENED]! + prior * wider.opened) / weight,
    liked: (sums[at + LIKED]! + prior * wider.liked) / weight,
  };
}
