import { sql } from "drizzle-orm";
import { type Database, rows } from "../store/database.ts";
import { readBidders } from "./bidders.ts";
import { DAILY_CAP_MS, DAY_MS, dayOf, NEWCOMER_MS } from "./rules.ts";

/** A campaign that runs in the epoch. */
export interface FrozenCampaign {
  campaignId: string;
  maxRateWei: bigint;
  /** Escrowed and not spent by any earlier report that stands, settled or not. */
  availableWei: bigint;
  /** The part of it that pacing lets the epoch spend. */
  spendableWei: bigint;
}

export interface EpochToFreeze {
  epoch: number;
  /** [fromMs, toMs): the attention that counts. */
  fromMs: number;
  toMs: number;
  /** The chain's block at which campaigns were read. */
  block: number;
  /** HEED wei an attention-second. */
  previousRateWei: bigint;
  campaigns: readonly FrozenCampaign[];
  nowMs: number;
}

/**
 * Writes down what an epoch will be settled from, in one transaction: who attended to what, which ads they saw, what campaigns could
 * spend. Only opted-in viewers are in it, from when they opted in; which campaigns bid, bidders.ts says.
 * @returns false if the epoch was frozen before; then nothing changes.
 */
export async function freezeEpoch(db: Database, epoch: EpochToFreeze): Promise<boolean> {
  return await db.transaction(async (transaction) => {
    const [begun] = await rows(
      transaction,
      sql`insert into epochs (epoch, state, from_ms, to_ms, frozen_at_ms, block, previous_rate_wei)
          values (${epoch.epoch}, 'frozen', ${epoch.fromMs}::bigint, ${epoch.toMs}::bigint, ${epoch.nowMs}::bigint,
            ${epoch.block}::bigint, ${epoch.previousRateWei.toString()}::numeric)
          on conflict do nothing returning epoch`,
    );
    if (!begun) return false;
    // Who is being erased or opts out meanwhile is either not in it, or finds the row there to take the name off.
    await transaction.execute(sql`lock table earners in share mode`);
    await freezeCampaigns(transaction, epoch);
    await freezeViewers(transaction, epoch);
    await freezeContents(transaction, epoch);
    return true;
  });
}

async function freezeCampaigns(db: Database, { epoch, campaigns, ...terms }: EpochToFreeze): Promise<void> {
  const bidders = await readBidders(db, campaigns, terms);
  const column = (pick: (one: FrozenCampaign) => bigint) => sql.param(bidders.map((one) => pick(one).toString()));
  await db.execute(sql`
    insert into epoch_campaigns
      (epoch, campaign_id, audience_hash, topics, languages, max_rate_wei, available_wei, spendable_wei, spent_wei, bought_ms)
    select ${epoch}::bigint, campaign_id, b.audience_hash,
      array(select jsonb_array_elements_text(b.audience -> 'topics')),
      array(select jsonb_array_elements_text(b.audience -> 'languages')),
      max_rate, available, spendable, 0, 0
    from unnest(${sql.param(bidders.map(({ campaignId }) => campaignId))}::text[],
      ${column(({ maxRateWei }) => maxRateWei)}::numeric[], ${column(({ availableWei }) => availableWei)}::numeric[],
      ${column(({ spendableWei }) => spendableWei)}::numeric[]) as given(campaign_id, max_rate, available, spendable)
    join campaigns c using (campaign_id) join campaign_briefs b on b.audience_hash = c.audience_hash`);
}

type Span = Pick<EpochToFreeze, "epoch" | "fromMs" | "toMs">;

/** Viewers who had opted in by the epoch's end and saw an ad of these campaigns, in order; nobody else can be paid, so nobody else's attention is written down. */
async function findViewers(db: Database, { epoch, fromMs, toMs }: Span): Promise<void> {
  await db.execute(sql`drop table if exists freezing_viewers`);
  await db.execute(sql`
    create unlogged table freezing_viewers as
    select row_number() over (order by viewer collate "C")::int as place, viewer, account, share_bps, daily_seconds, since_ms, campaigns
    from earners join (
      select viewer, array_agg(campaign_id order by campaign_id::numeric) as campaigns from (
        select distinct viewer, i.campaign_id from ad_impressions i
        join epoch_campaigns c on c.epoch = ${sql.raw(String(epoch))} and c.campaign_id = i.campaign_id
        where viewed_at_ms >= ${sql.raw(String(fromMs))} and viewed_at_ms < ${sql.raw(String(toMs))}
      ) as seen group by viewer
    ) as delivered using (viewer)
    where since_ms < ${sql.raw(String(toMs))}`);
  await db.execute(sql`analyze freezing_viewers`);
}

async function freezeViewers(db: Database, { epoch, fromMs, toMs }: Span): Promise<void> {
  await findViewers(db, { epoch, fromMs, toMs });
  // One sort of all attention, and then nothing in memory but one viewer's at a time; groups by hash would hold all arrays at once.
  await db.execute(sql`set local enable_hashagg = off`);
  const day = dayOf(fromMs, toMs);
  await db.execute(sql`
    insert into epoch_viewers
      (epoch, viewer, account, share_bps, cap_ms, used_ms, newcomer, place, campaigns, content_ids, content_ms)
    select ${epoch}::bigint, v.viewer, v.account, v.share_bps,
      least(${DAILY_CAP_MS}::bigint, v.daily_seconds::bigint * 1000) * ${day.days}, coalesce(used.ms, 0),
      first.ms > ${toMs - NEWCOMER_MS}::bigint or not exists (
        select 1 from attention a where a.viewer = v.viewer and a.from_ms < ${day.fromMs}::bigint
          and a.from_ms >= (first.ms / ${DAY_MS}::bigint + 1) * ${DAY_MS}::bigint),
      place, campaigns, content_ids, content_ms
    from freezing_viewers v join (
      select place, array_agg(content_id) as content_ids, array_agg(ms) as content_ms from (
        select place, content_id, sum(least(to_ms, ${toMs}::bigint) - greatest(from_ms, ${fromMs}::bigint, since_ms))::bigint as ms
        from attention join freezing_viewers using (viewer)
        where to_ms > greatest(${fromMs}::bigint, since_ms) and from_ms < ${toMs}::bigint group by place, content_id
      ) as contents group by place
    ) as attended using (place)
    cross join lateral (select min(from_ms) as ms from attention a where a.viewer = v.viewer) as first
    left join (
      select account, sum(ms)::bigint as ms from epoch_counted join epochs using (epoch)
      where from_ms >= ${day.fromMs}::bigint and from_ms < ${fromMs}::bigint group by account
    ) as used on used.account = v.account`);
  await db.execute(sql`set local enable_hashagg = on`);
  await db.execute(sql`drop table freezing_viewers`);
}

async function freezeContents(db: Database, { epoch }: EpochToFreeze): Promise<void> {
  await db.execute(sql`
    insert into epoch_contents (epoch, content_id, creator, language, topics, payees, bps)
    select ${epoch}::bigint, c.content_id, c.creator, w.language, coalesce(w.topics, '{}'), s.payees, s.bps from contents c
    join (select distinct unnest(content_ids) as content_id from epoch_viewers where epoch = ${epoch}) as attended on attended.content_id = c.content_id
    join splits s on s.split_id = c.split_id
    left join works w on w.content_hash = c.content_hash and w.creator = c.creator`);
}
