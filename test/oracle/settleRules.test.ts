import { expect } from "chai";
import { sql } from "drizzle-orm";
import { keccak256, toHex, zeroHash } from "viem";
import { freezeEpoch } from "../../oracle/settle/freeze.ts";
import { dropEpoch } from "../../oracle/settle/proposals.ts";
import { proposeEpoch } from "../../oracle/settle/propose.ts";
import { rows } from "../../oracle/store/database.ts";
import { caught } from "./support/caught.ts";
import { addressOf, EPOCH, FROM_MS, RATE, TO_MS, type World, writeWorld } from "./support/epochWorld.ts";
import { useStore } from "./support/stores.ts";

const HEED = 10n ** 18n;
const contents = [{ id: "1", creator: "author", topics: ["bread"] }];
const rich = { id: "1", maxRateWei: RATE, spendableWei: 1000n * HEED };
const reader = (name: string, seconds = 100) => ({
  name,
  shareBps: 0,
  saw: ["1"],
  read: [["1", seconds]] as [string, number][],
});

describe("Settling an epoch", () => {
  const store = useStore();
  const terms = { epoch: EPOCH, parent: zeroHash, modelHash: zeroHash };

  async function settled(world: World, previousRateWei = RATE) {
    const { db } = store();
    await freezeEpoch(db, { ...(await writeWorld(db, world)), previousRateWei });
    const proposal = await proposeEpoch(db, terms);
    const paid = await rows<{ account: string; wei: string }>(
      db,
      sql`select account, amount_wei::text as wei from epoch_payouts where epoch = ${EPOCH}`,
    );
    const cuts = await rows<{ viewer: string; rule: string; ms: number }>(
      db,
      sql`select viewer, rule, cut_ms as ms from epoch_reductions order by 1, 2`,
    );
    const wei = new Map(paid.map((row) => [row.account, BigInt(row.wei)]));
    return { proposal, cuts, paidTo: (name: string) => wei.get(addressOf(name)) ?? 0n };
  }

  it("pays the viewer the whole price of the seconds sold, where nothing is given away", async () => {
    const { paidTo } = await settled({ contents, campaigns: [rich], viewers: [reader("ann")] });
    expect(paidTo("ann")).to.equal(100n * RATE);
  });

  it("passes the viewer's share on through the content's split, rounded down", async () => {
    const split = [
      {
        ...contents[0]!,
        payees: [
          ["author", 3_333],
          ["partner", 6_667],
        ] as [string, number][],
      },
    ];
    const { paidTo } = await settled({
      contents: split,
      campaigns: [rich],
      viewers: [{ ...reader("ann"), shareBps: 3_000 }],
    });
    expect(paidTo("ann")).to.equal(70n * RATE);
    expect(paidTo("author")).to.equal((30n * RATE * 3_333n) / 10_000n);
    expect(paidTo("partner")).to.equal((30n * RATE * 6_667n) / 10_000n);
  });

  it("pays only who saw an ad, for contents that its audience names", async () => {
    const more = [
      ...contents,
      { id: "2", creator: "author", topics: ["stars"] },
      { id: "3", creator: "author", topics: ["bread"], language: "zh" },
    ];
    const campaign = { ...rich, topics: ["bread"], languages: ["en"] };
    const read = [
      ["1", 100],
      ["2", 200],
      ["3", 300],
    ] as [string, number][];
    const { paidTo } = await settled({
      contents: more,
      campaigns: [campaign],
      viewers: [
        { ...reader("ann"), read },
        { ...reader("bob"), saw: [] },
      ],
    });
    expect(paidTo("ann")).to.equal(100n * RATE);
    expect(paidTo("bob")).to.equal(0n);
  });

  it("counts attention inside the epoch and after opting in alone", async () => {
    const early = { ...reader("early", 100), fromMs: FROM_MS - 40_000 };
    const late = { ...reader("late", 100), fromMs: TO_MS - 40_000 };
    const joined = { ...reader("joined", 100), sinceMs: FROM_MS + 30_000 };
    const { paidTo } = await settled({ contents, campaigns: [rich], viewers: [early, late, joined] });
    expect([paidTo("early"), paidTo("late"), paidTo("joined")]).to.deep.equal([60n * RATE, 40n * RATE, 70n * RATE]);
  });

  it("pays nothing for own contents, as creator or as payee, and says so", async () => {
    const shared = [
      {
        ...contents[0]!,
        payees: [
          ["author", 5_000],
          ["partner", 5_000],
        ] as [string, number][],
      },
    ];
    const { cuts, paidTo } = await settled({
      contents: shared,
      campaigns: [rich],
      viewers: [reader("author"), reader("partner"), reader("ann")],
    });
    expect([paidTo("author"), paidTo("partner"), paidTo("ann")]).to.deep.equal([0n, 0n, 100n * RATE]);
    expect(cuts).to.deep.equal(
      ["author", "partner"].map((name) => ({ viewer: `v_${name}`, rule: "own-content", ms: 100_000 })),
    );
  });

  it("pays no more than the viewer's daily budget, and counts it over the day's epochs", async () => {
    const { db } = store();
    const { paidTo, cuts } = await settled({
      contents,
      campaigns: [rich],
      viewers: [{ ...reader("ann"), dailySeconds: 130 }],
    });
    expect(paidTo("ann")).to.equal(100n * RATE);
    expect(cuts).to.deep.equal([]);
    await db.execute(
      sql`insert into attention select viewer, content_id, from_ms + 3600000, to_ms + 3600000 from attention where from_ms >= ${FROM_MS}`,
    );
    await db.execute(sql`update ad_impressions set viewed_at_ms = viewed_at_ms + 3600000`);
    const next = {
      epoch: EPOCH + 1,
      fromMs: TO_MS,
      toMs: TO_MS + 3_600_000,
      block: 2,
      previousRateWei: RATE,
      nowMs: 0,
    };
    await freezeEpoch(db, {
      ...next,
      campaigns: [{ campaignId: "1", maxRateWei: RATE, availableWei: HEED * 900n, spendableWei: HEED * 900n }],
    });
    const second = await proposeEpoch(db, { ...terms, epoch: EPOCH + 1 });
    expect(second.report?.payoutsTotal).to.equal(130n * RATE);
    const again = await rows(db, sql`select rule, cut_ms as ms from epoch_reductions where epoch = ${EPOCH + 1}`);
    expect(again).to.deep.equal([{ rule: "daily-cap", ms: 70_000 }]);
  });

  it("pays all newcomers together for ten minutes, or for a twentieth of what the others gave", async () => {
    const crowd = ["x", "y", "z"].map((name) => ({ ...reader(name, 600), newcomer: true }));
    const { paidTo, cuts } = await settled({ contents, campaigns: [rich], viewers: [reader("ann"), ...crowd] });
    expect(paidTo("ann")).to.equal(100n * RATE);
    for (const { name } of crowd) expect(paidTo(name)).to.equal(200n * RATE);
    expect(cuts).to.deep.equal(crowd.map(({ name }) => ({ viewer: `v_${name}`, rule: "newcomers", ms: 400_000 })));
  });

  it("reports nothing where nothing can be paid, and leaves nothing but totals behind", async () => {
    const { proposal } = await settled({
      contents,
      campaigns: [{ ...rich, spendableWei: 0n }],
      viewers: [reader("ann")],
    });
    expect(proposal).to.deep.equal({ empty: true, report: null, spends: [] });
    const [left] = await rows(
      store().db,
      sql`select (select count(*)::int from epoch_cells) as cells, (select count(*)::int from epoch_reductions) as cuts`,
    );
    expect(left).to.deep.equal({ cells: 0, cuts: 0 });
  });

  it("reports a lower rate and no spends where every bid lies below", async () => {
    const { proposal } = await settled({
      contents,
      campaigns: [{ ...rich, maxRateWei: 1n }],
      viewers: [reader("ann")],
    });
    expect(proposal.empty).to.equal(false);
    expect(proposal.report?.rate).to.equal(RATE / 2n);
    expect(proposal.spends).to.deep.equal([]);
  });

  it("keeps the dust: a wei that can't be divided is paid to nobody", async () => {
    const campaign = { ...rich, maxRateWei: 10n, availableWei: 7n, spendableWei: 7n };
    const { proposal, paidTo } = await settled(
      { contents, campaigns: [campaign], viewers: ["a", "b", "c"].map((name) => reader(name, 1)) },
      2n,
    );
    const spent = proposal.spends.reduce((sum, { amount }) => sum + amount, 0n);
    expect(spent > 0n).to.equal(true);
    expect(proposal.report?.payoutsTotal).to.equal(paidTo("a") * 3n);
    expect(paidTo("a")).to.equal(spent / 3n);
  });

  it("settles anew on another parent, and not under a later epoch", async () => {
    const { db } = store();
    const { proposal } = await settled({ contents, campaigns: [rich], viewers: [reader("ann")] });
    const parent = keccak256(toHex("another"));
    const anew = await proposeEpoch(db, { ...terms, parent });
    expect(anew.report).to.deep.equal({ ...proposal.report, parent });
    await db.execute(
      sql`insert into epochs select ${EPOCH + 1}::bigint, state, from_ms, to_ms, frozen_at_ms, block, previous_rate_wei, report from epochs`,
    );
    expect(await caught(proposeEpoch(db, terms))).to.include({ code: "later-epoch-proposed" });
    expect(await dropEpoch(db, EPOCH)).to.deep.equal([EPOCH + 1, EPOCH]);
  });
});
