import type { Visit } from "../prepare/visits.ts";
import type { IndexedContent } from "./catalogue.ts";
import { type Outcome, outcomeOf, type Population } from "./population.ts";

/** A past visit, read: what it says of the viewer's liking for what was visited. */
export interface ReadVisit {
  visit: Visit;
  /** Null for a content that nobody can say anything about any more. */
  content: IndexedContent | null;
  outcome: Outcome;
  /** Whether it is still going on: then it can't be told as a visit of the past. */
  open: boolean;
  /** log seconds above what viewers mostly give this content. */
  surplus: number;
  /** -1 (hidden) … 0 (opened, and left as soon as others) … 1 (liked). */
  sentiment: number;
  /** 1 for the newest, halved every 15 visits. */
  weight: number;
}

/** Sums over some of a viewer's visits. */
export class Tally {
  count = 0;
  surplus = 0;
  opened = 0;
  liked = 0;
  weight = 0;
  sentiment = 0;

  add(read: ReadVisit): void {
    this.count += 1;
    this.surplus += read.surplus;
    this.opened += read.outcome.opened ? 1 : 0;
    this.liked += read.outcome.liked ? 1 : 0;
    this.weight += read.weight;
    this.sentiment += read.weight * read.sentiment;
  }

  /** This tally without `other`'s visits. */
  minus(other: Tally | undefined): Tally {
    if (other === undefined) return this;
    const rest = new Tally();
    rest.count = this.count - other.count;
    rest.surplus = this.surplus - other.surplus;
    rest.opened = this.opened - other.opened;
    rest.liked = this.liked - other.liked;
    rest.weight = Math.max(0, this.weight - other.weight);
    rest.sentiment = this.sentiment - other.sentiment;
    return rest;
  }

  /** Mean sentiment, drawn to 0 as by `prior` visits of no opinion: it moves with every visit. */
  leaning(prior: number): number {
    return this.sentiment / (prior + this.weight);
  }
}

const HALF_LIFE = 15;
/** What was shown and never opened is a small no; there are many of them. */
const IGNORED = -0.25;
const PASSED_OVER = -0.6;
/** A page is still open if it was heard from this short a time ago: a heartbeat's longest claim. */
const STILL_OPEN_MS = 60_000;
/** A card that was shown this short a time ago may still be opened: only later was it passed over. */
export const OPENING_MS = 30 * 60_000;

/** How much a visit says for (up to 1) or against (down to -1) what was visited. */
function sentimentOf(outcome: Outcome, surplus: number): number {
  if (outcome.hidden) return -1;
  if (outcome.liked) return 1;
  if (!outcome.opened) return IGNORED;
  return 0.15 + 0.6 * Math.tanh(surplus);
}

/**
 * A viewer's history, read once, for any number of contents to be appraised against at `atMs`. Training, which knows that the visits
 * before another one have `ended`, reads them so.
 */
export class Evidence {
  readonly visits: ReadVisit[] = [];
  readonly all = new Tally();
  readonly byContent = new Map<string, Tally>();
  /** Only what was done with a content: opened, or hidden. */
  readonly #deeds = new Map<string, Tally>();
  readonly byCreator = new Map<number, Tally>();
  readonly byTopic = new Map<number, Tally>();
  readonly byLanguage = new Map<number, Tally>();
  readonly hidden = new Set<string>();
  readonly #atMs: number;

  constructor(
    history: readonly Visit[],
    population: Population,
    find: (contentId: string) => IndexedContent | undefined,
    atMs = Number.POSITIVE_INFINITY,
    ended = false,
  ) {
    this.#atMs = atMs;
    const newest = history.at(-1);
    const open = newest && !ended && newest.startedAtMs + newest.dwellMs > atMs - STILL_OPEN_MS ? newest : null;
    for (const [i, visit] of history.entries()) {
      const content = find(visit.contentId) ?? null;
      const outcome = outcomeOf(visit, content?.lengthSeconds ?? Number.NaN);
      const usual = content ? population.content(content).logSeconds : population.all().logSeconds;
      // Whoever is still reading has not left early: until the visit ends it can only say more, not less.
      const surplus = visit === open ? Math.max(0, outcome.logSeconds - usual) : outcome.logSeconds - usual;
      const read: ReadVisit = {
        visit,
        content,
        outcome,
        open: visit === open,
        surplus,
        sentiment: sentimentOf(outcome, surplus),
        weight: 0.5 ** ((history.length - 1 - i) / HALF_LIFE),
      };
      this.visits.push(read);
      this.all.add(read);
      tallyOf(this.byContent, visit.contentId).add(read);
      if (outcome.opened || outcome.hidden) tallyOf(this.#deeds, visit.contentId).add(read);
      // The newest word counts: opening a content again takes a hide back.
      if (outcome.hidden) this.hidden.add(visit.contentId);
      else if (outcome.opened) this.hidden.delete(visit.contentId);
      if (content === null) continue;
      if (content.creator >= 0) tallyOf(this.byCreator, content.creator).add(read);
      for (const topic of content.topics) tallyOf(this.byTopic, topic).add(read);
      if (content.language >= 0) tallyOf(this.byLanguage, content.language).add(read);
    }
  }

  /** The viewer's record with this very content. */
  own(content: IndexedContent): Tally | undefined {
    return this.byContent.get(content.contentId);
  }

  /** The record with the creator's other contents. */
  creator(content: IndexedContent): Tally {
    return this.byCreator.get(content.creator)?.minus(this.own(content)) ?? EMPTY;
  }

  /** The record with other contents of one topic. */
  topic(topic: number, content: IndexedContent): Tally {
    return this.byTopic.get(topic)?.minus(content.topics.includes(topic) ? this.own(content) : undefined) ?? EMPTY;
  }

  /** -1..1: what the record with other contents of this creator and these topics speaks. */
  affinity(content: IndexedContent): number {
    const own = this.own(content);
    let topics = 0;
    for (const topic of content.topics) topics += this.#leaning(this.byTopic.get(topic), own);
    const creator = this.#leaning(this.byCreator.get(content.creator), own);
    return 0.5 * creator + (content.topics.length > 0 ? (0.5 * topics) / content.topics.length : 0);
  }

  // Asked for every content of the catalogue: makes no objects where the content itself was never visited.
  #leaning(tally: Tally | undefined, own: Tally | undefined): number {
    if (tally === undefined) return 0;
    return own === undefined ? tally.leaning(1) : tally.minus(own).leaning(1);
  }

  /** -1..1: what the record with this very content speaks; 0 where there is none. */
  ownLeaning(content: IndexedContent): number {
    const deeds = this.#deeds.get(content.contentId);
    if (deeds) return deeds.leaning(0.2);
    // Passing over this content says more of it than of its creator or topics.
    return this.#wasPassedOver(content) ? PASSED_OVER : 0;
  }

  #wasPassedOver({ contentId }: IndexedContent): boolean {
    if (!this.byContent.has(contentId)) return false;
    return this.visits.some(
      ({ visit }) => visit.contentId === contentId && visit.startedAtMs <= this.#atMs - OPENING_MS,
    );
  }
}

const EMPTY = new Tally();

function tallyOf<Key>(map: Map<Key, Tally>, key: Key): Tally {
  let tally = map.get(key);
  if (tally === undefined) {
    tally = new Tally();
    map.set(key, tally);
  }
  return tally;
}
