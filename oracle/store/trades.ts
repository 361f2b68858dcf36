import { desc, sql } from "drizzle-orm";
import { type Database, rows } from "./database.ts";
import { purchases } from "./schema/chain.ts";

export type Purchase = typeof purchases.$inferSelect;

/** The newest purchases of all contents, newest first. */
export async function readNewestPurchases(db: Database, limit: number): Promise<Purchase[]> {
  return await db.select().from(purchases).orderBy(desc(purchases.block), desc(purchases.logIndex)).limit(limit);
}

export interface Sales {
  contentId: string;
  licences: number;
  revenueWei: bigint;
}

/** The contents that brought in most, what buyers paid in all, most first. */
export async function readTopSales(db: Database, limit: number): Promise<Sales[]> {
  const found = await rows<{ contentId: string; licences: string; revenueWei: string }>(
    db,
    sql`select content_id as "contentId", sum(quantity)::text as licences, sum(quantity * unit_price_wei)::text as "revenueWei"
        from purchases group by content_id order by sum(quantity * unit_price_wei) desc, content_id::numeric limit ${limit}`,
  );
  return found.map(({ contentId, licences, revenueWei }) => ({
    contentId,
    licences: Number(licences),
    revenueWei: BigInt(revenueWei),
  }));
}
