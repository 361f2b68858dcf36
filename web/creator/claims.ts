import type { CreatorPage } from "../oracle/types.ts";

type Split = Pick<CreatorPage["splits"][number], "splitId" | "dueWei">;

/** Splits that one claim names: more would make a transaction that may not fit into a block. */
export const MOST_CLAIMED = 100;

/**
 * The splits worth claiming now, the largest due first, as many as one transaction takes. Anybody may make splits that name
 * anybody: those that owe nothing would only cost gas.
 */
export function splitsToClaim<S extends Split>(splits: readonly S[]): S[] {
  return splits
    .filter(({ dueWei }) => BigInt(dueWei) > 0n)
    .sort((a, b) => (BigInt(a.dueWei) > BigInt(b.dueWei) ? -1 : 1))
    .slice(0, MOST_CLAIMED);
}
