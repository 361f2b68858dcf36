import { scramble, seedOf } from "../random.ts";

/** What a dropout leaves: ones and zeros, and what the rest is scaled by. */
export interface DropMask {
  kept: Uint8Array;
  scale: number;
}

/** Where a step's chances come from: what a row loses follows from its key and from nothing else, so a batch may be worked on in parts. */
export interface Draws {
  seed: number;
  /** One for each row of the batch. */
  keys: Int32Array;
}

/** The same rows with chances of their own, for another use in the same step. */
export function drawsFor({ seed, keys }: Draws, use: number): Draws {
  return { seed: seedOf(seed, use), keys };
}

/** Drops a share `rate` (in steps of 1/256) of rows of `width` numbers; undefined where that is none. */
export function drawMask(width: number, rate: number, { seed, keys }: Draws): DropMask | undefined {
  const threshold = thresholdOf(rate);
  if (threshold <= 0) return undefined;
  const kept = new Uint8Array(keys.length * width);
  for (let i = 0; i < keys.length; i++) dropRow(kept, i * width, width, seedOf(seed, keys[i]!), threshold);
  return { kept, scale: 256 / (256 - threshold) };
}

/** How many of 256 chances drop a number. */
export function thresholdOf(rate: number): number {
  return Math.round(rate * 256);
}

/** Marks `width` numbers from `from` on as kept or dropped, by the stream of `seed`. */
export function dropRow(kept: Uint8Array, from: number, width: number, seed: number, threshold: number): void {
  for (let j = 0, counter = seed; j < width; j += 4) {
    counter = (counter + 0x9e3779b9) | 0;
    const word = scramble(counter);
    for (let k = 0; k < 4 && j + k < width; k++) kept[from + j + k] = ((word >>> (8 * k)) & 255) < threshold ? 0 : 1;
  }
}
