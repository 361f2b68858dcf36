import { expect } from "chai";
import { asc, eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { Intake } from "../../oracle/collect/intake.ts";
import { KnownContents } from "../../oracle/collect/knownContents.ts";
import type { BehaviourEvent } from "../../oracle/prepare/events.ts";
import { recordConsent } from "../../oracle/privacy/consent.ts";
import type { ViewerId } from "../../oracle/privacy/keys.ts";
import { ensureViewer } from "../../oracle/privacy/viewers.ts";
import { rows } from "../../oracle/store/database.ts";
import { exportEvents, type ViewerEvent } from "../../oracle/store/exportEvents.ts";
import { attention, events, reductions } from "../../oracle/store/schema/behaviour.ts";
import { act, dwell, event } from "./support/behaviour.ts";
import { publishContents } from "./support/contents.ts";
import { SetClock, testContext } from "./support/context.ts";
import { describeOnEachStore } from "./support/stores.ts";

const T = new SetClock().ms - 3_600_000;

describeOnEachStore("intake", (store) => {
  let wallets = 0;

  async function newViewer(): Promise<ViewerId> {
    wallets += 1;
    const viewer = await ensureViewer(testContext(store()), `0x${wallets.toString(16).padStart(40, "0")}`);
    await recordConsent(store().db, viewer, { collect: true, personalise: false }, 0);
    return viewer;
  }

  async function newIntake(): Promise<Intake> {
    const context = testContext(store());
    const contents = new KnownContents(store().db, context.clock);
    await contents.learn(["1", "2", "3"]);
    return new Intake(context, contents);
  }

  const storedBy = (viewer: ViewerId) =>
    store().db.select().from(events).where(eq(events.viewer, viewer)).orderBy(asc(events.seq));
  const attentionOf = (viewer: ViewerId) =>
    store().db.select().from(attention).where(eq(attention.viewer, viewer)).orderBy(asc(attention.fromMs));

  beforeEach(() => publishContents(store().db, 3));

  it("stores events with what was verified of them", async () => {
    const viewer = await newViewer();
    const batch = [act("click", T), dwell(T, T + 8000), dwell(T + 5000, T + 12_000, "2")];
    const result = await (await newIntake()).submit({ viewer, events: batch });
    expect(result).to.deep.equal({
      accepted: 3,
      duplicates: 0,
      dropped: 0,
      tooEarly: [],
      reductions: [{ id: batch[2]!.id, reason: "overlap", claimedMs: 7000, verifiedMs: 4000, cutMs: 3000 }],
    });
    expect((await storedBy(viewer)).map((row) => [row.kind, row.dwellMs, row.verifiedMs])).to.deep.equal([
      ["click", 0, 0],
      ["dwell", 8000, 8000],
      ["dwell", 7000, 4000],
    ]);
    expect((await attentionOf(viewer)).map((row) => [row.contentId, row.fromMs - T, row.toMs - T])).to.deep.equal([
      ["1", 0, 8000],
      ["2", 8000, 12_000],
    ]);
    const [reduction] = await store().db.select().from(reductions).where(eq(reductions.viewer, viewer));
    expect(reduction).to.deep.include({ eventId: batch[2]!.id, contentId: "2", reason: "overlap", cutMs: 3000 });
  });

  it("keeps where in the text a dwell was, on the event and on what was verified of it", async () => {
    const viewer = await newViewer();
    const batch = [
      { ...dwell(T, T + 5000), section: 0 },
      { ...dwell(T + 5000, T + 9000), section: 7 },
      dwell(T + 9000, T + 10_000),
    ];
    await (await newIntake()).submit({ viewer, events: batch });
    expect((await storedBy(viewer)).map(({ section }) => section)).to.deep.equal([0, 7, null]);
    expect((await attentionOf(viewer)).map(({ fromMs, section }) => [fromMs - T, section])).to.deep.equal([
      [0, 0],
      [5000, 7],
      [9000, null],
    ]);
    const exported: (number | null | undefined)[] = [];
    for await (const { section } of exportEvents(store().db)) exported.push(section);
    expect(exported).to.deep.equal([0, 7, null]);
  });

  it("counts an id once: within a batch, in a later batch, and in batches that arrive at once", async () => {
    const viewer = await newViewer();
    const one = dwell(T, T + 5000);
    const intake = await newIntake();
    expect(await intake.submit({ viewer, events: [one, one] })).to.deep.include({ accepted: 1, duplicates: 1 });
    expect(await intake.submit({ viewer, events: [one] })).to.deep.include({ accepted: 0, duplicates: 1 });
    const two = act("like", T + 6000);
    const results = await Promise.all(Array.from({ length: 5 }, () => intake.submit({ viewer, events: [two] })));
    expect(results.map(({ accepted }) => accepted).sort()).to.deep.equal([0, 0, 0, 0, 1]);
    expect(await storedBy(viewer)).to.have.length(2);
  });

  it("lets two viewers use the same id", async () => {
    const shared = act("click", T);
    const intake = await newIntake();
    for (const viewer of [await newViewer(), await newViewer()]) {
      expect((await intake.submit({ viewer, events: [shared] })).accepted).to.equal(1);
    }
  });

  it("takes a dropped event's id for known too, so that sending it again doesn't count it again", async () => {
    const viewer = await newViewer();
    const intake = await newIntake();
    const likes = Array.from({ length: 4 }, (_, i) => act("like", T + i));
    expect(await intake.submit({ viewer, events: likes })).to.deep.include({ accepted: 3, dropped: 1 });
    expect(await intake.submit({ viewer, events: likes })).to.deep.include({ accepted: 0, duplicates: 4, dropped: 0 });
    expect(await store().db.$count(reductions)).to.equal(1);
  });

  it("accepts what arrives out of order", async () => {
    const viewer = await newViewer();
    const intake = await newIntake();
    await intake.submit({ viewer, events: [dwell(T + 20_000, T + 30_000)] });
    await intake.submit({ viewer, events: [dwell(T, T + 10_000)] });
    expect((await attentionOf(viewer)).map(({ fromMs }) => fromMs - T)).to.deep.equal([0, 20_000]);
  });

  it("verifies a stretch once when two replicas are told of it at the same time", async () => {
    const replicas = [await newIntake(), await newIntake()];
    // Several rounds: in the first, one of them still has to connect and comes too late to collide.
    for (let round = 0; round < 5; round += 1) {
      const viewer = await newViewer();
      // No two claims begin at the same millisecond, so no uniqueness in the database can help.
      const claims = Array.from({ length: 20 }, (_, i) => dwell(T + i, T + 10_000 + i, String((i % 3) + 1)));
      await Promise.all(claims.map((claim, i) => replicas[i % 2]!.submit({ viewer, events: [claim] })));
      const spans = await attentionOf(viewer);
      for (const [i, { fromMs }] of spans.entries()) expect(fromMs).to.be.at.least(spans[i - 1]?.toMs ?? T);
      expect(spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)).to.be.within(10_000, 10_019);
      expect(await storedBy(viewer)).to.have.length(20);
    }
  });

  it("stores nothing for a viewer who didn't consent, and everything of the others in the same commit", async () => {
    const [willing, unwilling] = [await newViewer(), await newViewer()];
    await recordConsent(store().db, unwilling, { collect: false, personalise: true }, 1);
    const intake = await newIntake();
    const [fulfilled, rejected] = await Promise.allSettled([
      intake.submit({ viewer: willing, events: [act("click", T)] }),
      intake.submit({ viewer: unwilling, events: [act("click", T)] }),
    ]);
    expect(fulfilled).to.have.nested.property("value.accepted", 1);
    expect(rejected).to.have.nested.property("reason.code", "consent-required");
    expect(await storedBy(unwilling)).to.deep.equal([]);
  });

  it("leaves out what was before the consent in force, which a break renews and a change of the other half doesn't", async () => {
    const viewer = await newViewer();
    const intake = await newIntake();
    const decide = (collect: boolean, atMs: number) =>
      recordConsent(store().db, viewer, { collect, personalise: false }, atMs);
    await decide(false, T - 60_000);
    await decide(true, T);
    await recordConsent(store().db, viewer, { collect: true, personalise: true }, T + 50_000);
    const early = [act("click", T - 1), dwell(T - 5000, T + 1000)];
    const batch = [...early, act("click", T), dwell(T, T + 5000, "2")];
    const result = await intake.submit({ viewer, events: batch });
    expect(result).to.deep.include({ accepted: 2, tooEarly: early.map((event) => ({ event, consentAtMs: T })) });
    expect((await attentionOf(viewer)).map(({ fromMs }) => fromMs)).to.deep.equal([T]);
    expect(await intake.submit({ viewer, events: early, backdated: true })).to.deep.include({
      accepted: 2,
      tooEarly: [],
    });
  });

  it("stores a batch as a whole or not at all, and the other batches of its commit all the same", async () => {
    const [good, bad] = [await newViewer(), await newViewer()];
    const intake = await newIntake();
    const tooLong: BehaviourEvent = { ...act("click", T), dwellMs: 2 ** 40 };
    const [fulfilled, rejected] = await Promise.allSettled([
      intake.submit({ viewer: good, events: [act("click", T)] }),
      intake.submit({ viewer: bad, events: [act("click", T), tooLong] }),
    ]);
    expect(fulfilled.status).to.equal("fulfilled");
    expect(rejected.status).to.equal("rejected");
    expect([await storedBy(good), await storedBy(bad)].map(({ length }) => length)).to.deep.equal([1, 0]);
  });

  it("streams everything for training, viewer by viewer in the order of what happened", async () => {
    const intake = await newIntake();
    const viewers = [await newViewer(), await newViewer()];
    for (const viewer of viewers) {
      await intake.submit({ viewer, events: [act("like", T + 5000), dwell(T, T + 4000), act("click", T)] });
    }
    const exported: ViewerEvent[] = [];
    for await (const row of exportEvents(store().db)) exported.push(row);
    expect(exported.map(({ viewer }) => viewer)).to.deep.equal(
      viewers.toSorted().flatMap((viewer) => Array(3).fill(viewer)),
    );
    for (const viewer of viewers) {
      const own = exported.filter((row) => row.viewer === viewer);
      expect(
        own.map(({ atMs, dwellMs, verifiedMs, contentId }) => [atMs - T, dwellMs, verifiedMs, contentId]),
      ).to.deep.equal([
        [0, 0, 0, "1"],
        [4000, 4000, 4000, "1"],
        [5000, 0, 0, "1"],
      ]);
    }
  });

  it("never verifies more than the wall clock, however claims are cut into batches and interleaved", async () => {
    const claims = fc.array(
      fc.record({
        id: fc.uuid(),
        contentId: fc.constantFrom("1", "2", "3"),
        kind: fc.constantFrom("dwell" as const, "click" as const),
        atMs: fc.integer({ min: T, max: T + 300_000 }),
        dwellMs: fc.integer({ min: 0, max: 90_000 }),
      }),
      { minLength: 1, maxLength: 6 },
    );
    const intake = await newIntake();
    await fc.assert(
      fc.asyncProperty(fc.array(claims, { minLength: 1, maxLength: 6 }), async (batches) => {
        const viewer = await newViewer();
        await Promise.all(
          batches.map((batch) => intake.submit({ viewer, events: batch.map((one) => event(one.atMs, one)) })),
        );
        const spans = await attentionOf(viewer);
        for (const [i, { fromMs }] of spans.entries()) expect(fromMs).to.be.at.least(spans[i - 1]?.toMs ?? 0);
        const verifiedMs = (await storedBy(viewer)).reduce((sum, row) => sum + row.verifiedMs, 0);
        expect(verifiedMs).to.equal(spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0));
      }),
      { numRuns: 25 },
    );
  });

  it("gives both drivers' 64-bit integers as numbers", async () => {
    const [row] = await rows<{ n: number }>(store().db, sql`select 1737000000000::bigint as n`);
    expect(row).to.deep.equal({ n: 1_737_000_000_000 });
  });
});
