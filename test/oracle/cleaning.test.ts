import { expect } from "chai";
import fc from "fast-check";
import { type CleanedEvent, cleanEvents, type Surroundings, surroundingsOf } from "../../oracle/prepare/cleaning.ts";
import { type BehaviourEvent, EVENT_KINDS } from "../../oracle/prepare/events.ts";
import { lengthOf, type Span } from "../../oracle/prepare/exclusivity.ts";
import { act, dwell, event } from "./support/behaviour.ts";

const T = 1_800_000_000_000;

const nothing: Surroundings = { events: [], attention: [], firstSeenMs: new Map(), lengthSeconds: () => null };

function clean(events: BehaviourEvent[], known: Partial<Surroundings> = {}): CleanedEvent[] {
  return cleanEvents(events, { ...nothing, ...known });
}

function totals(cleaned: readonly CleanedEvent[]) {
  return {
    verifiedMs: cleaned.reduce((sum, { verified }) => sum + lengthOf(verified), 0),
    reasons: cleaned.flatMap(({ reductions }) => reductions.map(({ reason, cutMs }) => [reason, cutMs])),
    dropped: cleaned.filter(({ dropped }) => dropped).length,
  };
}

describe("cleaning one viewer's events", () => {
  it("leaves an honest visit as it is: click, heartbeats, like, complete", () => {
    const visit = [
      act("impression", T),
      act("click", T + 2000),
      dwell(T + 2000, T + 12_000),
      act("like", T + 15_000),
      dwell(T + 12_000, T + 22_000),
      act("complete", T + 23_000),
    ];
    expect(totals(clean(visit, { lengthSeconds: () => 100 }))).to.deep.equal({
      verifiedMs: 20_000,
      reasons: [],
      dropped: 0,
    });
  });

  it("shares the wall clock between tabs", () => {
    const tabs = [dwell(T, T + 10_000, "1"), dwell(T + 5000, T + 15_000, "2")];
    expect(totals(clean(tabs))).to.deep.equal({ verifiedMs: 15_000, reasons: [["overlap", 5000]], dropped: 0 });
  });

  it("counts attention that was verified earlier against a new claim", () => {
    const attention = [{ fromMs: T, toMs: T + 4000 }];
    expect(totals(clean([dwell(T, T + 10_000, "2")], { attention }))).to.deep.include({ verifiedMs: 6000 });
  });

  it("cuts a claim that is longer than the time since the last claim on the same page", () => {
    const events = [dwell(T + 8000, T + 10_000), dwell(T, T + 15_000)];
    expect(totals(clean(events))).to.deep.equal({
      verifiedMs: 7000,
      reasons: [["since-last-claim", 10_000]],
      dropped: 0,
    });
  });

  it("cuts a claim that reaches back before the page was opened, even when the click was stored earlier", () => {
    const events = [{ contentId: "1", kind: "click" as const, atMs: T }];
    expect(totals(clean([dwell(T - 25_000, T + 5000)], { events })).reasons).to.deep.equal([
      ["since-last-claim", 25_000],
    ]);
  });

  it("takes the first impression for the opening where there was no click", () => {
    const events = [act("impression", T), act("impression", T + 3000), dwell(T - 10_000, T + 5000)];
    expect(totals(clean(events)).verifiedMs).to.equal(5000);
  });

  it("doesn't take a like for an opening", () => {
    expect(totals(clean([act("like", T + 8000), dwell(T, T + 10_000)])).verifiedMs).to.equal(10_000);
  });

  it("gives no claim more than a minute", () => {
    expect(totals(clean([dwell(T, T + 90_000)]))).to.deep.equal({
      verifiedMs: 60_000,
      reasons: [["heartbeat-cap", 30_000]],
      dropped: 0,
    });
  });

  it("drops what comes faster than a page can show it", () => {
    const burst = Array.from({ length: 60 }, (_, i) => act("impression", T + i, String(i + 1)));
    expect(totals(clean(burst))).to.deep.include({ dropped: 10 });
    expect(totals(clean([act("click", T + 999)], { events: burst.slice(0, 50) })).reasons).to.deep.equal([
      ["impossible-speed", 0],
    ]);
    expect(totals(clean([act("click", T + 1000)], { events: burst.slice(0, 50) }))).to.deep.include({ dropped: 0 });
  });

  it("drops likes at machine-gun pace, and nothing else of that second", () => {
    const likes = Array.from({ length: 10 }, (_, i) => act("like", T + i * 50, String(i + 1)));
    expect(totals(clean([...likes, act("click", T + 600)]))).to.deep.include({ dropped: 7 });
  });

  it("drops a completion sooner than the text can be read at 20 words a second", () => {
    // 400 words: 100 s at reading pace, 20 s at 20 words a second.
    const known = { lengthSeconds: () => 100 };
    const soon = [act("click", T), act("complete", T + 19_999)];
    const later = [act("click", T), act("complete", T + 20_000)];
    expect(totals(clean(soon, known)).reasons).to.deep.equal([["reading-speed", 0]]);
    expect(totals(clean(later, known)).reasons).to.deep.equal([]);
    expect(
      totals(clean([act("complete", T)], { ...known, firstSeenMs: new Map([["1", T - 30_000]]) })).dropped,
    ).to.equal(0);
    expect(totals(clean([act("complete", T)], known)).dropped).to.equal(1);
  });

  it("asks for no more of the past than its rules look at", () => {
    expect(surroundingsOf([event(T + 500), event(T + 30_000), event(T + 600_000)])).to.deep.equal([
      { fromMs: T - 60_000, toMs: T + 31_000 },
      { fromMs: T + 540_000, toMs: T + 601_000 },
    ]);
  });

  const batches = fc.array(
    fc.record({
      id: fc.uuid(),
      contentId: fc.constantFrom("1", "2", "3"),
      kind: fc.constantFrom(...EVENT_KINDS),
      atMs: fc.integer({ min: T, max: T + 200_000 }),
      dwellMs: fc.integer({ min: 0, max: 120_000 }),
    }),
    { maxLength: 40 },
  );

  it("never verifies more than the wall clock from the first claim's beginning to the last one's end", () => {
    fc.assert(
      fc.property(batches, (events) => {
        const cleaned = clean(events);
        const given: Span[] = cleaned.flatMap(({ verified }) => verified).sort((a, b) => a.fromMs - b.fromMs);
        for (const [i, span] of given.entries()) expect(span.fromMs).to.be.at.least(given[i - 1]?.toMs ?? 0);
        if (given.length > 0) expect(lengthOf(given)).to.be.at.most(given.at(-1)!.toMs - given[0]!.fromMs);
      }),
    );
  });

  it("accounts for every claimed millisecond: verified or cut for a reason", () => {
    fc.assert(
      fc.property(batches, (events) => {
        for (const { event, verified, reductions } of clean(events)) {
          const claimedMs = event.kind === "dwell" || reductions.length > 0 ? event.dwellMs : 0;
          const cutMs = reductions.reduce((sum, reduction) => sum + reduction.cutMs, 0);
          expect(lengthOf(verified) + cutMs).to.equal(claimedMs);
        }
      }),
    );
  });

  it("doesn't mind in which order a batch lists its events", () => {
    fc.assert(
      fc.property(batches, (events) => {
        const byId = (cleaned: CleanedEvent[]) => new Map(cleaned.map(({ event, ...rest }) => [event.id, rest]));
        expect(byId(clean(events))).to.deep.equal(byId(clean(events.toReversed())));
      }),
    );
  });
});
