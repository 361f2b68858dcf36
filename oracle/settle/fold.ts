import type { Spend } from "@heed/contracts/report";
import { type Auction, auction, type Bid, type Cell } from "../price/auction.ts";
import type { FrozenRow, FrozenViewer } from "./frozenRows.ts";
import { newcomersMs, type Rule, WHOLE_BPS } from "./rules.ts";

type Campaign = Extract<FrozenRow, { kind: "campaign" }>;
type Content = Extract<FrozenRow, { kind: "content" }>;

/** One of an account's published rows: [role, cell, units]. Role 0 is the account's own attention, 1 attention to what it created. */
export type PublicRow = [role: number, cell: number, units: bigint];

/** What an epoch comes to, by plain arithmetic over its frozen rows. */
export interface FoldedEpoch {
  header: Extract<FrozenRow, { kind: "epoch" }>;
  campaigns: Campaign[];
  cells: Cell[];
  sale: Auction;
  spends: Spend[];
  /** By account. */
  rows: Map<string, PublicRow[]>;
  payouts: Map<string, bigint>;
  /** What accounts had earned before the epoch. */
  balances: Map<string, bigint>;
  /** What rules took off, by the viewer's account. */
  reductions: Map<string, Partial<Record<Rule, number>>>;
  /** What counts towards the day's cap, by the viewer's account. */
  counted: Map<string, number>;
}

/** Sets of campaigns: bit `i` from the left of as many bits as there are campaigns stands for the one in place `i`. */
type Buyers = bigint;

/** Attention of one viewer on one content that somebody could buy. */
interface Offered {
  content: number;
  buyers: Buyers;
  ms: number;
}

interface Counted {
  viewer: FrozenViewer;
  offered: Offered[];
}

/**
 * Settles an epoch in plain TypeScript: the second implementation beside the oracle's SQL, which reporters sign by. Established viewers
 * are added up as they come; newcomers wait until it is known how much of theirs is paid.
 */
export async function foldEpoch(frozen: AsyncIterable<FrozenRow> | Iterable<FrozenRow>): Promise<FoldedEpoch> {
  const fold = new Fold();
  for await (const row of frozen) fold.add(row);
  return fold.close();
}

class Fold {
  #header: FoldedEpoch["header"] | undefined;
  readonly #campaigns: Campaign[] = [];
  readonly #contents: Content[] = [];
  readonly #owners: Set<string>[] = [];
  readonly #matching: Buyers[] = [];
  readonly #contentPlaces = new Map<string, number>();
  readonly #balances = new Map<string, bigint>();
  readonly #reductions: FoldedEpoch["reductions"] = new Map();
  readonly #established: Counted[] = [];
  readonly #newcomers: Counted[] = [];

  add(row: FrozenRow): void {
    if (row.kind === "epoch") this.#header = row;
    else if (row.kind === "campaign") this.#campaigns.push(row);
    else if (row.kind === "content") this.#addContent(row);
    else if (row.kind === "balance") this.#balances.set(row.account, BigInt(row.cumulativeWei));
    else this.#addViewer(row);
  }

  #addContent(content: Content): void {
    const matching = this.#campaigns.filter(
      ({ topics, languages }) =>
        (topics.length === 0 || topics.some((topic) => content.topics.includes(topic))) &&
        (languages.length === 0 || (content.language !== null && languages.includes(content.language))),
    );
    this.#contentPlaces.set(content.contentId, this.#contents.length);
    this.#contents.push(content);
    this.#owners.push(new Set([content.creator, ...content.payees]));
    this.#matching.push(this.#buyers(matching.map(({ campaignId }) => campaignId)));
  }

  #buyers(ids: readonly string[]): Buyers {
    const last = this.#campaigns.length - 1;
    const included = new Set(ids);
    return this.#campaigns.reduce(
      (set, { campaignId }, place) => set | (included.has(campaignId) ? 1n << BigInt(last - place) : 0n),
      0n,
    );
  }

  #addViewer(viewer: FrozenViewer): void {
    const delivered = this.#buyers(viewer.campaigns);
    const offered: Offered[] = [];
    let [totalMs, ownMs] = [0, 0];
    for (const [contentId, ms] of viewer.attention) {
      const content = this.#contentPlaces.get(contentId);
      const buyers = content === undefined ? 0n : delivered & this.#matching[content]!;
      if (content === undefined || buyers === 0n) continue;
      if (this.#owners[content]!.has(viewer.account)) ownMs += ms;
      else {
        offered.push({ content, buyers, ms });
        totalMs += ms;
      }
    }
    this.#reduce(viewer.account, "own-content", ownMs);
    const leftMs = Math.max(viewer.capMs - viewer.usedMs, 0);
    if (totalMs > leftMs) this.#reduce(viewer.account, "daily-cap", totalMs - cut(offered, leftMs, totalMs));
    (viewer.newcomer ? this.#newcomers : this.#established).push({ viewer, offered });
  }

  #reduce(account: string, rule: Rule, cutMs: number): void {
    if (cutMs > 0) this.#reductions.set(account, { ...this.#reductions.get(account), [rule]: cutMs });
  }

  close(): FoldedEpoch {
    if (!this.#header) throw new Error("Frozen rows begin with the epoch's own.");
    this.#cutNewcomers();
    const counted = [...this.#established, ...this.#newcomers];
    const supply = new Map<Buyers, bigint>();
    for (const { offered } of counted) {
      for (const { buyers, ms } of offered) supply.set(buyers, (supply.get(buyers) ?? 0n) + BigInt(ms));
    }
    const sets = [...supply.keys()].filter((set) => supply.get(set)! > 0n).sort((a, b) => (a < b ? -1 : 1));
    const cells = sets.map((set): Cell => ({ campaigns: this.#idsOf(set), supplyMs: supply.get(set)! }));
    const bids = this.#campaigns.map(bidOf);
    const sale = auction(bids, cells, BigInt(this.#header.previousRateWei));
    const spentWei = sale.sales.map((one) => one.spentWei.reduce((sum, wei) => sum + wei, 0n));
    const sold = new Map(sets.flatMap((set, cell) => (spentWei[cell]! > 0n ? [[set, cell] as const] : [])));
    const rows = this.#rowsOf(counted, sold);
    return {
      header: this.#header,
      campaigns: this.#campaigns,
      cells,
      sale,
      spends: spendsOf(bids, sale),
      rows,
      payouts: payoutsOf(rows, cells, spentWei),
      balances: this.#balances,
      reductions: this.#reductions,
      counted: countedOf(counted, sold),
    };
  }

  #idsOf(set: Buyers): string[] {
    const last = this.#campaigns.length - 1;
    return this.#campaigns.filter((_, place) => (set >> BigInt(last - place)) & 1n).map(({ campaignId }) => campaignId);
  }

  #cutNewcomers(): void {
    const sum = (all: readonly Counted[]) => all.reduce((total, { offered }) => total + BigInt(lengthOf(offered)), 0n);
    const [all, paid] = [sum(this.#newcomers), newcomersMs(sum(this.#established), this.#header!)];
    if (all <= paid) return;
    for (const { viewer, offered } of this.#newcomers) {
      const before = lengthOf(offered);
      for (const one of offered) one.ms = Number((BigInt(one.ms) * paid) / all);
      this.#reduce(viewer.account, "newcomers", before - lengthOf(offered));
    }
  }

  #rowsOf(counted: readonly Counted[], sold: ReadonlyMap<Buyers, number>): Map<string, PublicRow[]> {
    const units = new Units();
    const shared = this.#contents.map(() => new Map<number, bigint>());
    for (const { viewer, offered } of counted) {
      for (const { content, buyers, ms } of offered) {
        const cell = sold.get(buyers);
        if (cell === undefined) continue;
        units.add(viewer.account, 0, cell, BigInt(ms) * BigInt(WHOLE_BPS - viewer.shareBps));
        const ofContent = shared[content]!;
        ofContent.set(cell, (ofContent.get(cell) ?? 0n) + BigInt(ms) * BigInt(viewer.shareBps));
      }
    }
    for (const [content, { payees, bps }] of this.#contents.entries()) {
      for (const [cell, toShare] of shared[content]!) {
        for (const [place, payee] of payees.entries()) {
          units.add(payee, 1, cell, (toShare * BigInt(bps[place]!)) / BigInt(WHOLE_BPS));
        }
      }
    }
    return units.rows();
  }
}

/** Cuts each to the same part, rounded down; returns what is left in all. */
function cut(offered: Offered[], leftMs: number, totalMs: number): number {
  for (const one of offered) one.ms = Number((BigInt(one.ms) * BigInt(leftMs)) / BigInt(totalMs));
  return lengthOf(offered);
}

const lengthOf = (offered: readonly Offered[]) => offered.reduce((sum, { ms }) => sum + ms, 0);

/** Sums of units by account, role and cell. */
class Units {
  readonly #byAccount = new Map<string, Map<string, PublicRow>>();

  add(account: string, role: number, cell: number, units: bigint): void {
    if (units === 0n) return;
    const rows = this.#byAccount.get(account) ?? new Map<string, PublicRow>();
    if (rows.size === 0) this.#byAccount.set(account, rows);
    const key = `${role} ${cell}`;
    const row = rows.get(key);
    if (row) row[2] += units;
    else rows.set(key, [role, cell, units]);
  }

  rows(): Map<string, PublicRow[]> {
    const accounts = [...this.#byAccount.keys()].sort();
    return new Map(
      accounts.map((account) => [
        account,
        [...this.#byAccount.get(account)!.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]),
      ]),
    );
  }
}

/** What each account gets: its part of what was paid for each cell, each rounded down. */
export function payoutsOf(
  rows: Iterable<readonly [string, readonly PublicRow[]]>,
  cells: readonly Cell[],
  spentWei: readonly bigint[],
): Map<string, bigint> {
  const payouts = new Map<string, bigint>();
  const whole = cells.map(({ supplyMs }) => supplyMs * BigInt(WHOLE_BPS));
  for (const [account, own] of rows) {
    const amount = own.reduce((sum, [, cell, units]) => sum + (units * spentWei[cell]!) / whole[cell]!, 0n);
    if (amount > 0n) payouts.set(account, amount);
  }
  return payouts;
}

function countedOf(counted: readonly Counted[], sold: ReadonlyMap<Buyers, number>): Map<string, number> {
  const sums = counted.map(
    ({ viewer, offered }) => [viewer.account, lengthOf(offered.filter(({ buyers }) => sold.has(buyers)))] as const,
  );
  return new Map(sums.filter(([, ms]) => ms > 0));
}

function bidOf({ campaignId, maxRateWei, spendableWei }: Campaign): Bid {
  return { campaignId, maxRateWei: BigInt(maxRateWei), spendableWei: BigInt(spendableWei) };
}

/** What campaigns spent, those that spent something, by id. */
export function spendsOf(bids: readonly Bid[], sale: Auction): Spend[] {
  return bids
    .map(({ campaignId }, place) => ({ campaignId: BigInt(campaignId), amount: sale.purchases[place]!.spentWei }))
    .filter(({ amount }) => amount > 0n);
}
