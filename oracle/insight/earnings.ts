import { referralOf, shareOf } from "../settle/ledger.ts";
import type { Database } from "../store/database.ts";
import { readClaims, readRevenue, readSplitsOf } from "../store/revenue.ts";

export interface SplitEarnings {
  splitId: string;
  /** The account's own share, ten-thousandths. */
  bps: number;
  /** All that the split ever received, wei. */
  revenueWei: bigint;
  /** The account's part of it that isn't claimed yet, wei. */
  dueWei: bigint;
}

export interface Earnings {
  /** What the account's contents and shares brought to their splits, wei. */
  revenueWei: bigint;
  claimedWei: bigint;
  splits: SplitEarnings[];
}

interface Place {
  block: number;
  logIndex: number;
}

/**
 * What an account's splits received and what of it is the account's, from the index. A claim takes everything due from the splits
 * it names, so what was claimed of a split is its part of the revenue up to the last claim that named it.
 */
export async function earningsOf(db: Database, account: string): Promise<Earnings> {
  const splits = await readSplitsOf(db, account);
  const ids = splits.map((split) => split.splitId);
  const { purchases, supports } = await readRevenue(db, ids);
  const income = [
    ...purchases.map((purchase) => ({ ...purchase, amountWei: purchase.amountWei - referralOf(purchase) })),
    ...supports,
  ];
  const claims = await readClaims(db, account);

  const earnings = splits.map(({ splitId, payees, bps }) => {
    const own = bps[payees.indexOf(account)]!;
    const lastClaim = claims.findLast((claim) => claim.splitIds.includes(splitId));
    const received = income.filter((row) => row.splitId === splitId);
    const revenueWei = sum(received);
    const claimedWei = lastClaim ? shareOf(sum(received.filter((row) => isBefore(row, lastClaim))), own) : 0n;
    return { splitId, bps: own, revenueWei, dueWei: shareOf(revenueWei, own) - claimedWei };
  });
  return {
    revenueWei: earnings.reduce((total, split) => total + split.revenueWei, 0n),
    claimedWei: sum(claims),
    splits: earnings,
  };
}

function isBefore(a: Place, b: Place): boolean {
  return a.block < b.block || (a.block === b.block && a.logIndex < b.logIndex);
}

function sum(rows: readonly { amountWei: bigint }[]): bigint {
  return rows.reduce((total, row) => total + row.amountWei, 0n);
}
