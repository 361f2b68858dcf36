import { expect } from "chai";
import { auction, type Bid, type Cell } from "../../oracle/price/auction.ts";

const RATE = 10n ** 16n;
const HEED = 10n ** 18n;
const HOUR_MS = 3_600_000n;
const bid = (campaignId: string, maxRateWei: bigint, spendableWei: bigint): Bid => ({
  campaignId,
  maxRateWei,
  spendableWei,
});
const cell = (campaigns: string[], supplyMs: bigint): Cell => ({ campaigns, supplyMs });

describe("The auction of attention, with little money in it", () => {
  /** Takes a hundred hours at any rate in range. */
  const rich = bid("1", 10n * RATE, 100_000n * HEED);
  const supply = cell(["1"], 100n * HOUR_MS);

  it("sells at twice the rate before what is wanted at any", () => {
    expect(auction([rich], [supply], RATE)).to.include({ rateWei: 2n * RATE, soldMs: 100n * HOUR_MS });
  });

  it("keeps the rate where a few seconds' money in a pool of its own would buy more at half of it", () => {
    const dust = bid("2", 10n * RATE, RATE);
    const sale = auction([rich, dust], [supply, cell(["2"], 60_000n)], RATE);
    expect(sale.rateWei).to.equal(2n * RATE);
    expect(sale.soldMs).to.equal(100n * HOUR_MS + 500n);
  });

  it("gives up at most a hundredth of what is sold at half the rate before for a higher one", () => {
    const limited = bid("2", 10n * RATE, (2n * HOUR_MS * RATE) / 1000n);
    const pools = [supply, cell(["2"], 10n * HOUR_MS)];
    const atHalf = 104n * HOUR_MS;
    const { rateWei, soldMs } = auction([rich, limited], pools, RATE);
    expect(soldMs >= (atHalf * 99n) / 100n && soldMs < atHalf, `${soldMs} ms`).to.equal(true);
    expect(rateWei < RATE && rateWei > RATE / 2n, `${rateWei} wei`).to.equal(true);
  });

  it("falls to half where nothing is sold and bids below that would take a hundredth of all, and else stays", () => {
    const [low, pools] = [RATE / 3n, [cell(["1"], 100n * HOUR_MS)]];
    const hour = (HOUR_MS * (RATE / 2n)) / 1000n;
    expect(auction([bid("1", low, hour)], pools, RATE)).to.include({ rateWei: RATE / 2n, soldMs: 0n });
    expect(auction([bid("1", low, hour / 2n)], pools, RATE)).to.include({ rateWei: RATE, soldMs: 0n });
    expect(auction([bid("1", 10n * RATE, 0n)], pools, RATE)).to.include({ rateWei: RATE, soldMs: 0n });
  });

  it("falls to half for those who bid less, though a few seconds are sold to one who bids more", () => {
    const [below, dust] = [bid("1", RATE / 3n, 1000n * HEED), bid("2", 100n * RATE, RATE)];
    const sale = auction([below, dust], [supply, cell(["2"], 60_000n)], RATE);
    expect(sale).to.include({ rateWei: RATE / 2n, soldMs: 2_000n });
  });
});
