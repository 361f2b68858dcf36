import type { Evidence, ReadVisit } from "./evidence.ts";
import { secondsOf } from "./population.ts";
import type { ReasonInput, Wording } from "./reasons.ts";
import type { MoveGroup } from "./valueModel.ts";

/** Only after so many pieces opened can a habit, or a likeness to other viewers, be spoken of. */
const ENOUGH_OPENED = 5;

/** What each group of moves is in words; null where the record doesn't bear the words out. `up`: it raised the value. */
export const WORDINGS: Partial<Record<MoveGroup, (input: ReasonInput, up: boolean) => Wording | null>> = {
  own({ indexed, evidence }) {
    const visits = evidence.visits.filter((read) => read.visit.contentId === indexed.contentId);
    const params = { contentId: indexed.contentId, visits: visits.length };
    const saying = (code: string, text: string, more = {}) => ({
      reason: { code, params: { ...params, ...more }, text },
      visits,
      neutral: true,
    });
    if (evidence.hidden.has(indexed.contentId)) return saying("hidden", "You hid this.");
    if (visits.some((read) => read.outcome.liked)) return saying("liked", "You liked this before.");
    if (visits.some((read) => read.outcome.opened)) {
      const dwelt = Math.round(visits.reduce((sum, read) => sum + secondsOf(read.visit), 0));
      if (dwelt > 0) return saying("returned", `You have given this ${dwelt} s so far.`, { dwelt });
      // Nothing verified can mean that the visit has just begun, or wasn't measured: it isn't told as leaving.
      return visits.some((read) => read.open)
        ? saying("reading", "You have just opened this.")
        : saying("unmeasured", "You opened this; hardly any attention was verified.");
    }
    return saying("passed-over", "You were shown this and passed it over.");
  },
  "creator-affinity"({ content, indexed, evidence }, up) {
    if (indexed.creator < 0) return null;
    const visits = telling(evidence, up, (read) => read.content?.creator === indexed.creator, indexed.contentId);
    const params = { creator: content.creator, visits: evidence.creator(indexed).count };
    return up
      ? say("creator-affinity", "You gave other pieces of this creator more time than most do.", params, visits)
      : say("creator-aversion", "You gave other pieces of this creator less time than most do.", params, visits);
  },
  "topic-affinity"({ indexed, evidence }, up) {
    const about = (topic: number) =>
      telling(evidence, up, (read) => read.content?.topics.includes(topic) ?? false, indexed.contentId);
    const topic = indexed.topics.find((own) => about(own).length > 0);
    if (topic === undefined) return null;
    const name = indexed.topicNames[indexed.topics.indexOf(topic)]!;
    const params = { topic: name, visits: evidence.topic(topic, indexed).count };
    return up
      ? say("topic-affinity", `You gave other pieces on ${name} more time than most do.`, params, about(topic))
      : say("topic-aversion", `You gave other pieces on ${name} less time than most do.`, params, about(topic));
  },
  sequence({ evidence, indexed }, up) {
    const visits = evidence.visits
      .filter((read) => read.outcome.opened && read.visit.contentId !== indexed.contentId)
      .reverse();
    if (opened(evidence) < ENOUGH_OPENED) return null;
    return up
      ? say("sequence", "Viewers with a history like yours give this more time.", {}, visits)
      : say("sequence-unlikely", "Viewers with a history like yours give this less time.", {}, visits);
  },
  viewer({ evidence }, up) {
    const { count, surplus } = evidence.all;
    if (opened(evidence) < ENOUGH_OPENED || surplus > 0 !== up) return null;
    return up
      ? say("long-reads", "You mostly stay longer than others.", { visits: count })
      : say("short-reads", "You mostly stay shorter than others.", { visits: count });
  },
  popular({ population, indexed }, up) {
    if (population.content(indexed).logSeconds > population.all().logSeconds !== up) return null;
    return up
      ? say("popular", "Viewers give this more time than most contents.")
      : say("less-popular", "Viewers give this less time than most contents.");
  },
  creator({ content, population, indexed }, up) {
    if (!up || population.creator(indexed).logSeconds <= population.all().logSeconds) return null;
    return say("popular-creator", "Viewers give this creator's pieces more time than most.", {
      creator: content.creator,
    });
  },
  topic({ content, population, indexed }, up) {
    const [topic] = content.topics;
    if (!up || topic === undefined || population.topics(indexed).logSeconds <= population.all().logSeconds) return null;
    return say("popular-topic", `Viewers give pieces on ${topic} more time than most.`, { topic });
  },
  length({ indexed, usualLength }, up) {
    const { lengthSeconds } = indexed;
    if (Number.isNaN(lengthSeconds) || Number.isNaN(usualLength) || lengthSeconds >= usualLength !== up) return null;
    const params = { lengthSeconds: Math.round(lengthSeconds) };
    return up
      ? say("long-piece", "It is long enough to spend time with.", params)
      : say("short-piece", "It is short.", params);
  },
};

function say(
  code: string,
  text: string,
  params: Record<string, string | number> = {},
  visits?: readonly ReadVisit[],
): Wording {
  return { reason: { code, params, text }, ...(visits && { visits }) };
}

/** How many visits are over in which a content was opened. */
function opened(evidence: Evidence): number {
  return evidence.visits.filter((read) => !read.open && read.outcome.opened).length;
}

/** The visits to other contents that speak in the move's own direction, the loudest first. One that goes on hasn't had its time yet. */
function telling(
  evidence: Evidence,
  up: boolean,
  matches: (read: ReadVisit) => boolean,
  contentId: string,
): ReadVisit[] {
  const force = (read: ReadVisit) => (up ? 1 : -1) * read.sentiment * read.weight;
  return evidence.visits
    .filter((read) => !read.open || read.outcome.liked || read.outcome.hidden)
    .filter((read) => read.visit.contentId !== contentId && matches(read) && force(read) > 0)
    .sort((a, b) => force(b) - force(a));
}
