/** What a viewer who saw an ad is taken to give matching contents in an epoch. Too high, and a campaign finds too little to buy. */
const EXPECTED_SECONDS = 60;
/** Not everybody who is shown an ad looks at it, or reads on. */
const HEADROOM = 2;
/** What may be shown at once when an epoch begins, of the whole epoch's. */
const HEAD_START = 0.1;

export interface Pace {
  /** HEED wei. */
  spendableWei: bigint;
  maxRateWei: bigint;
  /** In force now, HEED wei an attention-second. */
  rateWei: bigint;
  /** How much of the epoch is over, 0..1. */
  elapsed: number;
}

/**
 * How many viewers a campaign may have been shown to by now in this epoch: as many as give twice the attention that it can pay for,
 * evenly over the epoch. None where not even half the rate, the lowest that the next report can set, is within its limit.
 */
export function viewersWanted({ spendableWei, maxRateWei, rateWei, elapsed }: Pace): number {
  if (maxRateWei < (rateWei + 1n) / 2n) return 0;
  const price = rateWei < maxRateWei ? rateWei : maxRateWei;
  const seconds = Number(spendableWei / (price === 0n ? 1n : price));
  const wanted = (HEADROOM * seconds) / EXPECTED_SECONDS;
  return Math.ceil(wanted * Math.min(1, HEAD_START + elapsed));
}
