import { expect } from "chai";
import { eq, sql } from "drizzle-orm";
import type { Listening } from "../../oracle/api/listen.ts";
import { expireBehaviour } from "../../oracle/privacy/expire.ts";
import { ensureViewer } from "../../oracle/privacy/viewers.ts";
import { forgetFrozen } from "../../oracle/settle/forgetFrozen.ts";
import {
  epochContents,
  epochCounted,
  epochReductions,
  epochs,
  epochViewers,
} from "../../oracle/store/schema/settlement.ts";
import { SetClock, testContext } from "./support/context.ts";
import { postReport, writeEpoch } from "./support/epochRows.ts";
import { serve, signInConsenting } from "./support/server.ts";
import { describeOnEachStore } from "./support/stores.ts";
import { account } from "./support/testChain.ts";

const [ME, CREATOR] = [account(3), account(4).address];
const windows = { durationS: 60, challengeWindowS: 20, reportWindowS: 3_600, settlementWindowS: 86_400 };
const terms = { ...windows, initialRateWei: 1n };

describeOnEachStore("what epochs were settled from", (store) => {
  let listening: Listening;
  let clock: SetClock;
  let context: ReturnType<typeof testContext>;
  let visitor: Awaited<ReturnType<typeof signInConsenting>>;
  let viewer: string;
  const inEpochs = async () => {
    const found = await store().db.select().from(epochViewers).orderBy(epochViewers.epoch);
    return found.map(({ epoch, viewer, contentIds }) => [epoch, viewer, contentIds.length]);
  };

  beforeEach(async () => {
    clock = new SetClock(Date.now());
    context = testContext(store(), { clock });
    listening = await serve(context);
    visitor = await signInConsenting(listening.url, context, ME);
    viewer = await ensureViewer(context, ME.address);
  });
  afterEach(() => listening.close());

  async function write(...given: [number, string][]): Promise<void> {
    for (const [epoch, state] of given) {
      await writeEpoch(store().db, { epoch, state, viewer, account: ME.address, creator: CREATOR });
      const said = { contentId: "1", creator: CREATOR, language: "en", topics: [], payees: [CREATOR], bps: [10_000] };
      await store()
        .db.insert(epochContents)
        .values({ epoch, ...said });
      await store().db.insert(epochCounted).values({ epoch, account: ME.address, ms: 60_000 });
    }
  }

  it("is forgotten once an epoch is done with and its report can't be posted or vetoed any more", async () => {
    await write([11, "settled"], [12, "final"], [13, "settled"]);
    await postReport(store().db, 11, 1);
    const earnings = async () => (await visitor.send("GET", "/me/earnings")).body;
    const before = await earnings();
    await forgetFrozen(store().db, terms, 12 * 60 + 3_620);
    expect(await inEpochs()).to.deep.include.members([[11, viewer, 1]]);
    await forgetFrozen(store().db, terms, 13 * 60 + 3_620 + 1);
    expect(await inEpochs()).to.deep.equal([
      [11, "paid:1", 0],
      [12, viewer, 1],
      [13, viewer, 1],
    ]);
    const contents = await store().db.select().from(epochContents).orderBy(epochContents.epoch);
    expect(contents.map(({ epoch }) => epoch)).to.deep.equal([12, 13]);
    expect(await earnings()).to.deep.equal(before);
  });

  it("leaves no row at all of an epoch that was given up", async () => {
    await write([11, "vetoed"], [12, "failed"], [13, "empty"]);
    await store().db.execute(sql`delete from epoch_rows`);
    await forgetFrozen(store().db, terms, 10_000);
    expect(await inEpochs()).to.deep.equal([]);
  });

  it("is erased with the viewer: at once where the report is posted, and else as soon as it is", async () => {
    await write([11, "settled"], [12, "posted"], [13, "signed"]);
    await visitor.send("DELETE", "/me");
    expect(await inEpochs()).to.deep.equal([[13, "erased:1", 1]]);
    expect(await store().db.$count(epochReductions)).to.equal(0);
    await forgetFrozen(store().db, terms, 14 * 60);
    expect(await inEpochs()).to.have.length(1);
    await store().db.update(epochs).set({ state: "posted" }).where(eq(epochs.epoch, 13));
    await forgetFrozen(store().db, terms, 14 * 60);
    expect(await inEpochs()).to.deep.equal([]);
  });

  it("is in the viewer's export, with what was paid", async () => {
    await write([11, "posted"]);
    const { body } = await visitor.send("GET", "/me/export");
    expect(body.epochs).to.have.length(1);
    expect(body.epochs[0]).to.deep.include({ epoch: 11, viewer, contentIds: ["1"], contentMs: [100_000] });
    expect(body.payouts).to.deep.equal([{ epoch: 11, account: ME.address, amountWei: "420000000000000000" }]);
    expect(body.epochReductions).to.deep.equal([{ epoch: 11, viewer, rule: "daily-cap", cutMs: 7_000 }]);
    expect(body.epochCounted).to.deep.equal([{ epoch: 11, account: ME.address, ms: 60_000 }]);
  });

  it("counts towards a day for two days, and is kept as a reduction as long as behaviour is", async () => {
    const epoch = Math.floor(clock.ms / 60_000);
    await write([epoch, "settled"]);
    const left = async () => {
      await expireBehaviour(context);
      return [await store().db.$count(epochCounted), await store().db.$count(epochReductions)];
    };
    expect(await left()).to.deep.equal([1, 1]);
    clock.ms += 3 * 24 * 3_600_000;
    expect(await left()).to.deep.equal([0, 1]);
    clock.ms += 90 * 24 * 3_600_000;
    expect(await left()).to.deep.equal([0, 0]);
  });
});
