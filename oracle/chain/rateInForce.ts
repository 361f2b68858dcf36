import type { ChainState } from "./indexer.ts";

/** What the contracts are deployed with: shown until the chain was ever reached, HEED wei an attention-second. */
export const FIRST_RATE_WEI = 10n ** 16n;

/** A report's rate, and from which second (Unix, the chain's) it can be vetoed no longer. */
export interface DatedRate {
  rateWei: bigint;
  finalFrom: number;
}

/** The chain's time now, Unix seconds: a local chain's can be ahead of ours. */
export function chainSeconds({ headAtSeconds, aheadSeconds }: ChainState, nowMs: number): number {
  return Math.max(Number(headAtSeconds), Math.floor(nowMs / 1000) + Number(aheadSeconds));
}

/** The rate of the latest final report, or the first rate where none is final yet. HEED wei an attention-second. */
export function rateInForce(state: ChainState | null, nowMs: number): bigint {
  if (!state) return FIRST_RATE_WEI;
  const now = chainSeconds(state, nowMs);
  return state.rates.findLast(({ finalFrom }) => finalFrom <= now)?.rateWei ?? FIRST_RATE_WEI;
}
