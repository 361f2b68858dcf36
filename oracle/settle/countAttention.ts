import { type SQL, sql } from "drizzle-orm";
import type { Cell } from "../price/auction.ts";
import { type Database, rows } from "../store/database.ts";
import { newcomersMs } from "./rules.ts";

// Set-based: 10 million rows are written down once and read three times. The tables in between live only as long as the transaction;
// unlogged and not temporary, since only those are scanned in parallel. Contents and sets of campaigns get numbers first, so that the
// large ones hold nothing but numbers. Sets of campaigns are bit strings, the first campaign's bit first.

/** Drops the tables in between. */
export async function forgetCounting(db: Database): Promise<void> {
  await db.execute(sql`drop table if exists settling_campaigns, settling_contents, settling_content_sets, settling_viewers,
    settling_viewer_sets, settling_offered, settling_pairs, settling_totals, settling_viewer_cells, settling_cells,
    settling_content_cells, settling_sold`);
}

/**
 * Applies the rules to an epoch's frozen attention and sorts what is left into cells: `settling_viewer_cells` (viewer, pool, ms under the
 * day's cap, kept_ms under all rules), `settling_content_cells` (content, pool, shared: ms times the share given), `settling_cells` (pool,
 * cell). Returns the cells in order, those without supply left out.
 */
export async function countAttention(db: Database, epoch: number): Promise<Cell[]> {
  await forgetCounting(db);
  const campaigns = await numberCampaigns(db, epoch);
  if (campaigns.length === 0) return [];
  await numberContents(db, epoch);
  await numberViewers(db, epoch, campaigns.length);
  await offer(db, epoch);
  await poolOffers(db);
  await addUp(db);
  return await formCells(db, epoch, campaigns);
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
    create unlogged table settling_viewer_sets as
    select row_number() over ()::int as viewer_set, campaigns, (
      select bit_or(set_bit(repeat('0', ${sql.raw(String(campaigns))})::varbit, place, 1))
      from unnest(campaigns) as seen(campaign_id) join settling_campaigns using (campaign_id)
    ) as buyers
    from (select distinct campaigns from epoch_viewers where epoch = ${sql.raw(String(epoch))}) as sets`);
  await db.execute(sql`analyze settling_viewer_sets`);
  await db.execute(sql`
    create unlogged table settling_viewers as
    select place as viewer, viewer as pseudonym, account, share_bps, newcomer, viewer_set, greatest(cap_ms - used_ms, 0) as left_ms
    from epoch_viewers join settling_viewer_sets using (campaigns) where epoch = ${sql.raw(String(epoch))}`);
  await db.execute(sql`analyze settling_viewers`);
}

/** All attention that somebody could buy, the viewer's own contents marked. */
async function offer(db: Database, epoch: number): Promise<void> {
  await db.execute(sql`analyze settling_contents`);
  await db.execute(sql`
    create unlogged table settling_offered as
    select place as viewer, k.content, s.viewer_set, k.content_set, v.account = any(k.owners) as own, a.ms
    from epoch_viewers v join settling_viewer_sets s using (campaigns)
    cross join lateral unnest(content_ids, content_ms) as a(content_id, ms) join settling_contents k using (content_id)
    where epoch = ${sql.raw(String(epoch))}`);
}

/** Numbers the sets of campaigns that could buy some of it: pools. */
async function poolOffers(db: Database): Promise<void> {
  await db.execute(sql`
    create unlogged table settling_pairs as
    select viewer_set, content_set, dense_rank() over (order by buyers)::int as pool, buyers from (
      select viewer_set, content_set, (v.buyers & k.buyers)::text as buyers
      from (select distinct viewer_set, content_set from settling_offered) as met
      join settling_viewer_sets v using (viewer_set) join settling_content_sets k using (content_set)
    ) as both_could where buyers like '%1%'`);
  await db.execute(sql`analyze settling_pairs`);
}

/** A row's part under its viewer's cap: cut by the same part on each content, rounded down. */
const underCap = sql`case when total_ms <= left_ms then ms else div(ms::numeric * left_ms, total_ms)::bigint end`;

/** What each viewer offers in each pool under the day's cap. */
async function addUp(db: Database): Promise<void> {
  await db.execute(sql`
    create unlogged table settling_totals as
    select viewer, total_ms, own_ms, left_ms, newcomer, share_bps from (
      select viewer, coalesce(sum(ms) filter (where not own), 0)::bigint as total_ms, coalesce(sum(ms) filter (where own), 0)::bigint as own_ms
      from settling_offered join settling_pairs using (viewer_set, content_set) group by viewer
    ) as sums join settling_viewers using (viewer)`);
  await db.execute(sql`analyze settling_totals`);
  await db.execute(sql`
    create unlogged table settling_viewer_cells as
    select viewer, pool, newcomer, sum(${underCap})::bigint as ms, sum(${underCap})::bigint as kept_ms
    from settling_offered join settling_pairs using (viewer_set, content_set) join settling_totals using (viewer)
    where not own group by viewer, pool, newcomer`);
}

/** What is left under the newcomers' rule, by viewer and by content; the pools that are left are the cells. */
async function formCells(db: Database, epoch: number, campaigns: readonly string[]): Promise<Cell[]> {
  const kept = await cutNewcomers(db, epoch);
  await db.execute(sql`
    create unlogged table settling_cells as
    select pool, supply_ms, buyers, row_number() over (order by buyers collate "C")::int - 1 as cell
    from (select pool, sum(kept_ms)::bigint as supply_ms from settling_viewer_cells group by pool) as pools
    join (select distinct pool, buyers from settling_pairs) as sets using (pool) where supply_ms > 0`);
  await db.execute(sql`
    create unlogged table settling_content_cells as
    select content, pool, sum(${kept} * share_bps) as shared
    from settling_offered join settling_pairs using (viewer_set, content_set) join settling_totals using (viewer)
    where not own group by content, pool`);
  const cells = await rows<{ buyers: string; supply: string }>(
    db,
    sql`select buyers, supply_ms::text as supply from settling_cells order by cell`,
  );
  return cells.map(({ buyers, supply }) => ({
    campaigns: campaigns.filter((_, place) => buyers[place] === "1"),
    supplyMs: BigInt(supply),
  }));
}

/** Cuts newcomers' attention where there is more of it than is paid; returns what a row of any viewer keeps. */
async function cutNewcomers(db: Database, epoch: number): Promise<SQL> {
  const [sums] = await rows<{ established: string; newcomers: string; fromMs: number; toMs: number }>(
    db,
    sql`select from_ms as "fromMs", to_ms as "toMs", coalesce(sum(ms) filter (where not newcomer), 0)::text as established,
          coalesce(sum(ms) filter (where newcomer), 0)::text as newcomers
        from epochs left join settling_viewer_cells on true where epoch = ${epoch} group by from_ms, to_ms`,
  );
  const newcomers = BigInt(sums!.newcomers);
  const paid = newcomersMs(BigInt(sums!.established), sums!);
  if (newcomers <= paid) return underCap;
  const part = sql`div((${underCap})::numeric * ${sql.raw(String(paid))}, ${sql.raw(String(newcomers))})::bigint`;
  await db.execute(sql`
    update settling_viewer_cells c set kept_ms = cut.kept_ms from (
      select viewer, pool, sum(${part})::bigint as kept_ms
      from settling_offered join settling_pairs using (viewer_set, content_set) join settling_totals using (viewer)
      where newcomer and not own group by viewer, pool
    ) as cut where cut.viewer = c.viewer and cut.pool = c.pool`);
  return sql`case when newcomer then ${part} else ${underCap} end`;
}
