import { and, asc, isNull, lt, sql } from "drizzle-orm";
import { type Database, rows } from "../store/database.ts";
import { openedPayouts, reports } from "../store/schema/chain.ts";
import { isPastSettling, isPlain, type PayoutsPlan, type PlanFacts, planPayouts } from "./payoutsPlan.ts";

/** Plans an epoch's payouts by the chain's index and what is stored of the epochs before; null for the plain way. */
export async function readPlan(db: Database, terms: PlanFacts["terms"], epoch: number): Promise<PayoutsPlan | null> {
  const undebited = await readUndebited(db);
  if (![...undebited].some((one) => isPastSettling(one, epoch, terms))) return null;
  const standing = await db
    .select({ epoch: reports.epoch })
    .from(reports)
    .where(and(isNull(reports.vetoedInBlock), lt(reports.epoch, epoch)))
    .orderBy(asc(reports.epoch));
  const openings = await db
    .select({ epoch: openedPayouts.epoch, block: openedPayouts.block, atMs: openedPayouts.atMs })
    .from(openedPayouts)
    .orderBy(asc(openedPayouts.block), asc(openedPayouts.logIndex));
  const secondsAt = new Map(openings.map(({ block, atMs }) => [block, atMs / 1000]));
  const plans = await planPayouts([...standing.map((one) => one.epoch), epoch], {
    terms,
    openings,
    isUndebited: (one) => undebited.has(one),
    secondsOf: async (block) => secondsAt.get(block)!,
  });
  const plan = plans.get(epoch)!;
  return isPlain(plan) ? null : plan;
}

/** Epochs with campaigns that weren't debited for what they spent. */
async function readUndebited(db: Database): Promise<Set<number>> {
  const found = await rows<{ epoch: number }>(
    db,
    sql`select distinct c.epoch from epoch_campaigns c where c.spent_wei > 0 and not exists (
          select 1 from campaign_payments p where p.kind = 'debited' and p.epoch = c.epoch and p.campaign_id = c.campaign_id)`,
  );
  return new Set(found.map(({ epoch }) => Number(epoch)));
}

/** Whether payouts were opened that have what an epoch pays. */
export async function isCovered(db: Database, epoch: number): Promise<boolean> {
  const [found] = await rows(
    db,
    sql`select 1 from opened_payouts o join epochs e on e.epoch = o.epoch
        where o.epoch >= ${epoch}::bigint and (e.plan is null or e.plan ->> 'repeats' is null) limit 1`,
  );
  return found !== undefined;
}
