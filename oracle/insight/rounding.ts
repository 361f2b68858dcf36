/** A share is of at least so many. */
const LEAST = 10;
/** Shares are whole multiples of this, in percent: one reader of twenty. */
const STEP = 5;

/** Rounds down to whole tens, so that one more or one less hardly ever shows. */
export function tens(count: number): number {
  return Math.floor(count / 10) * 10;
}

/** Returns what percent `part` is of `whole`, to the nearest five; null of fewer than ten. */
export function percent(part: number, whole: number): number | null {
  return whole < LEAST ? null : Math.round(((part / whole) * 100) / STEP) * STEP;
}

/** Rounds to two significant digits. */
export function twoDigits(value: number): number {
  return Number(value.toPrecision(2));
}
