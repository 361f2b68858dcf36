import { sql } from "drizzle-orm";
import type { EpochTerms } from "../chain/epochTerms.ts";
import { type Database, rows } from "../store/database.ts";
import { runsAnything } from "./budgets.ts";
import { isDue } from "./payoutsPlan.ts";
import { readPlan } from "./readPlan.ts";

/** How long after an epoch's end its last events may be on their way. */
export const GRACE_MS = 5_000;

/** Until when an epoch's report is worth posting, Unix seconds: a little less than the chain allows, so that later epochs, which wait for it, still come in time. */
export function reportedUntil(epoch: number, { durationS, reportWindowS }: EpochTerms): number {
  return (epoch + 1) * durationS + reportWindowS - Math.min(2 * durationS, Math.floor(reportWindowS / 2));
}

/** An epoch's attention, [fromMs, toMs): wall-clock time and the chain's time are the same clock. */
export function boundsOf(epoch: number, { durationS }: EpochTerms): { fromMs: number; toMs: number } {
  return { fromMs: epoch * durationS * 1000, toMs: (epoch + 1) * durationS * 1000 };
}

/**
 * Finds the first epoch after the latest report's that isn't dealt with, is over, can still be reported, and has a campaign; where there
 * is none, the last one that is over, if something is to be written off, or paid that was held back; else null. An epoch that fell with
 * another's report comes again, though later ones are done with already, being empty.
 * @param at `latest` is the latest epoch with a report on the chain; `seconds` the chain's time, Unix seconds
 */
export async function nextEpoch(
  db: Database,
  terms: EpochTerms,
  at: { nowMs: number; seconds: number; latest: number },
): Promise<number | null> {
  const [known] = await rows<{ first: number | null }>(
    db,
    sql`select (select min(starts_at) from campaigns)::bigint / ${terms.durationS}::bigint as first`,
  );
  if (known!.first === null) return null;
  const over = Math.floor((at.nowMs - GRACE_MS) / (terms.durationS * 1000)) - 1;
  let epoch = Math.max(known!.first, at.latest + 1);
  while (epoch <= over && reportedUntil(epoch, terms) < at.seconds) epoch++;
  const found = await rows<{ epoch: number }>(db, sql`select epoch from epochs where epoch >= ${epoch}::bigint`);
  const dealtWith = new Set(found.map((row) => row.epoch));
  for (let one = epoch; one <= over; one++) {
    if (!dealtWith.has(one) && (await runsAnything(db, one, terms.durationS))) return one;
  }
  if (over < epoch || dealtWith.has(over)) return null;
  const plan = await readPlan(db, terms, over);
  return plan && isDue(plan) ? over : null;
}
