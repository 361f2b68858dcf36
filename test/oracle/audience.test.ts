import { expect } from "chai";
import { MAX_AGE_MS, MAX_AHEAD_MS } from "../../oracle/collect/checkEvents.ts";
import { eventSchema } from "../../oracle/collect/eventSchema.ts";
import { cleanEvents } from "../../oracle/prepare/cleaning.ts";
import type { BehaviourEvent } from "../../oracle/prepare/events.ts";
import { HEARTBEAT_MS } from "../../scripts/seed/audience/recorder.ts";
import { simulateAudience } from "../../scripts/seed/audience/simulate.ts";
import { audiencePieces } from "../../scripts/seed/audiencePieces.ts";
import { caseStudy, caseStudyEvents } from "../../scripts/seed/caseStudy.ts";
import { readPieces } from "../../scripts/seed/pieces.ts";

const endMs = Date.UTC(2026, 10, 20, 18);
const pieces = audiencePieces(readPieces());
const lengths = new Map(pieces.map((piece) => [piece.contentId, piece.lengthSeconds]));
const audience = simulateAudience({ pieces, endMs });
const everything = audience.flatMap((viewer) => viewer.events);
const count = (events: readonly BehaviourEvent[], kind: string) => events.filter((event) => event.kind === kind).length;

function clean(events: readonly BehaviourEvent[]) {
  return cleanEvents(events, {
    events: [],
    attention: [],
    firstSeenMs: new Map(),
    lengthSeconds: (contentId) => lengths.get(contentId) ?? null,
  });
}

/** Attention per opening, seconds. */
function dwellPerClick(events: readonly BehaviourEvent[]): number {
  return events.reduce((sum, event) => sum + event.dwellMs, 0) / 1000 / count(events, "click");
}

describe("the simulated audience", () => {
  it("is the same for the same seed and another for another seed", () => {
    expect(simulateAudience({ pieces, endMs, viewers: 20 })).to.deep.equal(audience.slice(0, 20));
    expect(simulateAudience({ pieces, endMs, viewers: 20, seed: 2 })).to.not.deep.equal(audience.slice(0, 20));
  });

  it("gives a viewer the same first event id whenever it is run", () => {
    const later = simulateAudience({ pieces, endMs: endMs + 24 * 3600 * 1000, viewers: 20 });
    expect(later.map((viewer) => viewer.events[0]?.id)).to.deep.equal(
      audience.slice(0, 20).map((viewer) => viewer.events[0]?.id),
    );
  });

  it("gives every event an id of its own that the intake's schema takes", () => {
    expect(new Set(everything.map((event) => event.id)).size).to.equal(everything.length);
    for (const { kind, dwellMs, ...event } of everything) {
      const sent = { ...event, kind, ...(kind === "dwell" ? { dwellMs } : {}) };
      expect(eventSchema.safeParse(sent).success, JSON.stringify(sent)).to.equal(true);
    }
  });

  it("loses nothing to the intake's cleaning: it acts at a human pace and its claims don't overlap", () => {
    for (const { name, events } of audience) {
      const reduced = clean(events).filter(({ dropped, reductions }) => dropped || reductions.length > 0);
      expect(reduced, name).to.deep.equal([]);
    }
  });

  it("lives in the last days, never in the future, and keeps heartbeats short", () => {
    const times = everything.map((event) => event.atMs);
    expect(Math.max(...times)).to.be.below(endMs + MAX_AHEAD_MS);
    expect(Math.min(...times)).to.be.above(endMs - MAX_AGE_MS + 24 * 3600 * 1000);
    expect(Math.max(...everything.map((event) => event.dwellMs))).to.be.at.most(HEARTBEAT_MS);
    expect(() => simulateAudience({ pieces, endMs, days: 7 })).to.throw(RangeError, "older events are refused");
  });

  it("reads more of what suits it: time per opening differs between viewers, pieces and languages", () => {
    const chinese = new Set(pieces.filter((piece) => piece.language === "zh").map((piece) => piece.contentId));
    const shares = audience.map(({ events }) => {
      const clicks = events.filter((event) => event.kind === "click");
      return clicks.filter((event) => chinese.has(event.contentId)).length / Math.max(1, clicks.length);
    });
    expect(shares.filter((share) => share < 0.1).length, "read English").to.be.above(audience.length / 3);
    expect(shares.filter((share) => share > 0.9).length, "read Chinese").to.be.above(audience.length / 10);
    const perPiece = pieces.map(({ contentId }) => dwellPerClick(everything.filter((e) => e.contentId === contentId)));
    expect(Math.max(...perPiece)).to.be.above(1.5 * Math.min(...perPiece));
  });

  it("tires: the same pieces cut to a third are finished far more often", () => {
    const short = pieces.map((piece) => ({ ...piece, lengthSeconds: piece.lengthSeconds / 3 }));
    const cut = simulateAudience({ pieces: short, endMs }).flatMap((viewer) => viewer.events);
    const finished = (events: BehaviourEvent[]) => count(events, "complete") / count(events, "click");
    expect(finished(cut)).to.be.above(1.5 * finished(everything));
  });

  it("comes back to what it liked more often than to what it only opened", () => {
    const returns = (liked: boolean) => {
      let opened = 0;
      let again = 0;
      for (const { events } of audience) {
        for (const { contentId } of pieces) {
          const own = events.filter((event) => event.contentId === contentId);
          if (count(own, "click") === 0 || count(own, "like") > 0 !== liked) continue;
          opened++;
          again += Number(count(own, "click") > 1);
        }
      }
      return again / opened;
    };
    expect(returns(true)).to.be.above(1.5 * returns(false));
  });

  it("takes a course in order: who finished lesson 1 opens lesson 2 far more often than others", () => {
    const lessons = pieces.filter((piece) => piece.course).sort((a, b) => a.lesson! - b.lesson!);
    const finished = (lesson: number, events: BehaviourEvent[]) =>
      events.some((event) => event.kind === "complete" && event.contentId === lessons[lesson - 1]!.contentId);
    const after = audience.filter(({ events }) => finished(1, events));
    const without = audience.filter(({ events }) => !finished(1, events));
    const clicked = (group: typeof audience) =>
      group.filter(({ events }) => events.some((e) => e.kind === "click" && e.contentId === lessons[1]!.contentId))
        .length;
    expect(after.length).to.be.above(3);
    expect(clicked(after) / after.length).to.be.above((1.5 * clicked(without)) / without.length);
  });
});

describe("the case study's viewer", () => {
  const placeOf = (slug: string) => pieces.find((piece) => piece.slug === slug)!;
  const events = caseStudyEvents(placeOf, endMs);

  it("meets ten creators with one content each", () => {
    expect(new Set(caseStudy.map(({ creator }) => creator)).size).to.equal(10);
    for (const { creator, piece } of caseStudy) expect(placeOf(piece), piece).to.include({ creator });
    expect(count(events, "impression")).to.equal(10);
  });

  it("clicks, dwells on and likes some of the ten, and loses nothing to cleaning", () => {
    expect(clean(events).filter(({ dropped, reductions }) => dropped || reductions.length > 0)).to.deep.equal([]);
    expect(count(events, "click")).to.equal(7);
    expect(count(events, "like")).to.equal(3);
    expect(count(events, "hide")).to.equal(1);
    expect(events.at(-1)!.atMs).to.be.below(endMs);
  });
});
