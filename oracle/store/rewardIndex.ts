import { eq, gt, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { insertAll } from "./insertAll.ts";
import { campaignPayments, campaigns, openedPayouts, reports, rewardClaims } from "./schema/chain.ts";

/** What the events of AttentionOracle and AttentionRewards in some blocks amount to, in the order of the chain. */
export interface IndexedRewards {
  campaigns: (typeof campaigns.$inferInsert)[];
  campaignPayments: (typeof campaignPayments.$inferInsert)[];
  /** `endsAt` is 0 where the campaign never ran. */
  closed: { campaignId: string; endsAt: number; block: number }[];
  reports: (typeof reports.$inferInsert)[];
  vetoed: { digest: string; block: number; txHash: string }[];
  openedPayouts: (typeof openedPayouts.$inferInsert)[];
  rewardClaims: (typeof rewardClaims.$inferInsert)[];
}

/** Writes a range's events, as a part of the transaction that moves the cursor. */
export async function insertRewards(tx: Database, events: IndexedRewards): Promise<void> {
  await insertAll(tx, campaigns, events.campaigns);
  await insertAll(tx, campaignPayments, events.campaignPayments);
  await insertAll(tx, reports, events.reports);
  await insertAll(tx, openedPayouts, events.openedPayouts);
  await insertAll(tx, rewardClaims, events.rewardClaims);
  for (const { campaignId, endsAt, block } of events.closed)
    await tx.update(campaigns).set({ endsAt, closedInBlock: block }).where(eq(campaigns.campaignId, campaignId));
  for (const { digest, block, txHash } of events.vetoed)
    await tx.update(reports).set({ vetoedInBlock: block, vetoedInTx: txHash }).where(eq(reports.digest, digest));
}

/** Takes back everything after the block `last`, as a part of the transaction that moves the cursor. */
export async function removeRewards(tx: Database, last: number): Promise<void> {
  for (const table of [campaigns, campaignPayments, reports, openedPayouts, rewardClaims])
    await tx.delete(table).where(gt(table.block, last));
  await tx
    .update(campaigns)
    .set({ endsAt: sql`${campaigns.firstEndsAt}`, closedInBlock: null })
    .where(gt(campaigns.closedInBlock, last));
  await tx.update(reports).set({ vetoedInBlock: null, vetoedInTx: null }).where(gt(reports.vetoedInBlock, last));
}
