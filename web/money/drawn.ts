import { formatHeed } from "./heed.ts";

// For drawing only: a float is exact enough for a pixel.

/** Wei as the height of a bar, HEED. */
export function drawnHeed(wei: bigint | string): number {
  return Number(wei) / 1e18;
}

/** Such a height beside its bar, as amounts are written everywhere: cut, not rounded. */
export function sayDrawn(heed: number): string {
  return formatHeed(BigInt(Math.round(heed * 1e9)) * 10n ** 9n);
}
