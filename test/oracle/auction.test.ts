import { expect } from "chai";
import { createRandom } from "../../oracle/interest/random.ts";
import { type Auction, auction, type Bid, type Cell } from "../../oracle/price/auction.ts";

const RATE = 1_000_000n;

/** Bids and cells of chance, with rates near the last one. */
function randomMarket(seed: number): { bids: Bid[]; cells: Cell[] } {
  const random = createRandom(seed);
  const bids = Array.from(
    { length: random.below(7) },
    (_, i): Bid => ({
      campaignId: String(i + 1),
      maxRateWei: BigInt(200_000 + random.below(2_500_000)),
      spendableWei: BigInt(random.below(5)) * BigInt(random.below(400_000_000)),
    }),
  );
  const ids = bids.map(({ campaignId }) => campaignId);
  const cells = Array.from({ length: ids.length === 0 ? 0 : random.below(10) }, (): Cell => {
    const campaigns = ids.filter(() => random.next() < 0.4);
    return { campaigns: campaigns.length > 0 ? campaigns : [ids[0]!], supplyMs: BigInt(1 + random.below(400_000)) };
  });
  return { bids, cells };
}

const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);

/** The auction held at one rate: nothing may move if half and double of it lie beside. */
function soldAt(bids: readonly Bid[], cells: readonly Cell[], rateWei: bigint): bigint {
  const willing = bids.filter(({ maxRateWei }) => maxRateWei >= rateWei);
  const left = cells.map(({ supplyMs }) => supplyMs);
  const byBid = willing.toSorted(
    (a, b) => Number(b.maxRateWei - a.maxRateWei) || Number(a.campaignId) - Number(b.campaignId),
  );
  let soldMs = 0n;
  for (const { campaignId, spendableWei } of byBid) {
    let wantedMs = (spendableWei * 1000n) / rateWei;
    const reach = cells
      .map(({ campaigns }, cell) => ({ campaigns, cell }))
      .filter(({ campaigns }) => campaigns.includes(campaignId));
    for (const { cell } of reach.toSorted((a, b) => a.campaigns.length - b.campaigns.length || a.cell - b.cell)) {
      const taken = wantedMs < left[cell]! ? wantedMs : left[cell]!;
      left[cell]! -= taken;
      wantedMs -= taken;
      soldMs += taken;
    }
  }
  return soldMs;
}

describe("The auction of attention", () => {
  const seeds = Array.from({ length: 300 }, (_, i) => i + 1);
  const each = (check: (held: Auction, market: ReturnType<typeof randomMarket>) => void) => {
    for (const seed of seeds) {
      const market = randomMarket(seed);
      check(auction(market.bids, market.cells, RATE), market);
    }
  };

  it("never lets a campaign spend more than it may, nor pay above its bid", () => {
    each(({ rateWei, purchases }, { bids }) => {
      for (const [place, { spentWei, boughtMs }] of purchases.entries()) {
        expect(spentWei <= bids[place]!.spendableWei).to.equal(true);
        if (boughtMs > 0n) expect(bids[place]!.maxRateWei >= rateWei).to.equal(true);
      }
    });
  });

  it("sells no millisecond twice, and only to campaigns of its cell", () => {
    each(({ sales, soldMs, spentWei, purchases }, { cells }) => {
      for (const [cell, sale] of sales.entries()) {
        expect(sale.soldMs <= cells[cell]!.supplyMs).to.equal(true);
        expect(sale.spentWei).to.have.length(cells[cell]!.campaigns.length);
      }
      expect(sum(sales.map((sale) => sale.soldMs))).to.equal(soldMs);
      expect(sum(sales.flatMap((sale) => sale.spentWei))).to.equal(spentWei);
      expect(sum(purchases.map((one) => one.spentWei))).to.equal(spentWei);
    });
  });

  it("asks the highest rate at which 99 % is sold of what is at half of the last, and half only for a hundred times that", () => {
    let lowered = 0;
    each(({ rateWei, soldMs }, { bids, cells }) => {
      const most = soldAt(bids, cells, RATE / 2n);
      if (most === 0n) return;
      expect(rateWei >= RATE / 2n && rateWei <= 2n * RATE).to.equal(true);
      const enough = most - most / 100n;
      if (rateWei === RATE / 2n && soldAt(bids, cells, rateWei + 1n) >= enough) {
        const raised = bids.map((bid) => ({ ...bid, maxRateWei: bid.maxRateWei < rateWei ? rateWei : 0n }));
        expect(soldAt(raised, cells, rateWei) > 100n * most).to.equal(true);
        lowered += 1;
        return;
      }
      expect(soldMs >= enough).to.equal(true);
      if (rateWei < 2n * RATE) expect(soldAt(bids, cells, rateWei + 1n) < enough).to.equal(true);
    });
    expect(lowered < 5).to.equal(true);
  });

  it("sells no more at a higher rate, which halving relies on", () => {
    for (const seed of seeds) {
      const { bids, cells } = randomMarket(seed);
      const sold = Array.from({ length: 30 }, (_, step) => soldAt(bids, cells, 100_000n * BigInt(step + 1)));
      for (const [step, soldMs] of sold.entries()) if (step > 0) expect(soldMs <= sold[step - 1]!).to.equal(true);
    }
  });

  const cell: Cell = { campaigns: ["1"], supplyMs: 10_000n };

  it("raises the rate until the money just buys nearly all there is", () => {
    const bids = [{ campaignId: "1", maxRateWei: 5n * RATE, spendableWei: 15n * RATE }];
    const { rateWei, soldMs } = auction(bids, [cell], RATE);
    expect(soldMs).to.equal(9_900n);
    expect(rateWei).to.equal((15_000n * RATE) / 9_900n);
  });

  it("falls to half where all bids lie below, and stays where there are none", () => {
    const low = [{ campaignId: "1", maxRateWei: 1n, spendableWei: RATE }];
    expect(auction(low, [cell], RATE)).to.include({ rateWei: RATE / 2n, soldMs: 0n });
    expect(auction([{ ...low[0]!, spendableWei: 0n }], [cell], RATE).rateWei).to.equal(RATE);
    expect(auction(low, [], RATE).rateWei).to.equal(RATE);
    expect(auction([], [], RATE).rateWei).to.equal(RATE);
  });

  it("rounds half up, so that a rate never falls to nothing", () => {
    expect(auction([{ campaignId: "1", maxRateWei: 0n, spendableWei: 1n }], [cell], 1n).rateWei).to.equal(1n);
  });
});
