import { sql } from "drizzle-orm";
import type { EpochToFreeze } from "../../oracle/settle/freeze.ts";
import type { Database } from "../../oracle/store/database.ts";

const HOUR_MS = 3_600_000;
const CONTENTS = 10_000;
const CAMPAIGNS = 20;
export const EPOCH = 491_338;
const FROM_MS = EPOCH * HOUR_MS;
const TO_MS = FROM_MS + HOUR_MS;
const RATE = 10n ** 16n;

const pseudonym = sql`'v_' || encode(sha256(v::text::bytea), 'hex')`;
const address = (prefix: string) => sql.raw(`'0x' || substr(encode(sha256(('${prefix}' || v)::bytea), 'hex'), 1, 40)`);

/**
 * Fills an empty store with a whole epoch of attention: `rows` intervals, each of another viewer or another content, 10,000 contents in
 * ten topics and two languages by 2,000 creators with three payees, 20 campaigns with one to three topics each, of which each viewer
 * saw three. One viewer in thirty is a newcomer, one in fifty has used up most of the day, and three in four have another share than the default.
 */
export async function populate(
  db: Database,
  { viewers, rows }: { viewers: number; rows: number },
): Promise<EpochToFreeze> {
  await db.execute(sql`
    insert into splits (split_id, payees, bps, block)
    select v::text, array[${address("author")}, ${address("partner")}, '0x' || repeat('7', 40)], array[8000, 1750, 250], 1
    from generate_series(1, 2000) as v`);
  await db.execute(sql`
    insert into works (content_hash, creator, title, summary, language, topics, body, words, length_seconds, created_at_ms)
    select 'hash' || c, ${address("author")}, '', '', case when c % 3 = 0 then 'zh' else 'en' end,
      array['topic ' || c % 10, 'topic ' || c % 7], '', 1, 60, 0
    from generate_series(1, ${CONTENTS}::int) as c, lateral (select 1 + c % 2000 as v) as author`);
  await db.execute(sql`
    insert into contents (content_id, creator, split_id, content_hash, uri, floor_wei, ceiling_wei, referral_bps, listed, block, published_at_ms)
    select c::text, ${address("author")}, v::text, 'hash' || c, '', 1, 2, 0, true, 1, 0
    from generate_series(1, ${CONTENTS}::int) as c, lateral (select 1 + c % 2000 as v) as author`);
  await db.execute(sql`
    insert into campaign_briefs (audience_hash, advertiser, audience, creative, created_at_ms)
    select 'brief' || v, ${address("advertiser")}, jsonb_build_object('matching', 'standard', 'topics',
      (select jsonb_agg('topic ' || (v + t) % 10) from generate_series(0, v % 3) as t), 'languages',
      case when v % 4 = 0 then '["zh"]'::jsonb else '[]'::jsonb end), '{}', 0
    from generate_series(1, ${CAMPAIGNS}::int) as v`);
  await db.execute(sql`
    insert into campaigns (campaign_id, advertiser, max_rate_wei, starts_at, ends_at, first_ends_at, audience_hash, block, created_at_ms)
    select v::text, ${address("advertiser")}, ${RATE.toString()}::numeric, 0, 4e9, 4e9, 'brief' || v, 1, 0
    from generate_series(1, ${CAMPAIGNS}::int) as v`);
  await writeViewers(db, viewers);
  await writeAttention(db, viewers, rows);
  await db.execute(sql`analyze`);
  const spendableWei = (BigInt(rows) * 120n * RATE) / BigInt(CAMPAIGNS);
  return {
    epoch: EPOCH,
    fromMs: FROM_MS,
    toMs: TO_MS,
    block: 1,
    previousRateWei: RATE,
    campaigns: Array.from({ length: CAMPAIGNS }, (_, i) => ({
      campaignId: String(i + 1),
      maxRateWei: RATE + (RATE * BigInt(i)) / 20n,
      availableWei: 100n * spendableWei,
      spendableWei,
    })),
    nowMs: TO_MS,
  };
}

async function writeViewers(db: Database, viewers: number): Promise<void> {
  await db.execute(sql`
    insert into earners (viewer, account, share_bps, daily_seconds, since_ms)
    select ${pseudonym}, ${address("viewer")}, (v % 4) * 1000, case when v % 50 = 0 then 200 end, 0
    from generate_series(1, ${viewers}::int) as v`);
  await db.execute(sql`
    insert into ad_impressions (id, campaign_id, viewer, place, served_at_ms, viewed_at_ms)
    select v || '-' || i, (1 + (v * 7 + i * 3) % ${CAMPAIGNS}::int)::text, ${pseudonym}, 'feed', ${FROM_MS}::bigint, ${FROM_MS + 1000}::bigint
    from generate_series(1, ${viewers}::int) as v, generate_series(0, 2) as i`);
}

async function writeAttention(db: Database, viewers: number, rows: number): Promise<void> {
  // In the order of the primary key, which is then built once and packed.
  await db.execute(sql`alter table attention drop constraint attention_viewer_from_ms_pk`);
  await db.execute(sql`drop index attention_content`);
  const each = Math.ceil(rows / viewers);
  const beatMs = Math.floor(HOUR_MS / each);
  await db.execute(sql`
    insert into attention (viewer, content_id, from_ms, to_ms)
    select ${pseudonym}, (1 + (v * 131 + i * 977) % ${CONTENTS}::int)::text, ${FROM_MS}::bigint + i * ${beatMs}::bigint,
      ${FROM_MS}::bigint + i * ${beatMs}::bigint + least(60000, ${beatMs}::bigint) - (v * 7919 + i) % 999
    from generate_series(0, ${rows - 1}::bigint) as n, lateral (select 1 + n % ${viewers}::bigint as v, n / ${viewers}::bigint as i) as place`);
  await db.execute(sql`
    insert into attention (viewer, content_id, from_ms, to_ms)
    select ${pseudonym}, '1', from_ms, from_ms + 1000
    from generate_series(1, ${viewers}::int) as v, (values (${TO_MS - 80 * HOUR_MS}::bigint), (${TO_MS - 40 * HOUR_MS}::bigint)) as days(from_ms)
    where v % 30 <> 0`);
  await db.execute(sql`alter table attention add constraint attention_viewer_from_ms_pk primary key (viewer, from_ms)`);
  await db.execute(sql`create index attention_content on attention (content_id)`);
}
