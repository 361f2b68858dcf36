import { newcomersMs } from "../settle/rules.ts";

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
  durationMs: number;
}

/** Numbers of viewers: accounts cost nothing, so newcomers are counted by themselves and take nobody's place. */
export interface Viewers {
  established: number;
  newcomers: number;
}

/**
 * How many viewers a campaign may have reached by now in this epoch: as many as give twice the attention that it can pay for, evenly over
 * the epoch; and beside them as many newcomers as give what settling pays newcomers for. None where not even half the rate, the lowest
 * that the next report can set, is within its limit.
 */
export function viewersWanted({ spendableWei, maxRateWei, rateWei, elapsed, durationMs }: Pace): Viewers {
  if (maxRateWei < (rateWei + 1n) / 2n) return { established: 0, newcomers: 0 };
  const price = rateWei < maxRateWei ? rateWei : maxRateWei;
  const ms = (spendableWei * 1000n) / (price === 0n ? 1n : price);
  const ofNewcomers = newcomersMs(ms, { fromMs: 0, toMs: durationMs });
  const part = (HEADROOM * Math.min(1, HEAD_START + elapsed)) / (EXPECTED_SECONDS * 1000);
  return {
    established: Math.ceil(Number(ms) * part),
    newcomers: Math.ceil(Number(ms < ofNewcomers ? ms : ofNewcomers) * part),
  };
}
