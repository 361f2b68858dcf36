import type { Report, Spend } from "@heed/contracts/report";
import { and, eq, gt, sql } from "drizzle-orm";
import type { Hex } from "viem";
import type { Bid } from "../price/auction.ts";
import { HeedError } from "../service/errors.ts";
import { type Database, rows } from "../store/database.ts";
import {
  epochCampaigns,
  epochCells,
  epochCounted,
  epochPayouts,
  epochReductions,
  epochRows,
  epochs,
} from "../store/schema/settlement.ts";
import { spendsMultiProof } from "./payoutTrees.ts";
import type { Proposal } from "./propose.ts";
import { forgetWriteOffs } from "./writeOff.ts";

/** Returns an epoch's proposal as it was made, or null where there is none. */
export async function readProposal(db: Database, epoch: number): Promise<Proposal | null> {
  const [row] = await db.select().from(epochs).where(eq(epochs.epoch, epoch));
  if (row?.state === "empty") return { empty: true, report: null, spends: [] };
  if (!row?.report) return null;
  return { empty: false, report: parseReport(row.report), spends: await readSpends(db, epoch) };
}

/** A report as `epochs.report` keeps it, amounts as decimal text. */
export function parseReport(stored: unknown): Report {
  const { epoch, parent, rate, payoutsRoot, payoutsTotal, spendsRoot, dataHash, modelHash } = stored as Record<
    keyof Report,
    Hex
  >;
  const [epochNumber, rateWei, totalWei] = [BigInt(epoch), BigInt(rate), BigInt(payoutsTotal)];
  return {
    epoch: epochNumber,
    parent,
    rate: rateWei,
    payoutsRoot,
    payoutsTotal: totalWei,
    spendsRoot,
    dataHash,
    modelHash,
  };
}

/** Returns what campaigns spent in an epoch, those that spent something, by id. */
export async function readSpends(db: Database, epoch: number): Promise<Spend[]> {
  const found = await rows<{ id: string; wei: string }>(
    db,
    sql`select campaign_id as id, spent_wei::text as wei from epoch_campaigns
        where epoch = ${epoch} and spent_wei > 0 order by campaign_id::numeric`,
  );
  return found.map(({ id, wei }) => ({ campaignId: BigInt(id), amount: BigInt(wei) }));
}

/** Returns what `settle` takes to debit some of an epoch's campaigns, all unless some are named: none where none spent anything. */
export async function spendsProof(db: Database, epoch: number, only?: readonly bigint[]) {
  const spends = await readSpends(db, epoch);
  return spendsMultiProof(spends, only && spends.filter(({ campaignId }) => only.includes(campaignId)));
}

/** Returns the offers of an epoch's campaigns, by id. */
export async function readBids(db: Database, epoch: number): Promise<Bid[]> {
  return await db
    .select({
      campaignId: epochCampaigns.campaignId,
      maxRateWei: epochCampaigns.maxRateWei,
      spendableWei: epochCampaigns.spendableWei,
    })
    .from(epochCampaigns)
    .where(eq(epochCampaigns.epoch, epoch))
    .orderBy(sql`${epochCampaigns.campaignId}::numeric`);
}

/**
 * Takes an epoch's proposal back, as after a veto, and those of all later epochs, which build on it. What was frozen stays, so that
 * they can be proposed anew.
 * @returns the epochs that were taken back, the latest first; each is merely frozen again.
 */
export async function dropEpoch(db: Database, epoch: number): Promise<number[]> {
  return await db.transaction(async (transaction) => {
    const dropped = (await proposedAfter(transaction, epoch - 1)).sort((a, b) => b - a);
    for (const one of dropped) await forgetProposal(transaction, one);
    return dropped;
  });
}

/** @throws {HeedError} if a later epoch is proposed. */
export async function requireNoneAfter(db: Database, epoch: number): Promise<void> {
  const [later] = await proposedAfter(db, epoch);
  if (later === undefined) return;
  throw new HeedError(`Epoch ${epoch} can't be proposed: epoch ${later} is, and builds on what was earned before it.`, {
    code: "later-epoch-proposed",
    status: 409,
    hint: "Take the later epochs back first: dropEpoch.",
  });
}

async function proposedAfter(db: Database, epoch: number): Promise<number[]> {
  const found = await db
    .select({ epoch: epochs.epoch })
    .from(epochs)
    .where(and(gt(epochs.epoch, epoch), sql`${epochs.report} is not null`));
  return found.map((row) => row.epoch);
}

/** Deletes all that was derived from an epoch's frozen rows; what it paid comes off the accounts' totals, what it wrote off comes back. */
export async function forgetProposal(db: Database, epoch: number): Promise<void> {
  await forgetWriteOffs(db, epoch);
  await db.execute(sql`
    update payout_totals t set cumulative_wei = t.cumulative_wei - p.amount_wei
    from epoch_payouts p where p.epoch = ${epoch} and p.account = t.account`);
  await db.execute(sql`
    delete from payout_totals t where cumulative_wei = 0 and account in (select account from epoch_payouts where epoch = ${epoch})
      and not exists (select 1 from epoch_write_offs w where w.account = t.account)`);
  for (const table of [epochCells, epochRows, epochPayouts, epochReductions, epochCounted]) {
    await db.delete(table).where(eq(table.epoch, epoch));
  }
  await db.update(epochCampaigns).set({ spentWei: 0n, boughtMs: 0 }).where(eq(epochCampaigns.epoch, epoch));
  await db
    .update(epochs)
    .set({ state: "frozen", report: null, digest: null, plan: null })
    .where(eq(epochs.epoch, epoch));
}
