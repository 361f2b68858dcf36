import { sql } from "drizzle-orm";
import { type Database, rows } from "../store/database.ts";

/** What an account's shares came to, HEED wei, rounded down for each day and content. */
export interface Income {
  /** Whole days since 1970 (UTC). */
  day: number;
  /** Null for what campaigns paid: epochs say which account is paid, never for which content. */
  contentId: string | null;
  purchases: number;
  salesWei: bigint;
  supports: number;
  supportWei: bigint;
  campaignsWei: bigint;
}

const DAY_MS = sql.raw(String(24 * 3600 * 1000));

/** What an account's shares in contents, and campaigns, brought on each day, by content; oldest first. */
export async function incomeOf(db: Database, account: string): Promise<Income[]> {
  const found = await rows<Record<string, unknown>>(
    db,
    sql`with shares as (
          select c.content_id, s.bps[array_position(s.payees, ${account})] as bps
          from contents c join splits s on s.split_id = c.split_id where ${account} = any(s.payees)
        ), paid as (
          select p.content_id, p.at_ms / ${DAY_MS} as day, p.quantity * p.unit_price_wei as wei,
            case when p.referrer is null then 0 else coalesce((select t.bps from referral_terms t where t.content_id = p.content_id
              and (t.block, t.log_index) < (p.block, p.log_index) order by t.block desc, t.log_index desc limit 1), 0) end as referral
          from purchases p join shares using (content_id)
        ), given as (
          select g.content_id, g.at_ms / ${DAY_MS} as day, g.amount_wei as wei from supports g join shares using (content_id)
        ), lines as (
          select content_id, day, 1 as purchases, wei - div(wei * referral, 10000) as sales, 0 as supports, 0::numeric as support from paid
          union all select content_id, day, 0, 0, 1, wei from given
        )
        select day::int, content_id, sum(purchases)::int as purchases, div(sum(sales) * bps, 10000)::text as sales,
          sum(supports)::int as supports, div(sum(support) * bps, 10000)::text as support, '0' as campaigns
        from lines join shares using (content_id) group by day, content_id, bps
        union all
        select (e.to_ms / ${DAY_MS})::int, null, 0, '0', 0, '0',
          sum(div(r.units * (select coalesce(sum(wei), 0) from unnest(c.campaigns, c.spent_wei) as spent(id, wei)
            where e.state <> 'written-off' or exists (
              select 1 from campaign_payments d where d.kind = 'debited' and d.epoch = r.epoch and d.campaign_id = spent.id)), c.supply_ms::numeric * 10000))::text
        from epoch_rows r join epochs e using (epoch) join epoch_cells c using (epoch, cell)
        where r.account = ${account} and r.role = 1 and e.state in ('final', 'written-off', 'settled') and c.supply_ms > 0
        group by e.to_ms / ${DAY_MS}
        order by 1, 2`,
  );
  return found.map((row) => ({
    day: Number(row.day),
    contentId: row.content_id as string | null,
    purchases: Number(row.purchases),
    salesWei: BigInt(row.sales as string),
    supports: Number(row.supports),
    supportWei: BigInt(row.support as string),
    campaignsWei: BigInt(row.campaigns as string),
  }));
}
