/** value (attention-seconds) × rate (HEED wei per second), by way of micro-seconds as the oracle computes it, before floor and ceiling. */
export function unclampedWei(value: number, rateWei: bigint): bigint {
  return (BigInt(Math.round(value * 1e6)) * rateWei) / 1_000_000n;
}
