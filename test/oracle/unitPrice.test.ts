import { expect } from "chai";
import fc from "fast-check";
import { unitPrice, valueMicros } from "../../oracle/price/unitPrice.ts";

const HEED = 10n ** 18n;
const seconds = fc.double({ min: 0, max: 1e6, noNaN: true });
const amount = fc.bigInt({ min: 0n, max: 10n ** 30n });
const bounds = fc
  .tuple(amount, amount)
  .map((pair) => pair.sort((a, b) => (a < b ? -1 : 1)))
  .map(([floorWei, ceilingWei]) => ({ floorWei: floorWei!, ceilingWei: ceilingWei! }));

describe("unit price", () => {
  it("is value times rate, exactly, while the creator's bounds allow it", () => {
    const price = unitPrice(12.345678, 10n ** 16n, { floorWei: 0n, ceilingWei: HEED });
    expect(price).to.deep.equal({
      unitPriceWei: 123_456_780_000_000_000n,
      uncappedWei: 123_456_780_000_000_000n,
      clampedBy: null,
    });
  });

  it("rounds down to the wei", () => {
    expect(unitPrice(0.000001, 1_999_999n, { floorWei: 0n, ceilingWei: HEED }).unitPriceWei).to.equal(1n);
    expect(unitPrice(0.000001, 999_999n, { floorWei: 0n, ceilingWei: HEED }).unitPriceWei).to.equal(0n);
  });

  it("says which bound held it", () => {
    const limits = { floorWei: HEED / 10n, ceilingWei: HEED };
    expect(unitPrice(1, 10n ** 16n, limits)).to.include({ unitPriceWei: HEED / 10n, clampedBy: "floor" });
    expect(unitPrice(1000, 10n ** 16n, limits)).to.include({ unitPriceWei: HEED, clampedBy: "ceiling" });
    expect(unitPrice(100, 10n ** 16n, limits)).to.include({ unitPriceWei: HEED, clampedBy: null });
  });

  it("never leaves the bounds, whatever the value and the rate", () => {
    fc.assert(
      fc.property(seconds, amount, bounds, (value, rate, limits) => {
        const { unitPriceWei } = unitPrice(value, rate, limits);
        return unitPriceWei >= limits.floorWei && unitPriceWei <= limits.ceilingWei;
      }),
    );
  });

  it("never falls when the value or the rate rises", () => {
    fc.assert(
      fc.property(seconds, seconds, amount, amount, bounds, (v, moreV, r, moreR, limits) => {
        const low = unitPrice(v, r, limits).unitPriceWei;
        return (
          unitPrice(v + moreV, r, limits).unitPriceWei >= low && unitPrice(v, r + moreR, limits).unitPriceWei >= low
        );
      }),
    );
  });

  it("differs from the exact product by less than a wei", () => {
    fc.assert(
      fc.property(seconds, amount, (value, rate) => {
        const { uncappedWei } = unitPrice(value, rate, { floorWei: 0n, ceilingWei: 1n });
        const exact = valueMicros(value) * rate;
        return uncappedWei * 1_000_000n <= exact && exact < (uncappedWei + 1n) * 1_000_000n;
      }),
    );
  });

  it("refuses what is no value, a negative rate and bounds upside down", () => {
    const limits = { floorWei: 0n, ceilingWei: 1n };
    for (const value of [Number.NaN, -1, Number.POSITIVE_INFINITY, 1e12])
      expect(() => unitPrice(value, 1n, limits)).to.throw(RangeError, "number of seconds");
    expect(() => unitPrice(1, -1n, limits)).to.throw(RangeError, "rate");
    expect(() => unitPrice(1, 1n, { floorWei: 2n, ceilingWei: 1n })).to.throw(RangeError, "floor");
  });
});
