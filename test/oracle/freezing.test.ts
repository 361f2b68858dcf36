import { expect } from "chai";
import { asc, eq, sql } from "drizzle-orm";
import { zeroHash } from "viem";
import { freezeEpoch } from "../../oracle/settle/freeze.ts";
import { proposeEpoch } from "../../oracle/settle/propose.ts";
import { newcomersMs } from "../../oracle/settle/rules.ts";
import type { Database } from "../../oracle/store/database.ts";
import { openMemoryStore, type Store } from "../../oracle/store/open.ts";
import { attention } from "../../oracle/store/schema/behaviour.ts";
import { campaignBriefs, earners } from "../../oracle/store/schema/campaigns.ts";
import { epochCampaigns, epochViewers } from "../../oracle/store/schema/settlement.ts";
import { caught } from "./support/caught.ts";
import { addressOf, EPOCH, FROM_MS, RATE, TO_MS, type World, writeViewer, writeWorld } from "./support/epochWorld.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const terms = { epoch: EPOCH, parent: zeroHash, modelHash: zeroHash };
const world = (...viewers: World["viewers"]): World => ({
  contents: [{ id: "1", creator: "author" }],
  campaigns: [{ id: "1" }],
  viewers,
});
const reader = { name: "reader", saw: ["1"], read: [["1", 100] as [string, number]] };

describe("freezing an epoch", () => {
  let store: Store;
  let db: Database;
  beforeEach(async () => {
    store = await openMemoryStore();
    db = store.db;
  });
  afterEach(() => store.close());

  const frozen = () => db.select().from(epochViewers).orderBy(asc(epochViewers.place));

  for (const [when, sinceMs] of [
    ["at the epoch's end", TO_MS],
    ["after it", TO_MS + 40_000],
  ] as const) {
    it(`leaves out who opted in ${when}, whatever attention crosses it`, async () => {
      const crossing = { ...reader, name: "crosses", sinceMs, fromMs: TO_MS - 20_000 };
      await freezeEpoch(db, await writeWorld(db, world(reader, crossing)));
      expect((await frozen()).map(({ account }) => account)).to.deep.equal([addressOf("reader")]);
      const { report } = await proposeEpoch(db, terms);
      expect(report!.payoutsTotal).to.equal(10n ** 18n);
    });
  }

  it("proposes nothing that would pay more than campaigns spend", async () => {
    await freezeEpoch(db, await writeWorld(db, world(reader, { ...reader, name: "other" })));
    await db.execute(sql`update epoch_viewers set content_ms = array[-40000] where account = ${addressOf("other")}`);
    const error = (await caught(proposeEpoch(db, terms))) as Error;
    expect(error.message).to.match(/would pay \d+ wei, and its campaigns spend \d+/);
  });

  it("counts what an account was paid for earlier in the day, under whichever pseudonym", async () => {
    const epoch = await writeWorld(db, world(reader));
    await freezeEpoch(db, epoch);
    await proposeEpoch(db, terms);
    await db.delete(earners);
    await writeViewer(db, { ...reader, name: "again", fromMs: TO_MS });
    await db.update(earners).set({ account: addressOf("reader") });
    await db.execute(sql`update ad_impressions set viewed_at_ms = ${TO_MS + 1} where viewer = 'v_again'`);
    const next = { ...epoch, epoch: EPOCH + 1, fromMs: TO_MS, toMs: TO_MS + HOUR_MS };
    await freezeEpoch(db, next);
    const [again] = (await frozen()).filter((one) => one.epoch === EPOCH + 1);
    expect(again).to.include({ viewer: "v_again", usedMs: 100_000 });
  });

  const dayOfEpoch = Math.floor(FROM_MS / DAY_MS) * DAY_MS;
  for (const [who, atMs, newcomer] of [
    ["attended on two days before, the first 72 hours before the end", [TO_MS - 72 * HOUR_MS, dayOfEpoch - 1], false],
    ["attended on one day before only, however often", [TO_MS - 80 * HOUR_MS, TO_MS - 80 * HOUR_MS + 2], true],
    ["attended for a second day only on the epoch's own", [TO_MS - 80 * HOUR_MS, dayOfEpoch], true],
    ["first attended less than 72 hours before the end", [TO_MS - 72 * HOUR_MS + 1, dayOfEpoch - 1], true],
  ] as const) {
    it(`takes for ${newcomer ? "a newcomer" : "established"} who ${who}`, async () => {
      const epoch = await writeWorld(db, world({ ...reader, newcomer: true }));
      for (const fromMs of atMs)
        await db.insert(attention).values({ viewer: "v_reader", contentId: "1", fromMs, toMs: fromMs + 1 });
      await freezeEpoch(db, epoch);
      expect((await frozen()).map((one) => one.newcomer)).to.deep.equal([newcomer]);
    });
  }

  it("lets campaigns bid whose money buys a second at half the rate and whose brief came in time, and of those the 200 that can spend most", async () => {
    const half = RATE / 2n;
    const rich = Array.from({ length: 201 }, (_, i) => ({ id: String(10 + i), availableWei: half + BigInt(i) }));
    const poor = { id: "1", availableWei: half - 1n };
    const late = { id: "2", availableWei: RATE };
    const epoch = await writeWorld(db, { ...world(), campaigns: [poor, late, ...rich] });
    await db
      .update(campaignBriefs)
      .set({ createdAtMs: TO_MS })
      .where(eq(campaignBriefs.advertiser, addressOf("advertiser 2")));
    await freezeEpoch(db, epoch);
    const bidders = (await db.select().from(epochCampaigns)).map(({ campaignId }) => campaignId);
    expect(bidders).to.have.members(rich.slice(1).map(({ id }) => id));
  });

  it("leaves all newcomers together a sixth of the epoch's duration, however short it is, or a twentieth of others' attention", () => {
    expect(newcomersMs(0n, { fromMs: 0, toMs: 60_000 })).to.equal(10_000n);
    expect(newcomersMs(1_000_000n, { fromMs: 0, toMs: 60_000 })).to.equal(50_000n);
  });
});
