import { sql } from "drizzle-orm";
import type { Cell } from "../price/auction.ts";
import { type Database, rows } from "../store/database.ts";
import { newcomersMs } from "./rules.ts";

// Set-based: 10 million rows are read four times, whatever the rules take off. The tables in between live only as long as the
// transaction; unlogged and not temporary, since only those are scanned in parallel. Viewers, contents and sets of campaigns get
// numbers first, so that the large ones hold nothing but numbers. Sets of campaigns are bit strings, the first campaign's bit first.

/** Drops the tables in between. */
export async function forgetCounting(db: Database): Promise<void> {
  await db.execute(sql`drop table if exists settling_campaigns, settling_contents, settling_viewers, settling_viewer_sets,
    settling_content_sets, settling_offered, settling_pairs, settling_totals, settling_counted, settling_cells,
    settling_viewer_cells, settling_content_cells`);
}

/**
 * Applies the rules to an epoch's frozen attention and sorts what is left into cells: `settling_viewer_cells` (viewer, cell, kept_ms),
 * `settling_content_cells` (content, cell, shared: ms times the share given). Returns the cells in order, those without supply left out.
 */
export async function countAttention(db: Database, epoch: number): Promise<Cell[]> {
  await forgetCounting(db);
  const campaigns = await numberCampaigns(db, epoch);
  if (campaigns.length === 0) return [];
  await numberContents(db, epoch);
  await numberViewers(db, epoch, campaigns.length);
  await offer(db, epoch);
  await limitDays(db);
  return await formCells(db, campaigns);
}

async function numberCampaigns(db: Database, epoch: number): Promise<string[]> {
  await db.execute(sql`
    create unlogged table settling_campaigns as
    select campaign_id, topics, languages, row_number() over (order by campaign_id::numeric)::int - 1 as place
    from epoch_campaigns where epoch = ${sql.raw(String(epoch))}`);
  const found = await rows<{ campaign_id: string }>(db, sql`select campaign_id from settling_campaigns order by place`);
  return found.map(({ campaign_id }) => campaign_id);
}

async function numberContents(db: Database, epoch: number): Promise<void> {
  await db.execute(sql`
    create unlogged table settling_contents as
    select row_number() over ()::int as content, dense_rank() over (order by buyers)::int as content_set, * from (
      select content_id, array_append(payees, creator) as owners, payees, bps, string_agg(case
          when (cardinality(c.topics) = 0 or c.topics && k.topics) and (cardinality(c.languages) = 0 or k.language = any(c.languages))
          then '1' else '0' end, '' order by place) as buyers
      from epoch_contents k cross join settling_campaigns c where epoch = ${sql.raw(String(epoch))}
      group by content_id, payees, creator, bps
    ) as matched where buyers like '%1%'`);
  await db.execute(sql`
    create unlogged table settling_content_sets as select distinct content_set, buyers::varbit as buyers from settling_contents`);
}

async function numberViewers(db: Database, epoch: number, campaigns: number): Promise<void> {
  await db.execute(sql`
    create unlogged table settling_viewers as
    select row_number() over ()::int as viewer, viewer as pseudonym, account, share_bps, newcomer,
      greatest(cap_ms - used_ms, 0) as left_ms, dense_rank() over (order by buyers)::int as viewer_set, buyers
    from epoch_viewers join (
      select viewer, bit_or(set_bit(repeat('0', ${sql.raw(String(campaigns))})::varbit, place, 1)) as buyers
      from epoch_deliveries join settling_campaigns using (campaign_id) where epoch = ${sql.raw(String(epoch))} group by viewer
    ) as delivered using (viewer) where epoch = ${sql.raw(String(epoch))}`);
  await db.execute(sql`
    create unlogged table settling_viewer_sets as select distinct viewer_set, buyers from settling_viewers`);
  await db.execute(sql`analyze settling_viewers`);
  await db.execute(sql`analyze settling_contents`);
}

/** All attention that somebody could buy, the viewer's own contents marked. */
async function offer(db: Database, epoch: number): Promise<void> {
  await db.execute(sql`
    create unlogged table settling_offered as
    select v.viewer, k.content, v.viewer_set, k.content_set, a.ms, v.account = any(k.owners) as own
    from epoch_attention a join settling_viewers v on v.pseudonym = a.viewer join settling_contents k using (content_id)
    where epoch = ${sql.raw(String(epoch))}`);
  await db.execute(sql`
    create unlogged table settling_pairs as
    select viewer_set, content_set, dense_rank() over (order by buyers)::int as pool, buyers from (
      select viewer_set, content_set, (v.buyers & k.buyers)::text as buyers
      from (select distinct viewer_set, content_set from settling_offered) as met
      join settling_viewer_sets v using (viewer_set) join settling_content_sets k using (content_set)
    ) as both_could where buyers like '%1%'`);
  await db.execute(sql`analyze settling_pairs`);
}

/** What is left of it under each viewer's cap, cut by the same part on each content. */
async function limitDays(db: Database): Promise<void> {
  await db.execute(sql`
    create unlogged table settling_totals as
    select viewer, coalesce(sum(ms) filter (where not own), 0)::bigint as total_ms, coalesce(sum(ms) filter (where own), 0)::bigint as own_ms
    from settling_offered join settling_pairs using (viewer_set, content_set) group by viewer`);
  await db.execute(sql`analyze settling_totals`);
  await db.execute(sql`
    create unlogged table settling_counted as
    select viewer, content, pool, newcomer, share_bps,
      case when total_ms <= left_ms then ms else div(ms::numeric * left_ms, total_ms)::bigint end as ms
    from settling_offered join settling_pairs using (viewer_set, content_set)
    join settling_totals using (viewer) join settling_viewers using (viewer) where not own`);
}

/** What is left of newcomers' attention, added up by viewer and by content. */
async function formCells(db: Database, campaigns: readonly string[]): Promise<Cell[]> {
  const [sums] = await rows<{ established: string; newcomers: string }>(
    db,
    sql`select coalesce(sum(ms) filter (where not newcomer), 0)::text as established,
          coalesce(sum(ms) filter (where newcomer), 0)::text as newcomers from settling_counted`,
  );
  const newcomers = BigInt(sums!.newcomers);
  const paid = newcomersMs(BigInt(sums!.established));
  const kept = sql.raw(
    newcomers <= paid ? "ms" : `case when newcomer then div(ms::numeric * ${paid}, ${newcomers})::bigint else ms end`,
  );
  await db.execute(sql`
    create unlogged table settling_viewer_cells as
    select viewer, pool, sum(ms)::bigint as ms, sum(${kept})::bigint as kept_ms from settling_counted group by viewer, pool`);
  await db.execute(sql`
    create unlogged table settling_cells as
    select pool, buyers, supply_ms, row_number() over (order by buyers collate "C")::int - 1 as cell
    from (select pool, sum(kept_ms)::bigint as supply_ms from settling_viewer_cells group by pool) as pools
    join (select distinct pool, buyers from settling_pairs) as sets using (pool) where supply_ms > 0`);
  await db.execute(sql`
    create unlogged table settling_content_cells as
    select content, pool, sum((${kept})::numeric * share_bps) as shared from settling_counted group by content, pool`);
  const cells = await rows<{ buyers: string; supply: string }>(
    db,
    sql`select buyers, supply_ms::text as supply from settling_cells order by cell`,
  );
  return cells.map(({ buyers, supply }) => ({
    campaigns: campaigns.filter((_, place) => buyers[place] === "1"),
    supplyMs: BigInt(supply),
  }));
}
