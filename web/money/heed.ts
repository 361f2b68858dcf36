import { formatUnits, parseUnits } from "viem";

/**
 * HEED wei as digits, `decimals` of them after the point, so that figures under each other align. The rest is cut off, not
 * rounded, except that an amount above nothing never reads 0.
 */
export function formatHeed(wei: bigint | string, decimals = 4): string {
  const [whole = "0", fraction = ""] = formatUnits(BigInt(wei), 18).split(".");
  const kept = fraction.slice(0, decimals).padEnd(decimals, "0");
  if (BigInt(wei) > 0n && whole === "0" && /^0*$/.test(kept)) return `<0.${"0".repeat(decimals - 1)}1`;
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${kept}`;
}

/** Every digit of an amount, for its computation. */
export function exactHeed(wei: bigint | string): string {
  return formatUnits(BigInt(wei), 18);
}

/** Reads an amount that somebody typed; null where it isn't one above zero. */
export function parseHeed(text: string): bigint | null {
  if (!/^\d{1,12}(\.\d{1,18})?$/.test(text.trim())) return null;
  const wei = parseUnits(text.trim(), 18);
  return wei > 0n ? wei : null;
}
