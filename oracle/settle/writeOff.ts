import { sql } from "drizzle-orm";
import type { Database } from "../store/database.ts";
import { WHOLE_BPS } from "./rules.ts";

/**
 * Takes off accounts' totals what earlier epochs paid out of spends that campaigns were never debited for, and notes it as the epoch's
 * write-offs. What the debited campaigns pay stays, by the same rounding as if the others had bought nothing.
 */
export async function writeOff(db: Database, epoch: number, lost: readonly number[]): Promise<void> {
  for (const one of lost) {
    await db.execute(sql`
      insert into epoch_write_offs (epoch, of_epoch, account, amount_wei)
      select ${epoch}::bigint, p.epoch, p.account, p.amount_wei - coalesce(k.wei, 0) from epoch_payouts p left join (
        select account, sum(div(r.units * c.wei, c.units)) as wei from epoch_rows r join (
          select cell, supply_ms::numeric * ${WHOLE_BPS}::numeric as units, (
            select coalesce(sum(part), 0) from unnest(campaigns, spent_wei) as bought(campaign_id, part)
            join campaign_payments d on d.kind = 'debited' and d.epoch = ${one}::bigint and d.campaign_id = bought.campaign_id
          ) as wei from epoch_cells where epoch = ${one}::bigint
        ) as c using (cell) where r.epoch = ${one}::bigint group by account
      ) as k on k.account = p.account
      where p.epoch = ${one}::bigint and p.amount_wei > coalesce(k.wei, 0) order by p.account`);
  }
  await db.execute(sql`
    update payout_totals t set cumulative_wei = t.cumulative_wei - w.wei from (
      select account, sum(amount_wei) as wei from epoch_write_offs where epoch = ${epoch}::bigint group by account
    ) as w where w.account = t.account`);
}

/** Gives an epoch's write-offs back to the accounts' totals, and forgets them. */
export async function forgetWriteOffs(db: Database, epoch: number): Promise<void> {
  await db.execute(sql`
    update payout_totals t set cumulative_wei = t.cumulative_wei + w.wei from (
      select account, sum(amount_wei) as wei from epoch_write_offs where epoch = ${epoch}::bigint group by account
    ) as w where w.account = t.account`);
  await db.execute(sql`delete from epoch_write_offs where epoch = ${epoch}::bigint`);
}
