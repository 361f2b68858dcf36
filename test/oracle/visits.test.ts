import { expect } from "chai";
import type { BehaviourEvent, EventKind } from "../../oracle/prepare/events.ts";
import { historyBefore, visitsOf } from "../../oracle/prepare/visits.ts";

let made = 0;
function event(contentId: string, kind: EventKind, atMs: number, dwellMs = 0): BehaviourEvent {
  return { id: String(made++).padStart(6, "0"), contentId, kind, atMs, dwellMs };
}

describe("visits", () => {
  it("are consecutive events on one content, with the strongest kind and the sum of the attention", () => {
    const visits = visitsOf([
      event("a", "click", 1_000),
      event("a", "dwell", 11_000, 10_000),
      event("a", "like", 12_000),
      event("a", "dwell", 17_000, 5_000),
      event("b", "click", 20_000),
    ]);
    expect(visits).to.deep.equal([
      { contentId: "a", kind: "like", dwellMs: 15_000, startedAtMs: 1_000, gapMs: 0 },
      { contentId: "b", kind: "click", dwellMs: 0, startedAtMs: 20_000, gapMs: 3_000 },
    ]);
  });

  it("begin where the attention began", () => {
    const [visit] = visitsOf([event("a", "dwell", 10_000, 4_000)]);
    expect(visit!.startedAtMs).to.equal(6_000);
  });

  it("don't depend on the order in which the events came", () => {
    const events = [event("a", "click", 1), event("b", "click", 2), event("a", "like", 3)];
    expect(visitsOf([...events].reverse())).to.deep.equal(visitsOf(events));
    expect(visitsOf(events).map((visit) => visit.contentId)).to.deep.equal(["a", "b", "a"]);
  });

  it("take an impression only while the content is new to the viewer", () => {
    const visits = visitsOf([
      event("a", "impression", 1),
      event("b", "impression", 2),
      event("a", "impression", 3),
      event("b", "click", 4),
      event("a", "impression", 5),
      event("b", "impression", 6),
    ]);
    expect(visits.map(({ contentId, kind }) => [contentId, kind])).to.deep.equal([
      ["a", "impression"],
      ["b", "click"],
    ]);
  });

  it("keep the newest 50", () => {
    const visits = visitsOf(Array.from({ length: 60 }, (_, i) => event(String(i), "click", i)));
    expect(visits).to.have.length(50);
    expect(visits.at(-1)!.contentId).to.equal("59");
  });

  it("survive attention that is no number", () => {
    expect(visitsOf([event("a", "dwell", 5, Number.NaN)])[0]!.dwellMs).to.equal(0);
  });

  it("don't count as history for one that began at the same instant", () => {
    const at = (startedAtMs: number) => ({ startedAtMs });
    const visits = [at(1), at(2), at(2), at(2), at(3)];
    expect(visits.map((_, index) => historyBefore(visits, index).length)).to.deep.equal([0, 1, 1, 1, 4]);
    const many = Array.from({ length: 60 }, (_, i) => at(i));
    expect(historyBefore(many, 55).map(({ startedAtMs }) => startedAtMs)).to.deep.equal(
      Array.from({ length: 50 }, (_, i) => i + 5),
    );
  });

  it("of no events are none", () => {
    expect(visitsOf([])).to.deep.equal([]);
  });
});
