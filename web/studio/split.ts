import { type Address, getAddress, isAddress } from "viem";

export interface Share {
  payee: Address;
  /** Ten-thousandths. */
  bps: number;
}

/** A row of the editor as it was typed. */
export interface ShareInput {
  /** Keeps rows apart while they are edited. */
  key: string;
  payee: string;
  percent: string;
}

export interface SplitTerms {
  treasury: Address;
  protocolFeeBps: number;
  maxPayees: number;
}

export type SplitProblem =
  | { code: "address" | "twice" | "share"; row: number }
  | { code: "sum" }
  | { code: "fee" }
  | { code: "many" };

/** Percent with at most two decimals as ten-thousandths; null where it isn't one above zero. */
function readPercent(text: string): number | null {
  if (!/^\d{1,3}([.,]\d{1,2})?$/.test(text.trim())) return null;
  const bps = Math.round(Number(text.trim().replace(",", ".")) * 100);
  return bps > 0 && bps <= 10_000 ? bps : null;
}

export function writePercent(bps: number): string {
  return String(bps / 100);
}

/** What the rows add up to, ten-thousandths; those that can't be read count nothing. */
export function sumOf(rows: readonly ShareInput[], protocolPercent: string): number {
  return [...rows.map(({ percent }) => percent), protocolPercent].reduce(
    (sum, text) => sum + (readPercent(text) ?? 0),
    0,
  );
}

/** Reads a split as the contract takes it, the protocol's share last, or says what is wrong with it. */
export function readSplit(
  rows: readonly ShareInput[],
  protocolPercent: string,
  { treasury, protocolFeeBps, maxPayees }: SplitTerms,
): { shares: Share[] } | { problem: SplitProblem } {
  if (rows.length + 1 > maxPayees) return { problem: { code: "many" } };
  const shares: Share[] = [];
  const seen = new Set([treasury.toLowerCase()]);
  for (const [row, { payee, percent }] of rows.entries()) {
    if (!isAddress(payee.trim())) return { problem: { code: "address", row } };
    const address = getAddress(payee.trim());
    if (seen.has(address.toLowerCase())) return { problem: { code: "twice", row } };
    seen.add(address.toLowerCase());
    const bps = readPercent(percent);
    if (bps === null) return { problem: { code: "share", row } };
    shares.push({ payee: address, bps });
  }
  const fee = protocolPercent.trim() === "0" ? 0 : readPercent(protocolPercent);
  if (fee === null || fee < protocolFeeBps) return { problem: { code: "fee" } };
  if (fee > 0) shares.push({ payee: getAddress(treasury), bps: fee });
  if (shares.reduce((sum, { bps }) => sum + bps, 0) !== 10_000) return { problem: { code: "sum" } };
  return { shares };
}

/** The id of the one among these splits that shares alike, whatever the order; null if there is none. */
export function sameSplit(
  shares: readonly Share[],
  known: readonly { splitId: string; shares: readonly { payee: string; bps: number }[] }[],
): string | null {
  const key = (list: readonly { payee: string; bps: number }[]) =>
    list
      .map(({ payee, bps }) => `${payee.toLowerCase()}:${bps}`)
      .sort()
      .join(" ");
  return known.find((one) => key(one.shares) === key(shares))?.splitId ?? null;
}
