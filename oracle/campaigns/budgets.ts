import { sql } from "drizzle-orm";
import { type Database, rows } from "../store/database.ts";

/** What a campaign that runs in an epoch has left for it. HEED wei. */
export interface Budget {
  campaignId: string;
  maxRateWei: bigint;
  /** All paid in, less what earlier reports that stand say it spent, settled or not. */
  availableWei: bigint;
  /** What pacing lets this epoch spend: an equal part for each epoch left in its dates, this one included. */
  spendableWei: bigint;
}

/**
 * Reads what the campaigns that run in an epoch can spend in it, in order of id. Serving is paced by the same figures as settling.
 * @param durationS an epoch's length, as on chain
 */
export async function readBudgets(db: Database, epoch: number, durationS: number): Promise<Budget[]> {
  const found = await rows<{ campaignId: string; maxRate: string; available: string; epochsLeft: number }>(
    db,
    sql`select c.campaign_id as "campaignId", c.max_rate_wei::text as "maxRate", (paid.wei - spent.wei)::text as available,
          (c.ends_at / ${durationS}::bigint - ${epoch}::bigint + 1)::int as "epochsLeft"
        from campaigns c
        cross join lateral (select coalesce(sum(case when kind in ('created', 'topped-up') then amount_wei
          when kind = 'refunded' then -amount_wei end), 0) as wei
          from campaign_payments p where p.campaign_id = c.campaign_id) paid
        cross join lateral (select coalesce(sum(s.spent_wei), 0) as wei from epoch_campaigns s join epochs using (epoch)
          where s.campaign_id = c.campaign_id and s.epoch < ${epoch}::bigint and state not in ('vetoed', 'failed')) spent
        where c.ends_at > 0 and c.starts_at / ${durationS}::bigint <= ${epoch}::bigint and c.ends_at / ${durationS}::bigint >= ${epoch}::bigint
        order by c.campaign_id::numeric`,
  );
  return found.map(({ campaignId, maxRate, available, epochsLeft }) => {
    const availableWei = BigInt(available) < 0n ? 0n : BigInt(available);
    const spendableWei = availableWei / BigInt(epochsLeft);
    return { campaignId, maxRateWei: BigInt(maxRate), availableWei, spendableWei };
  });
}
