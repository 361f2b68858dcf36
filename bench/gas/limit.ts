export interface PurchaseKind {
  licence: "new" | "known";
  referrer: boolean;
  /** Paid by allowance, rather than by ERC-1363. */
  allowance: boolean;
}

/** The least that any contract must pay for a purchase, and what it is made of; all in gas. */
export interface Limit {
  gas: number;
  /** T of the formula: zero bytes + 4 × non-zero bytes of the calldata. */
  tokens: number;
  /** The terms of X, each with what it stands for. */
  terms: Readonly<Record<string, number>>;
}

/** What `limitOf` reckons, in words: what the EVM charges, and little else. */
export const formula =
  "limit = max(21,000 + 4T + X, 21,000 + 10T), T = zero bytes + 4 × non-zero bytes of calldata, X = what must be executed";

/** What any contract must pay for a purchase with this calldata. */
export function limitOf(data: string, { licence, referrer, allowance }: PurchaseKind): Limit {
  const bytes = Buffer.from(data.slice(2), "hex");
  const tokens = bytes.reduce((sum, byte) => sum + (byte === 0 ? 1 : 4), 0);
  const terms = {
    ecrecover: 3_100,
    "cold token": 2_600,
    allowance: allowance ? 2_100 : 0,
    "two balances": 10_000,
    [licence === "new" ? "licence, new word" : "licence, known word"]: licence === "new" ? 22_100 : 5_000,
    "packed configuration and revenue": 5_000,
    "signer slot": 2_100,
    Transfer: 1_756,
    "own events": 4_518,
    referrer: referrer ? 5_000 : 0,
    "everything else": 1_700,
  };
  const execution = Object.values(terms).reduce((sum, gas) => sum + gas);
  return { gas: Math.max(21_000 + 4 * tokens + execution, 21_000 + 10 * tokens), tokens, terms };
}
