export interface PriceBounds {
  /** HEED wei. */
  floorWei: bigint;
  /** HEED wei, at least the floor. */
  ceilingWei: bigint;
}

export interface UnitPrice {
  /** HEED wei. */
  unitPriceWei: bigint;
  /** value × rate before the creator's bounds, HEED wei. */
  uncappedWei: bigint;
  clampedBy: "floor" | "ceiling" | null;
}

const MICROS_PER_SECOND = 1_000_000n;

/**
 * Attention-seconds as whole microseconds: the only place where a float becomes money's integer.
 * @throws RangeError unless `seconds` is finite, not negative and below 2^53 microseconds.
 */
export function valueMicros(seconds: number): bigint {
  const micros = Math.round(seconds * 1e6);
  if (!Number.isSafeInteger(micros) || micros < 0)
    throw new RangeError(`A value must be a number of seconds from 0 to 9,007,199,254, not ${seconds}.`);
  return BigInt(micros);
}

/**
 * unitPrice = clamp(floor(value × rate), floor, ceiling): design, sections 1 and 5.
 * @param seconds value(u, c), attention-seconds
 * @param rateWei HEED wei per attention-second
 * @throws RangeError for a value that is not a number of seconds, a negative rate or bounds that are upside down.
 */
export function unitPrice(seconds: number, rateWei: bigint, { floorWei, ceilingWei }: PriceBounds): UnitPrice {
  if (rateWei < 0n) throw new RangeError(`A rate must not be negative, but is ${rateWei} wei per second.`);
  if (floorWei < 0n || floorWei > ceilingWei)
    throw new RangeError(`The floor ${floorWei} must be from 0 to the ceiling ${ceilingWei}.`);
  const uncappedWei = (valueMicros(seconds) * rateWei) / MICROS_PER_SECOND;
  if (uncappedWei < floorWei) return { unitPriceWei: floorWei, uncappedWei, clampedBy: "floor" };
  if (uncappedWei > ceilingWei) return { unitPriceWei: ceilingWei, uncappedWei, clampedBy: "ceiling" };
  return { unitPriceWei: uncappedWei, uncappedWei, clampedBy: null };
}
