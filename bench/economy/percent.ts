/** How much more an amount is than another, per cent, exact to a millionth. */
export function percent(wei: bigint, ofWei: bigint): number {
  return Number(((wei - ofWei) * 10n ** 8n) / ofWei) / 10 ** 6;
}
