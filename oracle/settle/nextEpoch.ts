import { sql } from "drizzle-orm";
import type { EpochTerms } from "../chain/epochTerms.ts";
import { type Database, rows } from "../store/database.ts";
import { runsAnything } from "./budgets.ts";

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
 * Finds the first epoch after those already dealt with that is over, can still be reported, and has a campaign; null if there is none.
 * @param at `latest` is the latest epoch with a report on the chain; `seconds` the chain's time, Unix seconds
 */
export async function nextEpoch(
  db: Database,
  terms: EpochTerms,
  at: { nowMs: number; seconds: number; latest: number },
): Promise<number | null> {
  const [known] = await rows<{ last: number | null; first: number | null }>(
    db,
    sql`select (select max(epoch) from epochs)::bigint as last,
          (select min(starts_at) from campaigns)::bigint / ${terms.durationS}::bigint as first`,
  );
  if (known!.first === null) return null;
  const over = Math.floor((at.nowMs - GRACE_MS) / (terms.durationS * 1000)) - 1;
  let epoch = Math.max((known!.last ?? -1) + 1, known!.first, at.latest + 1);
  while (epoch <= over && reportedUntil(epoch, terms) < at.seconds) epoch++;
  for (; epoch <= over; epoch++) if (await runsAnything(db, epoch, terms.durationS)) return epoch;
  return null;
}
