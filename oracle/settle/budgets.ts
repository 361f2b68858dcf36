import { sql } from "drizzle-orm";
import { type Database, rows } from "../store/database.ts";
import type { PlanFacts } from "./payoutsPlan.ts";

/** What a campaign could spend in an epoch. */
export interface Budget {
  campaignId: string;
  maxRateWei: bigint;
  /** All that was paid in, less refunds and what earlier reports that stand spent, settled or not. */
  availableWei: bigint;
  /** The part of it that pacing lets this epoch spend: as much for each epoch left in the campaign's dates. */
  spendableWei: bigint;
}

export interface BudgetsAsked {
  epoch: number;
  terms: PlanFacts["terms"];
  /** As the chain was at this block. */
  block: number;
}

/** States of epochs whose spends count, though the chain may not know of them yet. */
const STANDING = sql`('proposed', 'signed', 'posted', 'final', 'settled')`;

/**
 * Reads what the campaigns that run in an epoch could spend in it, by id. A debit that the chain knows counts even where its report isn't
 * one of ours. What a report spent and nobody can settle any more is free again, as it is on the chain.
 */
export async function readBudgets(db: Database, { epoch, terms, block }: BudgetsAsked): Promise<Budget[]> {
  const { durationS, settlementWindowS } = terms;
  const found = await rows<{ id: string; max_rate: string; available: string; last_epoch: number }>(
    db,
    sql`
    with spent as (
      select campaign_id, sum(amount) as amount from (
        select campaign_id, epoch, max(amount) as amount from (
          select campaign_id, epoch, amount_wei as amount from campaign_payments
          where kind = 'debited' and epoch < ${epoch}::bigint and block <= ${block}::bigint
          union all
          select c.campaign_id, c.epoch, c.spent_wei from epoch_campaigns c join epochs e on e.epoch = c.epoch
          where e.epoch < ${epoch}::bigint and e.state in ${STANDING}
            and (e.epoch + 1) * ${durationS}::bigint + ${settlementWindowS}::bigint >= ${epoch}::bigint * ${durationS}::bigint
        ) as either group by campaign_id, epoch
      ) as each group by campaign_id
    ), paid as (
      select campaign_id, sum(case kind when 'refunded' then -amount_wei else amount_wei end) as amount
      from campaign_payments where kind <> 'debited' and block <= ${block}::bigint group by campaign_id
    ), dated as (
      select *, case when closed_in_block > ${block}::bigint then first_ends_at else ends_at end as ended_at from campaigns
      where block <= ${block}::bigint
    )
    select d.campaign_id as id, d.max_rate_wei::text as max_rate,
      greatest(0, coalesce(paid.amount, 0) - coalesce(spent.amount, 0))::text as available,
      (d.ended_at / ${durationS}::bigint)::bigint as last_epoch
    from dated d left join paid on paid.campaign_id = d.campaign_id left join spent on spent.campaign_id = d.campaign_id
    where d.starts_at / ${durationS}::bigint <= ${epoch}::bigint and d.ended_at / ${durationS}::bigint >= ${epoch}::bigint
    order by d.campaign_id::numeric`,
  );
  return found.map(({ id, max_rate, available, last_epoch }) => {
    const availableWei = BigInt(available);
    const epochsLeft = BigInt(last_epoch - epoch + 1);
    return { campaignId: id, maxRateWei: BigInt(max_rate), availableWei, spendableWei: availableWei / epochsLeft };
  });
}

/** Whether any campaign runs in the epoch. */
export async function runsAnything(db: Database, epoch: number, durationS: number): Promise<boolean> {
  const found = await rows(
    db,
    sql`select 1 as one from campaigns where starts_at / ${durationS}::bigint <= ${epoch}::bigint
        and ends_at / ${durationS}::bigint >= ${epoch}::bigint limit 1`,
  );
  return found.length > 0;
}
