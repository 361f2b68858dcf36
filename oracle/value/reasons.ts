import type { ContentFeatures, Reason } from "./appraiser.ts";
import type { IndexedContent } from "./catalogue.ts";
import type { Evidence, ReadVisit } from "./evidence.ts";
import { secondsOf } from "./population.ts";
import type { MoveGroup, Moves } from "./valueModel.ts";

/** Moves smaller than this (log seconds, some 5 %) aren't worth a word. */
const SMALLEST_MOVE = 0.05;
const MOST = 3;
/** Only after so many pieces opened can a habit, or a likeness to other viewers, be spoken of. */
const ENOUGH_OPENED = 5;

/** What the reasons are read off. */
export interface ReasonInput {
  content: ContentFeatures;
  indexed: IndexedContent;
  evidence: Evidence;
  moves: Moves;
  /** Expected seconds, of this viewer and of the mean one. */
  value: number;
  standardValue: number;
}

type Wording = (input: ReasonInput, up: boolean) => (Omit<Reason, "params"> & { params: Reason["params"] }) | null;

/**
 * The moves that made the value, in words: those first that point the way it differs from the standard value, the strongest of
 * them first. Each has `seconds`: what the value would lose (or, below 0, gain) without it. A reason that rests on past visits
 * names the one that weighs most as `contentId`.
 */
export function reasonsOf(input: ReasonInput): Reason[] {
  const { evidence, moves, value, standardValue } = input;
  const reasons: Reason[] = [];
  if (evidence.visits.length === 0) {
    reasons.push({
      code: "new-here",
      params: {},
      text: "Nothing is known of you yet: this is what newcomers give it.",
    });
  }
  const direction = Math.sign(value - standardValue);
  const contrary = (move: number) => (move * direction < 0 ? 1 : 0);
  const inOrder = [...moves]
    .filter(([, move]) => Math.abs(move) >= SMALLEST_MOVE)
    .sort(([, a], [, b]) => contrary(a) - contrary(b) || Math.abs(b) - Math.abs(a));
  for (const [group, move] of inOrder) {
    if (reasons.length >= MOST) break;
    const reason = WORDINGS[group]?.(input, move > 0);
    if (!reason) continue;
    const seconds = Math.round(value * (1 - Math.exp(-move)) * 10) / 10;
    reasons.push({ code: reason.code, params: { ...reason.params, seconds }, text: reason.text });
  }
  return reasons;
}

const WORDINGS: Partial<Record<MoveGroup, Wording>> = {
  own: ({ indexed, evidence }) => {
    const own = evidence.visits.filter((read) => read.visit.contentId === indexed.contentId);
    const params = { contentId: indexed.contentId, visits: own.length };
    if (evidence.hidden.has(indexed.contentId)) return { code: "hidden", params, text: "You hid this." };
    if (own.some((read) => read.outcome.liked)) return { code: "liked", params, text: "You liked this before." };
    if (own.some((read) => read.outcome.opened)) {
      const dwelt = Math.round(own.reduce((sum, read) => sum + secondsOf(read.visit), 0));
      if (dwelt > 0) {
        return { code: "returned", params: { ...params, dwelt }, text: `You have given this ${dwelt} s so far.` };
      }
      // Nothing verified can mean that the visit has just begun, or wasn't measured: it isn't told as leaving.
      return own.some((read) => read.open)
        ? { code: "reading", params, text: "You have just opened this." }
        : { code: "unmeasured", params, text: "You opened this; hardly any attention was verified." };
    }
    return { code: "passed-over", params, text: "You were shown this and passed it over." };
  },
  "creator-affinity": ({ content, indexed, evidence }, up) => {
    const shown = telling(
      evidence,
      up,
      (read) => read.content?.creator === indexed.creator && read.content !== indexed,
    );
    if (shown === null) return null;
    const params = {
      creator: content.creator,
      visits: evidence.creator(indexed).count,
      contentId: shown.visit.contentId,
    };
    return up
      ? { code: "creator-affinity", params, text: "You gave other pieces of this creator more time than most do." }
      : { code: "creator-aversion", params, text: "You gave other pieces of this creator less time than most do." };
  },
  "topic-affinity": ({ content, indexed, evidence }, up) => {
    const topic = indexed.topics.find((own) => telling(evidence, up, touches(own, indexed)) !== null);
    if (topic === undefined) return null;
    const shown = telling(evidence, up, touches(topic, indexed))!;
    const name = content.topics[indexed.topics.indexOf(topic)] ?? "";
    const params = { topic: name, visits: evidence.topic(topic, indexed).count, contentId: shown.visit.contentId };
    return up
      ? { code: "topic-affinity", params, text: `You gave other pieces on ${name} more time than most do.` }
      : { code: "topic-aversion", params, text: `You gave other pieces on ${name} less time than most do.` };
  },
  sequence: ({ evidence, indexed }, up) => {
    const last = evidence.visits.findLast((read) => read.outcome.opened && read.visit.contentId !== indexed.contentId);
    if (last === undefined || opened(evidence) < ENOUGH_OPENED) return null;
    const params = { contentId: last.visit.contentId };
    return up
      ? { code: "sequence", params, text: "Viewers with a history like yours often go on to this." }
      : { code: "sequence-unlikely", params, text: "Viewers with a history like yours seldom go on to this." };
  },
  viewer: ({ evidence }, up) => {
    if (opened(evidence) < ENOUGH_OPENED) return null;
    const params = { visits: evidence.visits.length };
    return up
      ? { code: "long-reads", params, text: "You mostly stay longer than others." }
      : { code: "short-reads", params, text: "You mostly stay shorter than others." };
  },
  popular: (_, up) =>
    up
      ? { code: "popular", params: {}, text: "Viewers give this more time than most contents." }
      : { code: "less-popular", params: {}, text: "Viewers give this less time than most contents." },
  creator: ({ content }, up) =>
    up
      ? {
          code: "popular-creator",
          params: { creator: content.creator },
          text: "Viewers give this creator's pieces more time than most.",
        }
      : null,
  topic: ({ content }, up) =>
    up && content.topics.length > 0
      ? {
          code: "popular-topic",
          params: { topic: content.topics[0]! },
          text: `Viewers give pieces on ${content.topics[0]} more time than most.`,
        }
      : null,
  length: ({ content, indexed }, up) =>
    Number.isNaN(indexed.lengthSeconds)
      ? null
      : {
          code: up ? "long-piece" : "short-piece",
          params: { lengthSeconds: Math.round(content.lengthSeconds) },
          text: up ? "It is long enough to spend time with." : "It is short.",
        },
};

/** How many visits are over in which a content was opened. */
function opened(evidence: Evidence): number {
  return evidence.visits.filter((read) => !read.open && read.outcome.opened).length;
}

function touches(topic: number, indexed: IndexedContent): (read: ReadVisit) => boolean {
  return (read) =>
    read.content !== null && read.content.contentId !== indexed.contentId && read.content.topics.includes(topic);
}

/** The visit that speaks loudest in the move's own direction; null where none does. One that goes on hasn't had its time yet. */
function telling(evidence: Evidence, up: boolean, matches: (read: ReadVisit) => boolean): ReadVisit | null {
  let best: ReadVisit | null = null;
  const force = (read: ReadVisit) => (up ? 1 : -1) * read.sentiment * read.weight;
  for (const read of evidence.visits) {
    if (read.open && !read.outcome.liked && !read.outcome.hidden) continue;
    if (matches(read) && force(read) > 0 && (best === null || force(read) > force(best))) best = read;
  }
  return best;
}
