import { eq, gt, inArray, lt, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { insertAll } from "./insertAll.ts";
import { type IndexedRewards, insertRewards, removeRewards } from "./rewardIndex.ts";
import {
  blocks,
  chainCursor,
  claims,
  contents,
  faucetGrants,
  priceBounds,
  purchases,
  referralTerms,
  splits,
  supports,
} from "./schema/chain.ts";

export type ChainCursor = Omit<typeof chainCursor.$inferSelect, "id" | "revision">;
export type IndexedBlock = typeof blocks.$inferSelect;

/** What the protocol's events of some blocks amount to, in the order of the chain. */
export interface IndexedEvents extends IndexedMarket {
  rewards: IndexedRewards;
}

/** The market's part of them. */
export interface IndexedMarket {
  splits: (typeof splits.$inferInsert)[];
  contents: (typeof contents.$inferInsert)[];
  priceBounds: (typeof priceBounds.$inferInsert)[];
  referralTerms: (typeof referralTerms.$inferInsert)[];
  unlisted: { contentId: string; block: number }[];
  purchases: (typeof purchases.$inferInsert)[];
  supports: (typeof supports.$inferInsert)[];
  claims: (typeof claims.$inferInsert)[];
}

const CURSOR = "market";
/** Re-orgs deeper than this end in indexing from the start, which is slow and still right. */
const BLOCKS_KEPT = 5_000;

/** Where the indexer stands, or null before the first block. */
export async function readCursor(db: Database): Promise<ChainCursor | null> {
  const [row] = await db.select().from(chainCursor).where(eq(chainCursor.id, CURSOR));
  if (!row) return null;
  const { id: _id, revision: _revision, ...cursor } = row;
  return cursor;
}

/** A number that differs whenever what is indexed differs; 0 before the first block. */
export async function readIndexRevision(db: Database): Promise<number> {
  const [row] = await db.select({ revision: chainCursor.revision }).from(chainCursor).where(eq(chainCursor.id, CURSOR));
  return row?.revision ?? 0;
}

/** Hashes that are known of blocks up to `highest`, the newest first. */
export async function readBlocksBelow(db: Database, highest: number, limit: number): Promise<IndexedBlock[]> {
  return await db
    .select()
    .from(blocks)
    .where(lt(blocks.number, highest + 1))
    .orderBy(sql`${blocks.number} desc`)
    .limit(limit);
}

/**
 * Writes a range of blocks and moves the cursor to its end, in one transaction: a crash leaves both or neither.
 * Returns false, having written nothing, when another process moved the cursor meanwhile.
 */
export function applyRange(
  db: Database,
  before: ChainCursor | null,
  after: ChainCursor,
  events: IndexedEvents,
  seen: readonly IndexedBlock[],
): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await isStill(tx, before))) return false;
    await insertAll(tx, blocks, seen);
    await insertAll(tx, splits, events.splits);
    await insertAll(tx, contents, events.contents);
    await insertAll(tx, purchases, events.purchases);
    await insertAll(tx, supports, events.supports);
    await insertAll(tx, claims, events.claims);
    await insertAll(tx, priceBounds, events.priceBounds);
    await insertAll(tx, referralTerms, events.referralTerms);
    await restoreBounds(tx, idsOf(events.priceBounds));
    await restoreReferrals(tx, idsOf(events.referralTerms));
    for (const { contentId, block } of events.unlisted)
      await tx.update(contents).set({ listed: false, unlistedInBlock: block }).where(eq(contents.contentId, contentId));
    await insertRewards(tx, events.rewards);
    await tx.delete(blocks).where(lt(blocks.number, after.indexedBlock - BLOCKS_KEPT));
    const { rewards, ...market } = events;
    const changed = [market, rewards].some((part) => Object.values(part).some((rows) => rows.length > 0)) ? 1 : 0;
    await tx
      .insert(chainCursor)
      .values({ id: CURSOR, ...after, revision: 1 })
      .onConflictDoUpdate({
        target: chainCursor.id,
        set: { ...after, revision: sql`${chainCursor.revision} + ${changed}` },
      });
    return true;
  });
}

/**
 * Takes back everything after `ancestor` (everything at all for null), in one transaction.
 * Returns false, having changed nothing, when another process moved the cursor meanwhile.
 */
export function rollBack(db: Database, before: ChainCursor, ancestor: IndexedBlock | null): Promise<boolean> {
  const last = ancestor?.number ?? -1;
  return db.transaction(async (tx) => {
    if (!(await isStill(tx, before))) return false;
    const blockOf = [blocks.number, splits.block, contents.block, purchases.block, supports.block, claims.block];
    for (const column of [...blockOf, faucetGrants.block]) await tx.delete(column.table).where(gt(column, last));
    const undone = await tx
      .delete(priceBounds)
      .where(gt(priceBounds.block, last))
      .returning({ contentId: priceBounds.contentId });
    await restoreBounds(tx, idsOf(undone));
    const undoneTerms = await tx
      .delete(referralTerms)
      .where(gt(referralTerms.block, last))
      .returning({ contentId: referralTerms.contentId });
    await restoreReferrals(tx, idsOf(undoneTerms));
    await tx.update(contents).set({ listed: true, unlistedInBlock: null }).where(gt(contents.unlistedInBlock, last));
    await removeRewards(tx, last);
    // The row stays even when nothing else does, so that its revision never returns to an old number.
    await tx
      .update(chainCursor)
      .set({
        indexedBlock: last,
        indexedHash: ancestor?.hash ?? "",
        revision: sql`${chainCursor.revision} + 1`,
      })
      .where(eq(chainCursor.id, CURSOR));
    return true;
  });
}

async function isStill(tx: Database, before: ChainCursor | null): Promise<boolean> {
  const [row] = await tx.select().from(chainCursor).where(eq(chainCursor.id, CURSOR)).for("update");
  if (!row || !before) return !row && !before;
  return (
    row.indexedBlock === before.indexedBlock &&
    row.indexedHash === before.indexedHash &&
    row.market === before.market &&
    row.chainId === before.chainId
  );
}

function idsOf(rows: readonly { contentId: string }[]): string[] {
  return [...new Set(rows.map((row) => row.contentId))];
}

async function restoreBounds(tx: Database, contentIds: string[]): Promise<void> {
  if (contentIds.length === 0) return;
  const newest = tx
    .selectDistinctOn([priceBounds.contentId])
    .from(priceBounds)
    .where(inArray(priceBounds.contentId, contentIds))
    .orderBy(priceBounds.contentId, sql`${priceBounds.block} desc`, sql`${priceBounds.logIndex} desc`)
    .as("newest");
  await tx
    .update(contents)
    .set({ floorWei: sql`${newest.floorWei}`, ceilingWei: sql`${newest.ceilingWei}` })
    .from(newest)
    .where(eq(contents.contentId, newest.contentId));
}

async function restoreReferrals(tx: Database, contentIds: string[]): Promise<void> {
  if (contentIds.length === 0) return;
  const newest = sql`(select bps from ${referralTerms} where ${referralTerms.contentId} = ${contents.contentId}
    order by ${referralTerms.block} desc, ${referralTerms.logIndex} desc limit 1)`;
  await tx.update(contents).set({ referralBps: newest }).where(inArray(contents.contentId, contentIds));
}
