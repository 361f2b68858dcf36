import { and, eq, inArray, lt, sql } from "drizzle-orm";
import type { EpochTerms } from "../chain/epochTerms.ts";
import type { Database } from "../store/database.ts";
import { epochContents, epochReductions, epochs, epochViewers } from "../store/schema/settlement.ts";

// An epoch's frozen rows say which account attended to what. Reporters need them until its report is on the chain, and the keeper in case
// a re-org takes the report, or its veto, back. Then they go.

const DONE = ["settled", "written-off", "empty", "vetoed", "failed"];
const unreported = sql`select epoch from epochs where state in ('frozen', 'proposed', 'signed')`;

/**
 * Forgets what people attended to in epochs that are settled or given up, once nobody can post or veto a report of them any more. What
 * stays is what the published rows say anyway, and the share that an account passed on, to explain its amount by.
 * @param seconds the chain's time now, Unix seconds
 */
export async function forgetFrozen(db: Database, terms: EpochTerms, seconds: number): Promise<void> {
  await db.execute(sql`
    delete from epoch_viewers v using epochs e where e.epoch = v.epoch and not e.forgotten and v.viewer like 'erased:%'
      and e.epoch not in (${unreported})`);
  const overMs = (seconds - terms.reportWindowS - terms.challengeWindowS) * 1000;
  const over = and(inArray(epochs.state, DONE), lt(epochs.toMs, overMs), eq(epochs.forgotten, false));
  for (const { epoch } of await db.select({ epoch: epochs.epoch }).from(epochs).where(over)) {
    await db.transaction(async (tx) => {
      await tx.execute(sql`
        delete from epoch_viewers v where epoch = ${epoch} and not exists (
          select 1 from epoch_rows r where r.epoch = v.epoch and r.account = v.account and r.role = 0)`);
      const nothing = { capMs: 0, usedMs: 0, newcomer: false, campaigns: [], contentIds: [], contentMs: [] };
      await tx
        .update(epochViewers)
        .set({ viewer: sql`'paid:' || place`, ...nothing })
        .where(eq(epochViewers.epoch, epoch));
      await tx.delete(epochContents).where(eq(epochContents.epoch, epoch));
      await tx.update(epochs).set({ forgotten: true }).where(eq(epochs.epoch, epoch));
    });
  }
}

/**
 * Erases a viewer from what was frozen. An epoch that is still to be reported needs the row, and keeps it without the pseudonym until its
 * report is posted: taking it out then would spoil a report that may be signed already.
 */
export async function eraseFrozen(tx: Database, viewer: string, account: string): Promise<void> {
  // An epoch that is being settled just now writes this viewer's reductions: they are deleted once they are there.
  await tx.execute(
    sql`${unreported} and epoch in (select epoch from epoch_viewers where account = ${account}) order by epoch for update`,
  );
  await tx.execute(sql`
    update epoch_viewers set viewer = 'erased:' || place where account = ${account} and viewer = ${viewer} and epoch in (${unreported})`);
  await tx.execute(sql`delete from epoch_viewers where account = ${account} and epoch not in (${unreported})`);
  await tx.delete(epochReductions).where(eq(epochReductions.viewer, viewer));
}

/** For how long it matters what of a day was sold already, ms. */
const COUNTED_MS = 2 * 24 * 3600 * 1000;

/** Deletes what epochs say of viewers once it is of no use: what counted towards a day, and reductions after the retention period. */
export async function expireEpochs(tx: Database, nowMs: number, beforeMs: number): Promise<void> {
  await tx.execute(sql`
    delete from epoch_counted where epoch in (select epoch from epochs where to_ms < ${nowMs - COUNTED_MS}::bigint)`);
  await tx.execute(
    sql`delete from epoch_reductions where epoch in (select epoch from epochs where to_ms < ${beforeMs}::bigint)`,
  );
}
