import type { Audience, Creative } from "@heed/contracts/brief";
import { and, eq, getTableColumns, inArray, lt, type SQL, sql } from "drizzle-orm";
import type { EpochTerms } from "../chain/epochTerms.ts";
import { type Database, rows } from "./database.ts";
import { campaignBriefs } from "./schema/campaigns.ts";
import { creators } from "./schema/catalogue.ts";
import { campaigns } from "./schema/chain.ts";

export interface CampaignFilter {
  campaignId?: string;
  advertiser?: string;
  /** Only ids below this one. */
  before?: string;
  limit: number;
}

const id = sql`${campaigns.campaignId}::numeric`;

/** Campaigns as they stand on chain, newest first, each with its brief (null where nobody deposited one) and its advertiser's name. */
export async function readCampaigns(db: Database, { campaignId, advertiser, before, limit }: CampaignFilter) {
  const found = await db
    .select({
      ...getTableColumns(campaigns),
      audience: campaignBriefs.audience,
      creative: campaignBriefs.creative,
      advertiserName: creators.name,
    })
    .from(campaigns)
    .leftJoin(campaignBriefs, eq(campaignBriefs.audienceHash, campaigns.audienceHash))
    .leftJoin(creators, eq(creators.address, campaigns.advertiser))
    .where(
      and(
        campaignId === undefined ? undefined : eq(campaigns.campaignId, campaignId),
        advertiser === undefined ? undefined : eq(campaigns.advertiser, advertiser),
        before === undefined ? undefined : lt(id, sql`${before}::numeric`),
      ),
    )
    .orderBy(sql`${id} desc`)
    .limit(limit);
  return found.map((row) => ({
    ...row,
    audience: row.audience as Audience | null,
    creative: row.creative as Creative | null,
  }));
}

export type StoredCampaign = Awaited<ReturnType<typeof readCampaigns>>[number];

/** What a campaign's ad is called. */
export type AdTitle = Pick<Creative, "title" | "language">;

/** The titles of these campaigns' ads, by campaign; without those whose brief nobody deposited. */
export async function readAdTitles(db: Database, ids: readonly string[]): Promise<Record<string, AdTitle>> {
  const found = await db
    .select({ campaignId: campaigns.campaignId, creative: campaignBriefs.creative })
    .from(campaigns)
    .innerJoin(campaignBriefs, eq(campaignBriefs.audienceHash, campaigns.audienceHash))
    .where(inArray(campaigns.campaignId, [...new Set(ids)]));
  const titles = found.map(({ campaignId, creative }) => {
    const { title, language } = creative as Creative;
    return [campaignId, { title, language }];
  });
  return Object.fromEntries(titles);
}

/** A campaign's money. HEED wei. */
export interface CampaignMoney {
  paidInWei: bigint;
  refundedWei: bigint;
  /** By all reports that stand, settled or not; not what nobody can settle any more. */
  spentWei: bigint;
  boughtMs: number;
}

/** The chain's terms, and its time now, Unix seconds. */
export interface SettlingTime {
  terms: Pick<EpochTerms, "durationS" | "settlementWindowS">;
  seconds: number;
}

/** Whether a row of `epoch_campaigns` joined with its epoch counts: its report stands, and the campaign was debited or can be yet. */
function counts({ terms: { durationS, settlementWindowS }, seconds }: SettlingTime): SQL {
  return sql`state not in ('vetoed', 'failed') and (
    state not in ('final', 'written-off') or (epoch + 1) * ${durationS}::bigint + ${settlementWindowS}::bigint >= ${seconds}::bigint
    or exists (select 1 from campaign_payments d where d.kind = 'debited' and d.epoch = epochs.epoch and d.campaign_id = s.campaign_id))`;
}

/** The money of these campaigns, by id. */
export async function readCampaignMoney(
  db: Database,
  ids: readonly string[],
  at: SettlingTime,
): Promise<Map<string, CampaignMoney>> {
  const found = await rows<{ campaignId: string; paid: string; refunded: string; spent: string; boughtMs: number }>(
    db,
    sql`select asked.id as "campaignId", paid.in_wei::text as paid, paid.out_wei::text as refunded, spent.wei::text as spent,
          spent.ms::bigint as "boughtMs"
        from unnest(${sql.param([...ids])}::text[]) as asked(id)
        cross join lateral (
          select coalesce(sum(amount_wei) filter (where kind in ('created', 'topped-up')), 0) as in_wei,
            coalesce(sum(amount_wei) filter (where kind = 'refunded'), 0) as out_wei
          from campaign_payments p where p.campaign_id = asked.id) paid
        cross join lateral (
          select coalesce(sum(spent_wei), 0) as wei, coalesce(sum(bought_ms), 0) as ms from epoch_campaigns s
          join epochs using (epoch) where s.campaign_id = asked.id and ${counts(at)}) spent`,
  );
  return new Map(
    found.map(({ campaignId, paid, refunded, spent, boughtMs }) => [
      campaignId,
      { paidInWei: BigInt(paid), refundedWei: BigInt(refunded), spentWei: BigInt(spent), boughtMs: Number(boughtMs) },
    ]),
  );
}

/** What a campaign bought in each epoch in which it bought anything, oldest first: at most the last `limit` of them. */
export async function readCampaignEpochs(db: Database, campaignId: string, at: SettlingTime & { limit: number }) {
  const found = await rows<{ epoch: number; fromMs: number; spentWei: string; boughtMs: number; rateWei: string }>(
    db,
    sql`select epoch::bigint as epoch, from_ms::bigint as "fromMs", spent_wei::text as "spentWei", bought_ms::bigint as "boughtMs",
          coalesce(report ->> 'rate', previous_rate_wei::text) as "rateWei"
        from epoch_campaigns s join epochs using (epoch)
        where campaign_id = ${campaignId} and spent_wei > 0 and ${counts(at)}
        order by epoch desc limit ${at.limit}`,
  );
  return found
    .map((row) => ({
      ...row,
      epoch: Number(row.epoch),
      fromMs: Number(row.fromMs),
      boughtMs: Number(row.boughtMs),
    }))
    .reverse();
}
