import { sql } from "drizzle-orm";
import type { Auction, Bid, Cell } from "../price/auction.ts";
import { type Database, rows } from "../store/database.ts";
import { WHOLE_BPS } from "./rules.ts";

// What follows from the tables that countAttention leaves, and from the auction over its cells.

/** Writes the cells with what each campaign pays, and the campaigns' sums; `settling_sold` has the cells in which something was sold. */
export async function writeSale(
  db: Database,
  epoch: number,
  bids: readonly Bid[],
  cells: readonly Cell[],
  sale: Auction,
) {
  const column = (values: readonly (string | bigint)[]) => sql.param(values.map(String));
  // All at once: campaigns that differ a little from each other can make many cells. Ids and amounts are digits, so a comma parts them.
  await db.execute(sql`
    insert into epoch_cells (epoch, cell, campaigns, supply_ms, spent_wei)
    select ${epoch}::bigint, cell - 1, string_to_array(campaigns, ','), supply, string_to_array(spent, ',')::numeric[]
    from unnest(${column(cells.map(({ campaigns }) => campaigns.join()))}::text[], ${column(cells.map(({ supplyMs }) => supplyMs))}::bigint[],
      ${column(sale.sales.map(({ spentWei }) => spentWei.join()))}::text[]) with ordinality as sold(campaigns, supply, spent, cell)`);
  await db.execute(sql`
    update epoch_campaigns c set spent_wei = s.wei, bought_ms = s.ms
    from unnest(${column(bids.map(({ campaignId }) => campaignId))}::text[], ${column(sale.purchases.map(({ spentWei }) => spentWei))}::numeric[],
      ${column(sale.purchases.map(({ boughtMs }) => boughtMs))}::bigint[]) as s(campaign_id, wei, ms)
    where c.epoch = ${epoch} and c.campaign_id = s.campaign_id`);
  if (cells.length === 0) return;
  await db.execute(sql`
    create unlogged table settling_sold as
    select pool, cell, wei, units from settling_cells join (
      select cell, (select sum(part) from unnest(spent_wei) as part) as wei, supply_ms::numeric * ${sql.raw(String(WHOLE_BPS))} as units
      from epoch_cells where epoch = ${sql.raw(String(epoch))}
    ) as sales using (cell) where wei > 0`);
  await db.execute(sql`analyze settling_sold`);
}

/** Writes how much of which cell each account stands for: the viewer's own part, and what content brings its payees. */
export async function writeRows(db: Database, epoch: number): Promise<void> {
  if (!(await hasSales(db))) return;
  await db.execute(sql`
    insert into epoch_rows (epoch, account, role, cell, units)
    select ${epoch}::bigint, account, 0, cell, kept_ms * (${WHOLE_BPS} - share_bps) as units
    from settling_viewer_cells join settling_sold using (pool) join settling_viewers using (viewer)
    where kept_ms > 0 and share_bps < ${WHOLE_BPS}
    union all
    select ${epoch}::bigint, payee, 1, cell, sum(div(shared * part, ${WHOLE_BPS}))::bigint as units
    from settling_content_cells join settling_sold using (pool) join settling_contents using (content)
    cross join lateral unnest(payees, bps) as split(payee, part)
    group by payee, cell having sum(div(shared * part, ${WHOLE_BPS})) > 0
    order by 2, 3, 4`);
  await db.execute(sql`analyze epoch_rows`);
}

/** Writes what each account gets, adds it to the accounts' totals, and returns the sum. */
export async function writePayouts(db: Database, epoch: number): Promise<bigint> {
  if (!(await hasSales(db))) return 0n;
  await db.execute(sql`
    insert into epoch_payouts (epoch, account, amount_wei)
    select ${epoch}::bigint, account, sum(div(r.units * wei, s.units)) as amount
    from epoch_rows r join settling_sold s using (cell) where epoch = ${epoch}
    group by account having sum(div(r.units * wei, s.units)) > 0 order by account`);
  await db.execute(sql`
    insert into payout_totals as t (account, cumulative_wei)
    select account, amount_wei from epoch_payouts where epoch = ${epoch} order by account
    on conflict (account) do update set cumulative_wei = t.cumulative_wei + excluded.cumulative_wei`);
  const [sum] = await rows<{ wei: string }>(
    db,
    sql`select coalesce(sum(amount_wei), 0)::text as wei from epoch_payouts where epoch = ${epoch}`,
  );
  return BigInt(sum!.wei);
}

/** Writes what each rule took off each viewer's attention. */
export async function writeReductions(db: Database, epoch: number): Promise<void> {
  if (!(await hasSales(db))) return;
  await db.execute(sql`
    insert into epoch_reductions (epoch, viewer, rule, cut_ms)
    select ${epoch}::bigint, pseudonym, rule, cut_ms from (
      select viewer, own_ms, total_ms - coalesce(ms, 0) as capped_ms, coalesce(ms - kept_ms, 0) as newcomer_ms from settling_totals
      left join (
        select viewer, sum(ms)::bigint as ms, sum(kept_ms)::bigint as kept_ms from settling_viewer_cells group by viewer
      ) as counted using (viewer)
    ) as cuts join settling_viewers using (viewer)
    cross join lateral (values ('own-content', own_ms), ('daily-cap', capped_ms), ('newcomers', newcomer_ms)) as cut(rule, cut_ms)
    where cut_ms > 0`);
}

/** Writes how much of each account's day was put up for sale where something was sold. */
export async function writeCounted(db: Database, epoch: number): Promise<void> {
  if (!(await hasSales(db))) return;
  await db.execute(sql`
    insert into epoch_counted (epoch, account, ms)
    select ${epoch}::bigint, account, sum(kept_ms)::bigint
    from settling_viewer_cells join settling_sold using (pool) join settling_viewers using (viewer)
    group by account having sum(kept_ms) > 0 order by account`);
}

/** Whether there was anything that a campaign could buy. */
async function hasSales(db: Database): Promise<boolean> {
  const [found] = await rows<{ there: boolean }>(db, sql`select to_regclass('settling_sold') is not null as there`);
  return found!.there;
}
