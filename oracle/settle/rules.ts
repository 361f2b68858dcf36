const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** What of a viewer's earnings goes to the creators attended to unless the viewer says otherwise, ten-thousandths. */
export const DEFAULT_SHARE_BPS = 3_000;
export const WHOLE_BPS = 10_000;

/** The most attention of one viewer that can be paid in a UTC day. */
export const DAILY_CAP_MS = 4 * HOUR_MS;

/** Who has first attended to anything less than this before an epoch's end is a newcomer in it. */
export const NEWCOMER_MS = 72 * HOUR_MS;
/** All newcomers together are paid for this much attention an epoch… */
export const NEWCOMERS_LEAST_MS = 600_000;
/** …or for this part of the established viewers', whichever is more. */
export const NEWCOMERS_PERCENT = 5;

/** What takes attention off before it is paid; intake has rules of its own (prepare/cleaning.ts). */
export const RULES = ["own-content", "daily-cap", "newcomers"] as const;
export type Rule = (typeof RULES)[number];

/** How much of newcomers' attention is paid, of so much by established viewers. */
export function newcomersMs(establishedMs: bigint): bigint {
  const part = (establishedMs * BigInt(NEWCOMERS_PERCENT)) / 100n;
  return part > NEWCOMERS_LEAST_MS ? part : BigInt(NEWCOMERS_LEAST_MS);
}

/** The UTC day that an epoch counts to, [fromMs, toMs): of its beginning, or all days that it touches where it is longer. */
export function dayOf(fromMs: number, toMs: number): { fromMs: number; days: number } {
  const first = Math.floor(fromMs / DAY_MS);
  return { fromMs: first * DAY_MS, days: Math.max(1, Math.ceil((toMs - fromMs) / DAY_MS)) };
}
