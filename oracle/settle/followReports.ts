import { and, asc, eq, gte, inArray, isNull, sql } from "drizzle-orm";
import type { Address, Hex } from "viem";
import type { EpochTerms } from "../chain/epochTerms.ts";
import type { Logger } from "../service/logger.ts";
import { type Database, rows } from "../store/database.ts";
import { reports } from "../store/schema/chain.ts";
import { epochs } from "../store/schema/settlement.ts";
import { dropEpoch } from "./proposals.ts";
import { proposeEpoch } from "./propose.ts";
import { readPlan } from "./readPlan.ts";
import { reportDigest } from "./reportDigest.ts";
import { thawFrom } from "./thaw.ts";

const VETOED = "The guardian vetoed this epoch's report: nothing of it is paid, and it isn't proposed again.";
const LOST = "A report that was given up stands on the chain, and can't be settled again from what is stored.";
/** Epochs of which nothing is paid, unless their report stands on the chain after all. */
const GIVEN_UP = ["vetoed", "failed"];

type Row = typeof epochs.$inferSelect;
type Posted = typeof reports.$inferSelect;

/** Epochs whose report was proposed: the chain decides the rest. */
const REPORTED = ["proposed", "signed", "posted", "final", "written-off", "settled"];
/** A settled epoch is looked at again while this many later ones aren't: a re-org can take a settlement back. */
const LOOKED_AT_AGAIN = 50;

/**
 * Brings every epoch's state to what the chain's index says of its report: posted by whomever, vetoed, final, settled, or taken back by a
 * re-org. Only reads the chain's index, so that it may run again at any time.
 * @param chain `seconds`: its time now, Unix seconds
 */
export async function followReports(
  db: Database,
  chain: { chainId: number; oracle: Address; seconds: number; terms: EpochTerms },
  logger: Logger,
): Promise<void> {
  await restoreStanding(db, chain, logger);
  for (const row of await readReported(db)) {
    if (row.digest === null) continue;
    const [posted] = await db.select().from(reports).where(eq(reports.digest, row.digest));
    if (posted && posted.vetoedInBlock !== null) {
      await takeBack(db, row, posted, logger);
      // All later epochs were built on this one, and went with it.
      return;
    }
    const state = posted ? await stateOf(db, row.epoch, posted, chain.seconds) : unposted(row.state);
    if (state === row.state && (posted?.txHash ?? null) === row.txHash) continue;
    await db
      .update(epochs)
      .set({ state, txHash: posted?.txHash ?? null, ...(posted ? { problem: null } : {}) })
      .where(eq(epochs.epoch, row.epoch));
    if (state === row.state) continue;
    if (state === "signed")
      logger.warn(
        { epoch: row.epoch },
        "re-org: the epoch's report is no longer on the chain, and will be posted again",
      );
    else logger.info({ epoch: row.epoch, state }, "epoch is on its way");
  }
}

async function readReported(db: Database): Promise<Row[]> {
  const since = sql`(select coalesce(min(epoch), 0) from (select epoch from ${epochs} where state = 'settled'
    order by epoch desc limit ${LOOKED_AT_AGAIN}) as recent)`;
  return await db
    .select()
    .from(epochs)
    .where(and(inArray(epochs.state, REPORTED), gte(epochs.epoch, since)))
    .orderBy(asc(epochs.epoch));
}

/** A report that isn't on the chain has its signatures still. */
function unposted(state: string): string {
  return state === "proposed" ? state : "signed";
}

async function stateOf(db: Database, epoch: number, posted: Posted, chainSeconds: number): Promise<string> {
  if (posted.challengeEndsAt >= chainSeconds) return "posted";
  if (await isSettled(db, epoch)) return "settled";
  return (await isWrittenOff(db, epoch)) ? "written-off" : "final";
}

/** Whether a report on the chain leaves out what wasn't settled of it. */
async function isWrittenOff(db: Database, epoch: number): Promise<boolean> {
  const [found] = await rows(
    db,
    sql`select 1 from epochs e join reports r on r.digest = e.digest and r.vetoed_in_block is null
        where e.epoch > ${epoch}::bigint and e.plan -> 'writtenOff' @> ${String(epoch)}::jsonb limit 1`,
  );
  return found !== undefined;
}

/** Whether the chain debited every campaign as the report says, and opened these or later payouts where anything was spent or carried. */
async function isSettled(db: Database, epoch: number): Promise<boolean> {
  const [left] = await rows<{ unpaid: number; spends: number; opened: number; carries: boolean }>(
    db,
    sql`select count(*) filter (where p.epoch is null)::int as unpaid, count(*)::int as spends,
          (select coalesce(max(epoch), 0) from opened_payouts)::int as opened,
          exists (select 1 from epochs where epoch = ${epoch}::bigint and plan is not null) as carries
        from epoch_campaigns c left join campaign_payments p
          on p.kind = 'debited' and p.epoch = c.epoch and p.campaign_id = c.campaign_id
        where c.epoch = ${epoch}::bigint and c.spent_wei > 0`,
  );
  return left!.unpaid === 0 && ((left!.spends === 0 && !left!.carries) || left!.opened >= epoch);
}

/** What the guardian vetoed isn't proposed again; what merely fell with it is frozen anew, to be proposed on another parent. */
async function takeBack(db: Database, { epoch, digest }: Row, vetoed: Posted, logger: Logger): Promise<void> {
  await db.transaction(async (tx) => {
    const later = await tx
      .select({ epoch: epochs.epoch, digest: epochs.digest })
      .from(epochs)
      .where(and(gte(epochs.epoch, epoch), inArray(epochs.state, REPORTED)));
    await dropEpoch(tx, epoch);
    for (const one of later) {
      const [report] = one.digest ? await tx.select().from(reports).where(eq(reports.digest, one.digest)) : [];
      if (report && (await isNamed(tx, report)))
        await tx
          .update(epochs)
          .set({ state: "vetoed", digest: report.digest, txHash: report.txHash, problem: VETOED })
          .where(eq(epochs.epoch, one.epoch));
    }
    await thawFrom(tx, epoch);
  });
  logger.warn({ epoch, digest, block: vetoed.vetoedInBlock }, "the epoch's report was vetoed: it pays nothing");
}

/** Whether a veto named this report itself, rather than one that it was built on. */
async function isNamed(db: Database, { vetoedInTx, parent }: Posted): Promise<boolean> {
  const [below] = await db.select().from(reports).where(eq(reports.digest, parent));
  return !below || below.vetoedInTx !== vetoedInTx;
}

/**
 * A report that was given up, or vetoed in a block that a re-org took back, and stands on the chain all the same: what it pays is settled
 * again from the frozen rows, which gives the same report. Later ones are frozen anew on top of it.
 */
async function restoreStanding(
  db: Database,
  chain: { chainId: number; oracle: Address; terms: EpochTerms },
  logger: Logger,
): Promise<void> {
  const [found] = await db
    .select({ epoch: epochs.epoch, digest: reports.digest, parent: reports.parent, modelHash: reports.modelHash })
    .from(epochs)
    .innerJoin(reports, eq(reports.digest, epochs.digest))
    .where(and(inArray(epochs.state, GIVEN_UP), isNull(reports.vetoedInBlock)))
    .orderBy(asc(epochs.epoch))
    .limit(1);
  if (!found) return;
  const { epoch, digest } = found;
  const restored = await db.transaction(async (tx) => {
    await dropEpoch(tx, epoch);
    await thawFrom(tx, epoch + 1);
    await tx.update(epochs).set({ state: "frozen", problem: null }).where(eq(epochs.epoch, epoch));
    const [parent, modelHash] = [found.parent as Hex, found.modelHash as Hex];
    const plan = await readPlan(tx, chain.terms, epoch);
    const { report } = await proposeEpoch(tx, { epoch, parent, modelHash, plan });
    const same = report !== null && reportDigest(chain.chainId, chain.oracle, report) === digest;
    const given = same ? { state: "posted", digest } : { state: "failed", digest: null, problem: LOST };
    await tx.update(epochs).set(given).where(eq(epochs.epoch, epoch));
    return same;
  });
  if (restored) logger.warn({ epoch }, "the epoch's report stands on the chain after all, and is paid");
  else logger.error({ epoch }, LOST);
}
