import { and, asc, isNull, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { reports } from "./schema/chain.ts";

/** Rates of the reports that stand, from the latest final one on at least, rising by epoch. */
export async function readStandingRates(
  db: Database,
  chainSeconds: number,
): Promise<{ rateWei: bigint; challengeEndsAt: number }[]> {
  const latestFinal = sql`(select coalesce(max(epoch), 0) from ${reports}
    where vetoed_in_block is null and challenge_ends_at < ${chainSeconds}::bigint)`;
  return await db
    .select({ rateWei: reports.rateWei, challengeEndsAt: reports.challengeEndsAt })
    .from(reports)
    .where(and(isNull(reports.vetoedInBlock), sql`${reports.epoch} >= ${latestFinal}`))
    .orderBy(asc(reports.epoch));
}
