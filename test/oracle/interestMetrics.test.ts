import { expect } from "chai";
import {
  auc,
  calibrationRatios,
  coverage,
  hitRate,
  hitRateError,
  mae,
  ndcg,
  ndcgError,
  rankOf,
  rmse,
  xauc,
} from "../../oracle/interest/metrics.ts";

// Golden values are worked out by hand from the definitions; AUC's first two are scikit-learn's documented examples.
describe("metrics of a ranking", () => {
  it("breaks ties against the target and never ranks a NaN first", () => {
    expect(rankOf([1, 3, 2], 1)).to.equal(0);
    expect(rankOf([1, 1, 1], 0)).to.equal(2);
    expect(rankOf([Number.NaN, 1, 1], 0)).to.equal(2);
    expect(rankOf([Number.NEGATIVE_INFINITY, 5, 4], 2)).to.equal(1);
  });

  it("gives the golden HR and NDCG of ranks 0, 2, 9 and 10", () => {
    const ranks = [0, 2, 9, 10];
    expect(hitRate(ranks, 10)).to.equal(0.75);
    expect(ndcg(ranks, 10)).to.be.closeTo((1 + 0.5 + 0.28906482631788782) / 4, 1e-15);
  });

  it("counts the last place within k, and the first one beyond not", () => {
    expect([hitRate([9], 10), hitRate([10], 10)]).to.deep.equal([1, 0]);
    expect(ndcg([10], 10)).to.equal(0);
  });

  it("gives the golden standard errors", () => {
    expect(hitRateError([0, 2, 9, 10], 10)).to.be.closeTo(Math.sqrt((0.75 * 0.25) / 4), 1e-15);
    // Gains 1 and 1/2: mean 3/4, each 1/4 from it.
    expect(ndcgError([0, 2], 10)).to.be.closeTo(0.25 / Math.sqrt(2), 1e-15);
    expect(ndcgError([3, 3, 3], 10)).to.equal(0);
  });

  it("counts a content once, however many lists it stands in", () => {
    expect(coverage([[0, 1], [1, 2], [1]], 12)).to.equal(0.25);
    expect(coverage([], 4)).to.equal(0);
    expect(() => coverage([[0]], 0)).to.throw(RangeError, "no contents");
  });
});

describe("metrics of predictions", () => {
  it("gives the golden MAE and RMSE", () => {
    expect(mae([1, 2, 3], [2, 2, 5])).to.equal(1);
    expect(rmse([1, 2, 3], [2, 2, 5])).to.be.closeTo(Math.sqrt(5 / 3), 1e-15);
  });

  it("gives the golden AUC, ties half, and 0.5 where only one class is there", () => {
    expect(auc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).to.equal(0.75);
    expect(auc([1, 1, 1, 1], [0, 1, 0, 1])).to.equal(0.5);
    expect(auc([1, 2, 2, 3], [0, 0, 1, 1])).to.equal(0.875);
    expect(auc([1, 2], [1, 1])).to.equal(0.5);
    expect(auc([1, 2], [0, 0])).to.equal(0.5);
  });

  it("gives the golden XAUC: ties in truth dropped, ties in prediction half, 0.5 where the truth is constant", () => {
    expect(xauc([1, 2, 3], [1, 2, 3])).to.equal(1);
    expect(xauc([3, 2, 1], [1, 2, 3])).to.equal(0);
    // Pairs of (1,1,2) with predictions (5,6,6): the first pair is dropped, the others count 1 and half.
    expect(xauc([5, 6, 6], [1, 1, 2])).to.equal(0.75);
    expect(xauc([1, 2], [4, 4])).to.equal(0.5);
    expect(xauc([1], [4])).to.equal(0.5);
  });

  it("samples pairs by its seed where there are too many, near the exact value", () => {
    const truth = Array.from({ length: 3000 }, (_, i) => (i * 7919) % 3001);
    const predicted = truth.map((value, i) => value + ((i * 104729) % 997) * 3);
    const sampled = xauc(predicted, truth, 200_000, 5);
    expect(sampled).to.equal(xauc(predicted, truth, 200_000, 5));
    expect(sampled).to.be.closeTo(xauc(predicted, truth, 5_000_000), 0.005);
  });

  it("gives the golden calibration: the smallest predictions first, sums against sums", () => {
    // Sorted by prediction: (1, 2), (2, 2) | (3, 1), (4, 4).
    const [predicted, observed] = [
      [4, 1, 3, 2],
      [4, 2, 1, 2],
    ];
    expect(calibrationRatios(predicted, observed, 2)).to.deep.equal([3 / 4, 7 / 5]);
  });

  it("has no calibration that is not a number: nothing predicted for nothing is right, something is infinitely wrong", () => {
    expect(calibrationRatios([0, 1], [0, 0], 2)).to.deep.equal([1, Number.POSITIVE_INFINITY]);
    expect(calibrationRatios([2, 2], [2, 2], 10)).to.deep.equal([1, 1]);
  });
});

describe("metrics of nothing", () => {
  for (const metric of [mae, rmse, auc, xauc, calibrationRatios]) {
    it(`${metric.name} refuses no values, and lists of different lengths`, () => {
      expect(() => metric([], [])).to.throw(RangeError, "nothing to measure");
      expect(() => metric([1], [1, 2])).to.throw(RangeError, "Lengths differ: 1 and 2.");
    });
  }
  for (const metric of [hitRate, ndcg, hitRateError, ndcgError]) {
    it(`${metric.name} refuses no ranks`, () => {
      expect(() => metric([], 10)).to.throw(RangeError, "nothing to measure");
    });
  }
});
