import { asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { claims, contents, purchases, splits, supports } from "./schema/chain.ts";

/** What a wallet received licences for: one row a content, newest purchase first, with that purchase's price. */
export async function readLicences(db: Database, wallet: string) {
  const bought = await db
    .select()
    .from(purchases)
    .where(eq(purchases.recipient, wallet))
    .orderBy(desc(purchases.block), desc(purchases.logIndex));
  const byContent = new Map<string, { newest: (typeof bought)[number]; quantity: bigint }>();
  for (const purchase of bought) {
    const known = byContent.get(purchase.contentId);
    if (known) known.quantity += purchase.quantity;
    else byContent.set(purchase.contentId, { newest: purchase, quantity: purchase.quantity });
  }
  return [...byContent.values()];
}

/** How often a creator's contents were bought. */
export async function countPurchases(db: Database, creator: string): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(purchases)
    .innerJoin(contents, eq(contents.contentId, purchases.contentId))
    .where(eq(contents.creator, creator));
  return row?.count ?? 0;
}

/** Splits that an account has a share in, in order of id. */
export async function readSplitsOf(db: Database, account: string) {
  return await db
    .select()
    .from(splits)
    .where(sql`${account} = any(${splits.payees})`)
    .orderBy(sql`${splits.splitId}::numeric`);
}

/** What came into the market: everything, or only what went to contents of these splits. A purchase has the referral share that held then. */
export async function readRevenue(db: Database, splitIds?: readonly string[]) {
  if (splitIds?.length === 0) return { purchases: [], supports: [] };
  const within = splitIds && inArray(contents.splitId, [...splitIds]);
  return {
    purchases: await db
      .select({
        block: purchases.block,
        logIndex: purchases.logIndex,
        splitId: contents.splitId,
        amountWei: sql<bigint>`${purchases.quantity} * ${purchases.unitPriceWei}`.mapWith(BigInt),
        referrer: purchases.referrer,
        referralBps: sql<number>`(select t.bps from referral_terms t where t.content_id = ${purchases.contentId}
          and (t.block, t.log_index) < (${purchases.block}, ${purchases.logIndex}) order by t.block desc, t.log_index desc limit 1)`,
      })
      .from(purchases)
      .innerJoin(contents, eq(contents.contentId, purchases.contentId))
      .where(within)
      .orderBy(asc(purchases.block), asc(purchases.logIndex)),
    supports: await db
      .select({
        block: supports.block,
        logIndex: supports.logIndex,
        splitId: contents.splitId,
        amountWei: supports.amountWei,
      })
      .from(supports)
      .innerJoin(contents, eq(contents.contentId, supports.contentId))
      .where(within)
      .orderBy(asc(supports.block), asc(supports.logIndex)),
  };
}

/** Claims, all or one account's. */
export async function readClaims(db: Database, account?: string) {
  return await db
    .select({
      block: claims.block,
      logIndex: claims.logIndex,
      account: claims.account,
      amountWei: claims.amountWei,
      splitIds: claims.splitIds,
    })
    .from(claims)
    .where(account === undefined ? undefined : eq(claims.account, account))
    .orderBy(asc(claims.block), asc(claims.logIndex));
}

/** All splits of the market. */
export async function readSplits(db: Database) {
  return await db.select().from(splits);
}
