/** A campaign's offer for an epoch. */
export interface Bid {
  campaignId: string;
  /** The most it pays, HEED wei an attention-second. */
  maxRateWei: bigint;
  /** The most it may spend in the epoch, HEED wei. */
  spendableWei: bigint;
}

/** Attention that the same campaigns could buy. */
export interface Cell {
  /** Ids of those campaigns, rising. */
  campaigns: readonly string[];
  supplyMs: bigint;
}

/** What was sold of a cell. */
export interface CellSale {
  soldMs: bigint;
  /** What each of the cell's campaigns pays, HEED wei, in their order. */
  spentWei: bigint[];
}

export interface Auction {
  /** What every attention-second sold costs, HEED wei. */
  rateWei: bigint;
  /** In the order of the cells. */
  sales: CellSale[];
  /** What each bidder bought and pays, in the order of the bids. */
  purchases: { boughtMs: bigint; spentWei: bigint }[];
  soldMs: bigint;
  spentWei: bigint;
}

/** The contract keeps a rate in 80 bits. */
const LARGEST_RATE = 2n ** 80n - 1n;
const MS = 1000n;

/** What is less than this part of the attention in question moves no rate: else a few seconds' money could halve it for everybody. */
const DUST_DIVISOR = 100n;

/**
 * Sells cells of attention to the bidders at one price for all: the highest rate from half to twice the last one at which at least 99 % is
 * sold of what is sold at half of it. At a given rate the bidders with the highest bid choose first, each taking what its money buys, first
 * where fewest others could. Nobody can be made worse off by others' paying less, so what is sold never rises with the rate, and halving
 * finds it.
 * Where less is sold at half than 1 % of what bids below that would take, and that is at least 1 % of all there is, the rate falls to half.
 * Where nothing could be sold otherwise, it stays.
 */
export function auction(bids: readonly Bid[], cells: readonly Cell[], previousRateWei: bigint): Auction {
  const market = new Market(bids, cells);
  const least = (previousRateWei + 1n) / 2n;
  const most = min(2n * previousRateWei, LARGEST_RATE);
  const sellable = market.soldAt(least);
  const wantedBelow = market.wantedBelow(least);
  const isWorthLowering = wantedBelow > 0n && wantedBelow * DUST_DIVISOR >= market.supplyMs;
  if (isWorthLowering && sellable * DUST_DIVISOR < wantedBelow) return market.saleAt(least);
  if (sellable === 0n) return market.saleAt(previousRateWei);
  const enough = sellable - sellable / DUST_DIVISOR;
  let [low, high] = [least, most];
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (market.soldAt(middle) >= enough) low = middle;
    else high = middle - 1n;
  }
  return market.saleAt(low);
}

class Market {
  readonly #bids: readonly Bid[];
  readonly #cells: readonly Cell[];
  /** Places of the bids, those that choose first in front. */
  readonly #order: number[];
  /** For each bid the cells it could buy of, with its place among the cell's campaigns; those with fewest others in front. */
  readonly #reach: { cell: number; place: number }[][];

  constructor(bids: readonly Bid[], cells: readonly Cell[]) {
    this.#bids = bids;
    this.#cells = cells;
    this.#order = [...bids.keys()].sort((a, b) => byBid(bids[a]!, bids[b]!));
    const places = new Map(bids.map(({ campaignId }, place) => [campaignId, place]));
    this.#reach = bids.map(() => []);
    const fewestFirst = [...cells.keys()].sort(
      (a, b) => cells[a]!.campaigns.length - cells[b]!.campaigns.length || a - b,
    );
    for (const cell of fewestFirst) {
      for (const [place, id] of cells[cell]!.campaigns.entries()) this.#reach[places.get(id)!]!.push({ cell, place });
    }
  }

  get supplyMs(): bigint {
    return this.#cells.reduce((sum, { supplyMs }) => sum + supplyMs, 0n);
  }

  soldAt(rateWei: bigint): bigint {
    return this.#takenAt(rateWei, ({ maxRateWei }) => maxRateWei >= rateWei);
  }

  /** What those who bid less than this rate would take at it. */
  wantedBelow(rateWei: bigint): bigint {
    return this.#takenAt(rateWei, ({ maxRateWei }) => maxRateWei < rateWei);
  }

  #takenAt(rateWei: bigint, bids: (bid: Bid) => boolean): bigint {
    let soldMs = 0n;
    this.#sell(rateWei, bids, (_bid, _at, takenMs) => {
      soldMs += takenMs;
    });
    return soldMs;
  }

  saleAt(rateWei: bigint): Auction {
    const sales = this.#cells.map(({ campaigns }) => ({ soldMs: 0n, spentWei: campaigns.map(() => 0n) }));
    const purchases = this.#bids.map(() => ({ boughtMs: 0n, spentWei: 0n }));
    const bids = ({ maxRateWei }: Bid) => maxRateWei >= rateWei;
    this.#sell(rateWei, bids, (bid, { cell, place }, takenMs) => {
      const spentWei = (takenMs * rateWei) / MS;
      sales[cell]!.soldMs += takenMs;
      sales[cell]!.spentWei[place] = spentWei;
      purchases[bid]!.boughtMs += takenMs;
      purchases[bid]!.spentWei += spentWei;
    });
    const sum = (key: "boughtMs" | "spentWei") => purchases.reduce((total, one) => total + one[key], 0n);
    return { rateWei, sales, purchases, soldMs: sum("boughtMs"), spentWei: sum("spentWei") };
  }

  #sell(
    rateWei: bigint,
    bids: (bid: Bid) => boolean,
    take: (bid: number, at: { cell: number; place: number }, takenMs: bigint) => void,
  ): void {
    const leftMs = this.#cells.map(({ supplyMs }) => supplyMs);
    for (const bid of this.#order) {
      const { spendableWei } = this.#bids[bid]!;
      if (!bids(this.#bids[bid]!)) continue;
      let wantedMs = (spendableWei * MS) / rateWei;
      for (const at of this.#reach[bid]!) {
        if (wantedMs === 0n) break;
        const takenMs = min(wantedMs, leftMs[at.cell]!);
        if (takenMs === 0n) continue;
        leftMs[at.cell]! -= takenMs;
        wantedMs -= takenMs;
        take(bid, at, takenMs);
      }
    }
  }
}

function byBid(a: Bid, b: Bid): number {
  if (a.maxRateWei !== b.maxRateWei) return a.maxRateWei > b.maxRateWei ? -1 : 1;
  return BigInt(a.campaignId) < BigInt(b.campaignId) ? -1 : 1;
}

const min = (a: bigint, b: bigint) => (a < b ? a : b);
