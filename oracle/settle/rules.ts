const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** What of a viewer's earnings goes to the creators attended to unless the viewer says otherwise, ten-thousandths. */
export const DEFAULT_SHARE_BPS = 3_000;
export const WHOLE_BPS = 10_000;

/** The most attention of one viewer that can be paid in a UTC day. */
export const DAILY_CAP_MS = 4 * HOUR_MS;

/**
 * Who has first attended to anything less than this before an epoch's end is a newcomer in it, and so is who had attended on fewer
 * than two UTC days before the epoch's own.
 */
export const NEWCOMER_MS = 72 * HOUR_MS;
/** All newcomers together are paid for an epoch's duration divided by this (ten minutes of an hour)… */
export const NEWCOMERS_LEAST_DIVISOR = 6n;
/** …or for this part of the established viewers', whichever is more. */
export const NEWCOMERS_PERCENT = 5n;

/** What takes attention off before it is paid; intake has rules of its own (prepare/cleaning.ts). */
export const RULES = ["own-content", "daily-cap", "newcomers"] as const;
export type Rule = (typeof RULES)[number];

/** How much of newcomers' attention is paid in an epoch [fromMs, toMs) with so much by established viewers. */
export function newcomersMs(establishedMs: bigint, { fromMs, toMs }: { fromMs: number; toMs: number }): bigint {
  const part = (establishedMs * NEWCOMERS_PERCENT) / 100n;
  const least = BigInt(toMs - fromMs) / NEWCOMERS_LEAST_DIVISOR;
  return part > least ? part : least;
}

/** The UTC day that an epoch counts to, [fromMs, toMs): of its beginning, or all days that it touches where it is longer. */
export function dayOf(fromMs: number, toMs: number): { fromMs: number; days: number } {
  const first = Math.floor(fromMs / DAY_MS);
  return { fromMs: first * DAY_MS, days: Math.max(1, Math.ceil((toMs - fromMs) / DAY_MS)) };
}
