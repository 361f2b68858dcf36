import { sql } from "drizzle-orm";
import { type Database, rows } from "../store/database.ts";

const DAY_MS = 24 * 3600 * 1000;

/** Adds one sample of what anyone would pay now to the day's mean. */
export async function keepStandardPrices(
  db: Database,
  prices: readonly { contentId: string; contentHash: string; standardWei: bigint }[],
  nowMs: number,
): Promise<void> {
  if (prices.length === 0) return;
  const column = (pick: (one: (typeof prices)[number]) => string) => sql.param(prices.map(pick));
  await db.execute(sql`
    insert into standard_prices (content_id, content_hash, day, samples, sum_wei)
    select content_id, content_hash, ${Math.floor(nowMs / DAY_MS)}::int, 1, wei
    from unnest(${column((one) => one.contentId)}::text[], ${column((one) => one.contentHash)}::text[],
      ${column((one) => one.standardWei.toString())}::numeric[]) as sampled(content_id, content_hash, wei)
    on conflict (content_id, content_hash, day)
      do update set samples = standard_prices.samples + 1, sum_wei = standard_prices.sum_wei + excluded.sum_wei`);
}

export interface DayPrice {
  /** Whole days since 1970 (UTC). */
  day: number;
  /** What anyone would have paid, the day's mean; null for a day without a sample. */
  standardWei: bigint | null;
  /** What was paid for a licence, the day's mean; null for a day without a purchase. */
  paidWei: bigint | null;
  licences: number;
}

/** A content's prices by day, oldest first. What was paid stands on chain for everybody to read; who paid isn't said here. */
export async function pricesOf(db: Database, contentId: string): Promise<DayPrice[]> {
  const found = await rows<Record<string, unknown>>(
    db,
    sql`with standard as (
          select p.day, div(p.sum_wei, p.samples) as wei from standard_prices p join contents c using (content_id, content_hash)
          where content_id = ${contentId}
        ), paid as (
          select (at_ms / ${sql.raw(String(DAY_MS))})::int as day, div(sum(quantity * unit_price_wei), sum(quantity)) as wei,
            sum(quantity) as licences
          from purchases where content_id = ${contentId} group by 1
        )
        select day, standard.wei::text as standard, paid.wei::text as paid, coalesce(licences, 0)::int as licences
        from standard full join paid using (day) order by day`,
  );
  return found.map((row) => ({
    day: Number(row.day),
    standardWei: row.standard === null ? null : BigInt(row.standard as string),
    paidWei: row.paid === null ? null : BigInt(row.paid as string),
    licences: Number(row.licences),
  }));
}
