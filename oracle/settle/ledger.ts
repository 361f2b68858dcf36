import type { Address } from "viem";

/** What the market's events say, in HEED wei. */
export interface LedgerEvents {
  splits: readonly { splitId: string; payees: readonly string[]; bps: readonly number[] }[];
  purchases: readonly { splitId: string; amountWei: bigint; referrer: string | null; referralBps: number }[];
  supports: readonly { splitId: string; amountWei: bigint }[];
  claims: readonly { account: string; amountWei: bigint }[];
}

export interface LedgerAccount {
  account: Address;
  /** Shares of revenue, each split's rounded down, and referrals. */
  earnedWei: bigint;
  claimedWei: bigint;
  dueWei: bigint;
}

/** Where every wei that came into one market is. */
export interface Ledger {
  purchasesWei: bigint;
  supportsWei: bigint;
  /** Purchases and supports. */
  paidInWei: bigint;
  /** Owed to payees, whether claimed or not. */
  splitWei: bigint;
  /** Owed to referrers, whether claimed or not. */
  referralsWei: bigint;
  /** Left over by rounding down: less than a wei a payee. Stays in the market. */
  dustWei: bigint;
  claimedWei: bigint;
  /** paidIn − claimed: what the market must hold. */
  remainingWei: bigint;
  /** What the market does hold, by the token's own account. */
  heldWei: bigint;
  /** Sent to the market without buying anything: held − remaining. */
  unaskedWei: bigint;
  accounts: LedgerAccount[];
  balances: boolean;
}

const WHOLE_BPS = 10_000n;

/** A referrer's part of a purchase, rounded down as the market does. */
export function referralOf(purchase: LedgerEvents["purchases"][number]): bigint {
  return purchase.referrer ? (purchase.amountWei * BigInt(purchase.referralBps)) / WHOLE_BPS : 0n;
}

/** A payee's part of a split's revenue, rounded down as the market does. */
export function shareOf(revenueWei: bigint, bps: number): bigint {
  return (revenueWei * BigInt(bps)) / WHOLE_BPS;
}

/**
 * Adds up a market by the contract's own rules: a referrer's part is rounded down and comes off first, the rest is the split's
 * revenue, each payee is owed revenue × bps / 10,000 rounded down.
 * It balances if paid in = split + referrals + dust, nobody claimed more than was earned, all dues and the dust are what remains,
 * and the market holds at least that.
 */
export function ledger(events: LedgerEvents, heldWei: bigint): Ledger {
  const revenue = new Map<string, bigint>(events.splits.map((split) => [split.splitId, 0n]));
  const earned = new Map<string, bigint>();
  const claimed = new Map<string, bigint>();
  const add = (sums: Map<string, bigint>, key: string, amount: bigint) => sums.set(key, (sums.get(key) ?? 0n) + amount);

  let referralsWei = 0n;
  for (const purchase of events.purchases) {
    const referral = referralOf(purchase);
    if (purchase.referrer) add(earned, purchase.referrer, referral);
    referralsWei += referral;
    add(revenue, purchase.splitId, purchase.amountWei - referral);
  }
  for (const { splitId, amountWei } of events.supports) add(revenue, splitId, amountWei);

  let splitWei = 0n;
  for (const { splitId, payees, bps } of events.splits) {
    payees.forEach((payee, index) => {
      const part = shareOf(revenue.get(splitId)!, bps[index]!);
      splitWei += part;
      add(earned, payee, part);
    });
  }
  for (const { account, amountWei } of events.claims) add(claimed, account, amountWei);

  const purchasesWei = sum(events.purchases);
  const supportsWei = sum(events.supports);
  const paidInWei = purchasesWei + supportsWei;
  const claimedWei = sum(events.claims);
  const dustWei = paidInWei - splitWei - referralsWei;
  const remainingWei = paidInWei - claimedWei;
  const accounts = [...new Set([...earned.keys(), ...claimed.keys()])].sort().map((account) => {
    const earnedWei = earned.get(account) ?? 0n;
    const claimedWei = claimed.get(account) ?? 0n;
    return { account: account as Address, earnedWei, claimedWei, dueWei: earnedWei - claimedWei };
  });
  const dueWei = accounts.reduce((total, account) => total + account.dueWei, 0n);
  const knownSplits = revenue.size === events.splits.length;
  return {
    purchasesWei,
    supportsWei,
    paidInWei,
    splitWei,
    referralsWei,
    dustWei,
    claimedWei,
    remainingWei,
    heldWei,
    unaskedWei: heldWei - remainingWei,
    accounts,
    balances:
      knownSplits &&
      dustWei >= 0n &&
      accounts.every((account) => account.dueWei >= 0n) &&
      dueWei + dustWei === remainingWei &&
      heldWei >= remainingWei,
  };
}

function sum(rows: readonly { amountWei: bigint }[]): bigint {
  return rows.reduce((total, row) => total + row.amountWei, 0n);
}
