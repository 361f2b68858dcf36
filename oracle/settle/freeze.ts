import { sql } from "drizzle-orm";
import { type Database, rows } from "../store/database.ts";
import { DAILY_CAP_MS, dayOf, NEWCOMER_MS } from "./rules.ts";

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
 * spend. Only opted-in viewers are in it, from when they opted in; campaigns whose brief nobody deposited buy nothing.
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
    await freezeCampaigns(transaction, epoch);
    await freezeDeliveries(transaction, epoch);
    await freezeAttention(transaction, epoch);
    await freezeViewers(transaction, epoch);
    await freezeContents(transaction, epoch);
    return true;
  });
}

async function freezeCampaigns(db: Database, { epoch, campaigns }: EpochToFreeze): Promise<void> {
  const column = (pick: (one: FrozenCampaign) => bigint) => sql.param(campaigns.map((one) => pick(one).toString()));
  await db.execute(sql`
    insert into epoch_campaigns
      (epoch, campaign_id, audience_hash, topics, languages, max_rate_wei, available_wei, spendable_wei, spent_wei, bought_ms)
    select ${epoch}::bigint, campaign_id, b.audience_hash,
      array(select jsonb_array_elements_text(b.audience -> 'topics')),
      array(select jsonb_array_elements_text(b.audience -> 'languages')),
      max_rate, available, spendable, 0, 0
    from unnest(${sql.param(campaigns.map(({ campaignId }) => campaignId))}::text[],
      ${column(({ maxRateWei }) => maxRateWei)}::numeric[], ${column(({ availableWei }) => availableWei)}::numeric[],
      ${column(({ spendableWei }) => spendableWei)}::numeric[]) as given(campaign_id, max_rate, available, spendable)
    join campaigns c using (campaign_id) join campaign_briefs b on b.audience_hash = c.audience_hash`);
}

async function freezeDeliveries(db: Database, { epoch, fromMs, toMs }: EpochToFreeze): Promise<void> {
  await db.execute(sql`
    insert into epoch_deliveries (epoch, viewer, campaign_id)
    select distinct ${epoch}::bigint, viewer, i.campaign_id from ad_impressions i
    join epoch_campaigns c on c.epoch = ${epoch} and c.campaign_id = i.campaign_id join earners using (viewer)
    where viewed_at_ms >= ${fromMs}::bigint and viewed_at_ms < ${toMs}::bigint`);
}

// Only who saw an ad can be paid, so nobody else's attention is written down here. No interval is longer than a claim, a minute; the
// bound on from_ms is generous.
async function freezeAttention(db: Database, { epoch, fromMs, toMs }: EpochToFreeze): Promise<void> {
  await db.execute(sql`
    insert into epoch_attention (epoch, viewer, content_id, ms)
    select ${epoch}::bigint, viewer, content_id, sum(until_ms - since)::bigint from (
      select viewer, content_id, greatest(from_ms, ${fromMs}::bigint, since_ms) as since, least(to_ms, ${toMs}::bigint) as until_ms
      from attention join earners using (viewer)
      where to_ms > ${fromMs}::bigint and from_ms < ${toMs}::bigint
        and viewer in (select viewer from epoch_deliveries where epoch = ${epoch})
    ) as inside where until_ms > since group by viewer, content_id order by viewer, content_id`);
}

async function freezeViewers(db: Database, { epoch, fromMs, toMs }: EpochToFreeze): Promise<void> {
  const day = dayOf(fromMs, toMs);
  await db.execute(sql`
    insert into epoch_viewers (epoch, viewer, account, share_bps, cap_ms, used_ms, newcomer)
    select ${epoch}::bigint, e.viewer, e.account, e.share_bps,
      least(${DAILY_CAP_MS}::bigint, e.daily_seconds::bigint * 1000) * ${day.days}, coalesce(used.ms, 0),
      (select 1 from attention a where a.viewer = e.viewer and a.from_ms <= ${toMs - NEWCOMER_MS}::bigint limit 1) is null
    from earners e
    join (select distinct viewer from epoch_attention where epoch = ${epoch}) as attended on attended.viewer = e.viewer
    left join (
      select viewer, sum(ms)::bigint as ms from epoch_counted join epochs using (epoch)
      where from_ms >= ${day.fromMs}::bigint and from_ms < ${fromMs}::bigint group by viewer
    ) as used on used.viewer = e.viewer
    order by e.viewer`);
}

async function freezeContents(db: Database, { epoch }: EpochToFreeze): Promise<void> {
  await db.execute(sql`
    insert into epoch_contents (epoch, content_id, creator, language, topics, payees, bps)
    select ${epoch}::bigint, c.content_id, c.creator, w.language, coalesce(w.topics, '{}'), s.payees, s.bps from contents c
    join (select distinct content_id from epoch_attention where epoch = ${epoch}) as attended on attended.content_id = c.content_id
    join splits s on s.split_id = c.split_id
    left join works w on w.content_hash = c.content_hash and w.creator = c.creator`);
}
