import { noSpends } from "@heed/contracts/report";
import { expect } from "chai";
import { isNotNull, sql } from "drizzle-orm";
import { zeroHash } from "viem";
import type { RewardHistory } from "../../oracle/chain/rewardHistory.ts";
import { createRandom } from "../../oracle/interest/random.ts";
import { carriedBy } from "../../oracle/settle/carried.ts";
import { checkProposal, outcomeOf } from "../../oracle/settle/checkProposal.ts";
import { foldEpoch } from "../../oracle/settle/fold.ts";
import { type EpochToFreeze, freezeEpoch } from "../../oracle/settle/freeze.ts";
import { frozenRows } from "../../oracle/settle/frozenRows.ts";
import type { PayoutsPlan } from "../../oracle/settle/payoutsPlan.ts";
import { dropEpoch, parseReport, readSpends } from "../../oracle/settle/proposals.ts";
import { proposeEpoch } from "../../oracle/settle/propose.ts";
import { publicLines } from "../../oracle/settle/publicRows.ts";
import { type Database, rows } from "../../oracle/store/database.ts";
import { campaignPayments as payments } from "../../oracle/store/schema/chain.ts";
import { epochs, payoutTotals } from "../../oracle/store/schema/settlement.ts";
import { EPOCH, randomWorld, writeWorld } from "./support/epochWorld.ts";
import { describeOnEachStore } from "./support/stores.ts";

const terms = { epoch: EPOCH, parent: zeroHash, modelHash: zeroHash };

async function reductionsOf(db: Database) {
  const found = await rows<{ account: string; rule: string; ms: number }>(
    db,
    sql`select account, rule, cut_ms as ms from epoch_reductions join epoch_viewers using (epoch, viewer)`,
  );
  return new Set(found.map(({ account, rule, ms }) => `${account} ${rule} ${ms}`));
}

/** The frozen world's attention once more, an hour later. */
async function readOn(db: Database, frozen: EpochToFreeze): Promise<EpochToFreeze> {
  const [fromMs, toMs] = [frozen.toMs, frozen.toMs + 3_600_000];
  await db.execute(sql`
    insert into attention select viewer, content_id, from_ms + 3600000, to_ms + 3600000 from attention
    where from_ms >= ${frozen.fromMs}::bigint and from_ms < ${frozen.toMs}::bigint on conflict do nothing`);
  await db.execute(
    sql`update ad_impressions set served_at_ms = served_at_ms + 3600000, viewed_at_ms = viewed_at_ms + 3600000`,
  );
  const next = { ...frozen, epoch: frozen.epoch + 1, fromMs, toMs, nowMs: toMs + 5_000 };
  await freezeEpoch(db, next);
  return next;
}

/** What a reporter knows of the epochs so far: their reports, and who was debited. */
async function historyOf(db: Database): Promise<RewardHistory> {
  const proposed = await db.select().from(epochs).where(isNotNull(epochs.report)).orderBy(epochs.epoch);
  const reports = proposed.map(({ epoch, report }) => {
    const { payoutsRoot, payoutsTotal, dataHash } = parseReport(report);
    return { epoch, digest: String(epoch), payoutsRoot, payoutsTotalWei: payoutsTotal, dataHash };
  });
  const campaignPayments = await db.select().from(payments);
  return { reports, campaignPayments, vetoed: [], campaigns: [], closed: [], openedPayouts: [] } as never;
}

describeOnEachStore("Settling random epochs", (store) => {
  for (let seed = 1; seed <= 20; seed += 1) {
    it(`comes to the same in SQL as by the fold, world ${seed}`, async () => {
      const { db } = store();
      await freezeEpoch(db, await writeWorld(db, randomWorld(seed)));
      const proposal = await proposeEpoch(db, terms);
      const folded = await foldEpoch(frozenRows(db, EPOCH));
      const paid = [...folded.payouts.values()].reduce((a, b) => a + b, 0n);
      if (proposal.empty) {
        expect(paid).to.equal(0n);
        return;
      }
      expect(proposal.report).to.deep.include(await outcomeOf(folded));
      expect(proposal.spends).to.deep.equal(folded.spends);
      expect(await checkProposal(frozenRows(db, EPOCH), proposal.report, () => publicLines(db, EPOCH))).to.equal(null);
      expect(await reductionsOf(db)).to.deep.equal(
        new Set(
          [...folded.reductions].flatMap(([account, cuts]) =>
            Object.entries(cuts).map(([rule, ms]) => `${account} ${rule} ${ms}`),
          ),
        ),
      );
      const spent = proposal.spends.reduce((sum, { amount }) => sum + amount, noSpends.amount);
      expect(paid <= spent, "paid at most what was spent").to.equal(true);
      expect(await proposeEpoch(db, terms), "asked again").to.deep.equal(proposal);
      expect(await dropEpoch(db, EPOCH)).to.deep.equal([EPOCH]);
      expect(await proposeEpoch(db, terms), "taken back and proposed anew").to.deep.equal(proposal);
    });
  }

  for (let seed = 1; seed <= 20; seed += 1) {
    it(`holds back and writes off in SQL as by the fold, world ${seed}`, async () => {
      const { db } = store();
      const random = createRandom(seed);
      let frozen = await writeWorld(db, randomWorld(seed));
      await freezeEpoch(db, frozen);
      if ((await proposeEpoch(db, terms)).empty) return;
      const debit = async (epoch: number) => {
        for (const { campaignId, amount } of await readSpends(db, epoch)) {
          if (random.next() < 0.5) continue;
          const mined = { txHash: `${epoch}`, logIndex: Number(campaignId), block: 1, atMs: 1, kind: "debited" };
          await db.insert(payments).values({ ...mined, campaignId: `${campaignId}`, epoch, amountWei: amount });
        }
      };
      /** Proposes the next epoch, and has a reporter come to the same. */
      const propose = async (plan: PayoutsPlan) => {
        frozen = await readOn(db, frozen);
        const { epoch } = frozen;
        const before = await db.select().from(payoutTotals).orderBy(payoutTotals.account);
        const planned = { ...terms, epoch, plan };
        const proposal = await proposeEpoch(db, planned);
        if (proposal.empty) return false;
        const carried = await carriedBy(plan, await historyOf(db), (one) => publicLines(db, one));
        const folded = await foldEpoch(frozenRows(db, epoch));
        expect(proposal.report).to.deep.include(await outcomeOf(folded, carried));
        await dropEpoch(db, epoch);
        const after = await db.select().from(payoutTotals).orderBy(payoutTotals.account);
        const earned = (of: typeof before) => of.filter(({ cumulativeWei }) => cumulativeWei > 0n);
        expect(earned(after), "taken back").to.deep.equal(earned(before));
        expect(await proposeEpoch(db, planned), "proposed anew").to.deep.equal(proposal);
        return true;
      };
      await debit(EPOCH);
      if (!(await propose({ base: EPOCH, held: [], writtenOff: [], repeats: 0 }))) return;
      await debit(EPOCH + 1);
      const [writtenOff, held] = [[EPOCH, EPOCH + 1], [EPOCH + 1]];
      expect(await propose({ base: EPOCH, held, writtenOff, repeats: null })).to.equal(true);
      await propose({ base: EPOCH + 2, held: [], writtenOff: [], repeats: null });
      // Conservation: what is left to claim is what the debited campaigns and the last two epochs pay.
      const [left] = await rows<{ lost: string; kept: string; least: string }>(
        db,
        sql`select (select coalesce(sum(amount_wei), 0) from epoch_write_offs)::text as lost, (select sum(cumulative_wei) from payout_totals)::text as kept,
              (select min(cumulative_wei) from payout_totals)::text as least`,
      );
      const [paid] = await rows<{ all: string }>(db, sql`select sum(amount_wei)::text as all from epoch_payouts`);
      expect(BigInt(left!.kept)).to.equal(BigInt(paid!.all) - BigInt(left!.lost));
      expect(BigInt(left!.least) >= 0n).to.equal(true);
      const debited = (await db.select().from(payments)).reduce((total, { amountWei }) => total + amountWei, 0n);
      const [old] = await rows<{ wei: string }>(
        db,
        sql`select (select sum(amount_wei) from epoch_payouts where epoch <= ${EPOCH + 1})::text as wei`,
      );
      expect(BigInt(old!.wei) - BigInt(left!.lost) <= debited, "covered by what was debited").to.equal(true);
    });
  }
});
