import type { Random } from "../random.ts";

/** What a dropout leaves: ones and zeros, and what the rest is scaled by. */
export interface DropMask {
  kept: Uint8Array;
  scale: number;
}

/** Drops a share `rate` (in steps of 1/256) of `length` numbers; undefined where that is none. */
export function drawMask(length: number, rate: number, random: Random): DropMask | undefined {
  const threshold = Math.round(rate * 256);
  if (threshold <= 0) return undefined;
  const kept = new Uint8Array(length);
  for (let i = 0; i < length; i += 4) {
    const word = random.next() * 2 ** 32;
    for (let j = 0; j < 4 && i + j < length; j++) kept[i + j] = ((word >>> (8 * j)) & 255) < threshold ? 0 : 1;
  }
  return { kept, scale: 256 / (256 - threshold) };
}
