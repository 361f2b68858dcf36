import type { IndexedContent } from "./catalogue.ts";
import type { Evidence } from "./evidence.ts";
import type { Population } from "./population.ts";
import type { SequenceReader } from "./sequenceScores.ts";

/** The features of a value model in their order, each with the group that it is explained under. */
export const FEATURES = [
  ["length", "length"],
  ["hour", "time"],
  ["place", "place"],
  ["content seconds", "popular"],
  ["content share of length", "popular"],
  ["content opened", "popular"],
  ["content liked", "popular"],
  ["content visits", "popular"],
  ["creator seconds", "creator"],
  ["creator visits", "creator"],
  ["topic seconds", "topic"],
  ["topic opened", "topic"],
  ["viewer visits", "viewer"],
  ["viewer surplus", "viewer"],
  ["viewer opened", "viewer"],
  ["viewer liked", "viewer"],
  ["viewer last surplus", "viewer"],
  ["viewer last three surplus", "viewer"],
  ["viewer share of length", "viewer"],
  ["hours since last visit", "viewer"],
  ["visits in the last hour", "viewer"],
  ["affinity creator visits", "creator-affinity"],
  ["affinity creator surplus", "creator-affinity"],
  ["affinity topic visits", "topic-affinity"],
  ["affinity topic surplus", "topic-affinity"],
  ["affinity topic opened", "topic-affinity"],
  ["affinity", "topic-affinity"],
  ["language share", "language"],
  // In the order that a SequenceReader fills them in.
  ["sequence rank", "sequence"],
  ["sequence nearest", "sequence"],
  ["sequence likeness", "sequence"],
  ["sequence seconds", "sequence"],
] as const;

export type FeatureGroup = (typeof FEATURES)[number][1];
export const FEATURE_COUNT = FEATURES.length;

/** Columns of a group of features. */
export function columnsOf(group: FeatureGroup): number[] {
  return FEATURES.flatMap(([, own], column) => (own === group ? [column] : []));
}

const SEQUENCE_FROM = columnsOf("sequence")[0]!;

/** What a row of features is made of, beside the content. */
export interface RowContext {
  evidence: Evidence;
  population: Population;
  atMs: number;
  /** Where the content is shown, NaN where that isn't known. */
  place: number;
  /** The sequence model's word. */
  sequence: Pick<SequenceReader, "fill">;
}

/** Fills `out` from `at` with the features of one viewer and content; only what was known before `atMs` goes in. */
export function fillFeatures(out: Float32Array, at: number, content: IndexedContent, context: RowContext): void {
  const { evidence, population, atMs } = context;
  const topics = population.topics(content);
  const creator = population.creator(content, topics);
  const own = population.content(content, creator);
  const all = population.all();
  const viewer = evidence.all;
  const visits = evidence.visits;
  const last = visits.at(-1);
  const byCreator = evidence.creator(content);
  let topicCount = 0;
  let topicSurplus = 0;
  let topicOpened = 0;
  for (const topic of content.topics) {
    const tally = evidence.topic(topic, content);
    topicCount += tally.count;
    topicSurplus += tally.surplus;
    topicOpened += tally.opened;
  }
  const language = content.language < 0 ? undefined : evidence.byLanguage.get(content.language);

  out[at] = Math.log1p(content.lengthSeconds);
  out[at + 1] = (atMs / 3_600_000) % 24;
  out[at + 2] = context.place;
  out[at + 3] = own.logSeconds;
  out[at + 4] = own.ratio;
  out[at + 5] = own.opened;
  out[at + 6] = own.liked;
  out[at + 7] = Math.log1p(own.count);
  out[at + 8] = creator.logSeconds;
  out[at + 9] = Math.log1p(creator.count);
  out[at + 10] = topics.logSeconds;
  out[at + 11] = topics.opened;
  out[at + 12] = viewer.count;
  out[at + 13] = viewer.surplus / (viewer.count + 3);
  out[at + 14] = (viewer.opened + 3 * all.opened) / (viewer.count + 3);
  out[at + 15] = (viewer.liked + 3 * all.liked) / (viewer.count + 3);
  out[at + 16] = last?.surplus ?? Number.NaN;
  out[at + 17] = visits.length > 0 ? recentSurplus(evidence, 3) : Number.NaN;
  out[at + 18] = shareOfLength(evidence, all.ratio);
  out[at + 19] = last ? Math.log1p(Math.max(0, atMs - last.visit.startedAtMs) / 3_600_000) : Number.NaN;
  out[at + 20] = visitsSince(evidence, atMs - 3_600_000);
  out[at + 21] = byCreator.count;
  out[at + 22] = byCreator.count > 0 ? byCreator.surplus / (byCreator.count + 1) : Number.NaN;
  out[at + 23] = topicCount;
  out[at + 24] = topicCount > 0 ? topicSurplus / (topicCount + 2) : Number.NaN;
  out[at + 25] = topicCount > 0 ? (topicOpened + 2 * all.opened) / (topicCount + 2) : Number.NaN;
  out[at + 26] = evidence.affinity(content);
  out[at + 27] = viewer.count > 0 ? (language?.count ?? 0) / viewer.count : Number.NaN;
  context.sequence.fill(content.contentId, out, at + SEQUENCE_FROM);
}

function recentSurplus(evidence: Evidence, n: number): number {
  const recent = evidence.visits.slice(-n);
  return recent.reduce((sum, read) => sum + read.surplus, 0) / recent.length;
}

function shareOfLength(evidence: Evidence, usual: number): number {
  let sum = 3 * usual;
  let n = 3;
  for (const { outcome } of evidence.visits) {
    if (Number.isNaN(outcome.ratio)) continue;
    sum += outcome.ratio;
    n++;
  }
  return sum / n;
}

function visitsSince(evidence: Evidence, fromMs: number): number {
  let n = 0;
  for (let i = evidence.visits.length - 1; i >= 0 && evidence.visits[i]!.visit.startedAtMs >= fromMs; i--) n++;
  return n;
}
