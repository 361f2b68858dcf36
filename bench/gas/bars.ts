import type { GasFigures } from "./heed.ts";

/** The design's bars, in gas. */
export const bars: Partial<Record<keyof GasFigures, number>> = {
  buyNew: 90_000,
  buyReturning: 72_500,
  buyNewNoReferrer: 84_000,
  buyReturningNoReferrer: 66_700,
  transferAndCallNew: 80_000,
  transferAndCallReturning: 63_000,
  cartFurtherItem: 27_000,
  claimOne: 58_000,
  claimFurther: 15_200,
  rewardClaim1000: 54_000,
};
