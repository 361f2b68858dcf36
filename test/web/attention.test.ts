import { expect } from "chai";
import { ActivityClock, IDLE_MS } from "../../web/attention/activity.ts";
import { countsAsInView } from "../../web/attention/countsAsInView.ts";
import { nearestTo } from "../../web/attention/nearestTo.ts";
import { Outbox } from "../../web/attention/outbox.ts";
import { OracleError } from "../../web/oracle/OracleError.ts";
import type { BehaviourEvent } from "../../web/oracle/sent.ts";

const START = 1_800_000_000_000;

/** A clock whose page is visible, with the content in view since START. */
function reading(): ActivityClock {
  const clock = new ActivityClock(true, START);
  clock.setInView(true, START);
  return clock;
}

describe("the activity clock", () => {
  it("counts from the moment that page, view and input agree", () => {
    const clock = new ActivityClock(true, START);
    expect(clock.take(START + 5_000)).to.deep.equal([]);
    clock.setInView(true, START + 5_000);
    expect(clock.take(START + 8_000)).to.deep.equal([{ atMs: START + 8_000, dwellMs: 3_000 }]);
  });

  it("gives each stretch once, end to end, so that spans never overlap", () => {
    const clock = reading();
    expect(clock.take(START + 5_000)).to.deep.equal([{ atMs: START + 5_000, dwellMs: 5_000 }]);
    expect(clock.take(START + 9_000)).to.deep.equal([{ atMs: START + 9_000, dwellMs: 4_000 }]);
  });

  it("stops while the page is hidden", () => {
    const clock = reading();
    clock.setVisible(false, START + 2_000);
    clock.setVisible(true, START + 10_000);
    expect(clock.take(START + 11_000)).to.deep.equal([
      { atMs: START + 2_000, dwellMs: 2_000 },
      { atMs: START + 11_000, dwellMs: 1_000 },
    ]);
  });

  it("stops when there was no input for half a minute, and goes on with the next", () => {
    const clock = reading();
    expect(clock.take(START + 100_000)).to.deep.equal([{ atMs: START + IDLE_MS, dwellMs: IDLE_MS }]);
    expect(clock.active(START + 100_000)).to.equal(false);
    clock.input(START + 110_000);
    expect(clock.take(START + 112_000)).to.deep.equal([{ atMs: START + 112_000, dwellMs: 2_000 }]);
  });

  it("says in which section each stretch was, and still gives each once", () => {
    const clock = reading();
    clock.setSection(0, START);
    clock.setSection(1, START + 4_000);
    expect(clock.take(START + 6_000)).to.deep.equal([
      { atMs: START + 4_000, dwellMs: 4_000, section: 0 },
      { atMs: START + 6_000, dwellMs: 2_000, section: 1 },
    ]);
  });

  it("gives the time of sections that were only passed to the one where the eye comes to rest", () => {
    const clock = reading();
    clock.setSection(5, START);
    for (let step = 1; step <= 4; step++) clock.setSection(5 - step, START + step * 200);
    expect(clock.take(START + 3_000)).to.deep.equal([{ atMs: START + 3_000, dwellMs: 3_000, section: 1 }]);
  });

  it("drops what is too short to be attention", () => {
    const clock = reading();
    clock.setInView(false, START + 100);
    expect(clock.take(START + 1_000)).to.deep.equal([]);
  });
});

describe("the section at the eye", () => {
  const places = [
    { top: -500, bottom: -20 },
    { top: 0, bottom: 300 },
    { top: 340, bottom: 700 },
  ];

  it("is the one at its height, or the nearest in the gap between two", () => {
    expect(nearestTo(100, places)).to.equal(1);
    expect(nearestTo(310, places)).to.equal(1);
    expect(nearestTo(330, places)).to.equal(2);
    expect(nearestTo(2_000, places)).to.equal(2);
  });

  it("is none where there is no text", () => {
    expect(nearestTo(100, [])).to.equal(undefined);
  });
});

describe("in view", () => {
  it("asks for half of a content that fits the screen", () => {
    expect(countsAsInView(250, 500, 900)).to.equal(true);
    expect(countsAsInView(249, 500, 900)).to.equal(false);
  });

  it("asks for half of the screen where the content is taller than it", () => {
    expect(countsAsInView(450, 5_000, 900)).to.equal(true);
    expect(countsAsInView(449, 5_000, 900)).to.equal(false);
  });

  it("is never so for what has no size", () => {
    expect(countsAsInView(0, 0, 900)).to.equal(false);
  });
});

/** localStorage as the outbox uses it. */
function memory() {
  const entries = new Map<string, string>();
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  };
}

const accepted = (events: readonly BehaviourEvent[]) => ({
  accepted: events.length,
  duplicates: 0,
  dropped: 0,
  reductions: [],
  rejected: [],
});

describe("the outbox", () => {
  it("keeps an event, under the same id, until it is acknowledged", async () => {
    const sent: string[][] = [];
    let online = false;
    const send = async (events: BehaviourEvent[]) => {
      sent.push(events.map(({ id }) => id));
      if (!online) throw OracleError.unreachable(new Error("offline"));
      return accepted(events);
    };
    const storage = memory();
    new Outbox("0xa", send, storage).add({ contentId: "1", kind: "like", atMs: Date.now() });
    const reloaded = new Outbox("0xa", send, storage);
    expect(await reloaded.flush()).to.equal(null);
    online = true;
    expect(await reloaded.flush()).to.deep.include({ accepted: 1 });
    expect(sent).to.have.length(2);
    expect(sent[0]).to.deep.equal(sent[1]);
    expect(reloaded.waiting()).to.deep.equal([]);
  });

  it("never sends one account's events as another's", async () => {
    const sent: BehaviourEvent[] = [];
    const send = async (events: BehaviourEvent[]) => {
      sent.push(...events);
      return accepted(events);
    };
    const storage = memory();
    new Outbox("0xa", send, storage).add({ contentId: "1", kind: "like", atMs: Date.now() });
    expect(await new Outbox("0xb", send, storage).flush()).to.equal(null);
    expect(sent).to.deep.equal([]);
  });

  it("drops what the oracle refuses for good, and keeps what a new session could send", async () => {
    let status = 401;
    const send = async () => {
      throw new OracleError("refused", "refused", status);
    };
    const outbox = new Outbox("0xa", send, memory());
    outbox.add({ contentId: "1", kind: "like", atMs: Date.now() });
    await outbox.flush();
    expect(outbox.waiting()).to.have.length(1);
    status = 403;
    await outbox.flush();
    expect(outbox.waiting()).to.have.length(0);
  });

  it("doesn't send again what the oracle rejected one by one, whatever its code", async () => {
    let batches = 0;
    const send = async (events: BehaviourEvent[]) => {
      batches += 1;
      const rejected = events.map(({ id }, index) => ({
        ...{ id, index, field: "atMs", code: "before-consent" as const, message: "", hint: "" },
      }));
      return { ...accepted([]), rejected };
    };
    const outbox = new Outbox("0xa", send, memory());
    outbox.add({ contentId: "1", kind: "like", atMs: Date.now() });
    await outbox.flush();
    await outbox.flush();
    expect(outbox.waiting()).to.deep.equal([]);
    expect(batches).to.equal(1);
  });

  it("delivers every batch, and stops at one that doesn't arrive", async () => {
    let reachable = 2;
    const send = async (events: BehaviourEvent[]) => {
      if (reachable-- === 0) throw OracleError.unreachable(new Error("offline"));
      return accepted(events);
    };
    const outbox = new Outbox("0xa", send, memory());
    for (let index = 0; index < 450; index++) outbox.add({ contentId: "1", kind: "like", atMs: Date.now() });
    await outbox.deliver();
    expect(outbox.waiting()).to.have.length(50);
  });

  it("leaves nothing behind when its owner signs out, not even what comes late", () => {
    const storage = memory();
    const outbox = new Outbox("0xa", async (events) => accepted(events), storage);
    outbox.add({ contentId: "1", kind: "like", atMs: Date.now() });
    outbox.close();
    outbox.add({ contentId: "1", kind: "dwell", atMs: Date.now(), dwellMs: 500 });
    expect(storage.getItem("heed.outbox.0xa")).to.equal(null);
  });

  it("forgets everything when consent is withdrawn", () => {
    const outbox = new Outbox("0xa", async (events) => accepted(events), memory());
    outbox.add({ contentId: "1", kind: "like", atMs: Date.now() });
    outbox.clear();
    expect(outbox.waiting()).to.deep.equal([]);
  });
});
