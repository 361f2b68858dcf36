import { expect } from "chai";
import { auc, hitRate, mae, ndcg, rankOf, rmse, xauc } from "../../oracle/interest/metrics.ts";

describe("metrics", () => {
  it("breaks ties against the target and never ranks a NaN first", () => {
    expect(rankOf([1, 3, 2], 1)).to.equal(0);
    expect(rankOf([1, 1, 1], 0)).to.equal(2);
    expect(rankOf([Number.NaN, 1, 1], 0)).to.equal(2);
    expect(rankOf([Number.NEGATIVE_INFINITY, 5, 4], 2)).to.equal(1);
  });

  it("gives the golden HR and NDCG of ranks 0, 2, 9 and 10", () => {
    expect(hitRate([0, 2, 9, 10], 10)).to.equal(0.75);
    expect(ndcg([0, 2, 9, 10], 10)).to.be.closeTo((1 + 0.5 + 0.28906482631788782) / 4, 1e-15);
  });

  it("gives the golden MAE and RMSE", () => {
    expect(mae([1, 2, 3], [2, 2, 5])).to.equal(1);
    expect(rmse([1, 2, 3], [2, 2, 5])).to.be.closeTo(Math.sqrt(5 / 3), 1e-15);
    expect(() => mae([1], [1, 2])).to.throw(RangeError, "Lengths differ: 1 and 2.");
  });

  it("gives the golden AUC, ties half", () => {
    expect(auc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).to.equal(0.75);
    expect(auc([1, 1, 1, 1], [0, 1, 0, 1])).to.equal(0.5);
    expect(auc([1, 2, 2, 3], [0, 0, 1, 1])).to.equal(0.875);
    expect(auc([1, 2], [1, 1])).to.be.NaN;
  });

  it("gives the golden XAUC: ties in truth dropped, ties in prediction half", () => {
    expect(xauc([1, 2, 3], [1, 2, 3])).to.equal(1);
    expect(xauc([3, 2, 1], [1, 2, 3])).to.equal(0);
    // Pairs of (1,1,2) with predictions (5,6,6): the first pair is dropped, the others count 1 and half.
    expect(xauc([5, 6, 6], [1, 1, 2])).to.equal(0.75);
    expect(xauc([1, 2], [4, 4])).to.be.NaN;
  });

  it("samples pairs by its seed where there are too many, near the exact value", () => {
    const truth = Array.from({ length: 3000 }, (_, i) => (i * 7919) % 3001);
    const predicted = truth.map((value, i) => value + ((i * 104729) % 997) * 3);
    const sampled = xauc(predicted, truth, 200_000, 5);
    expect(sampled).to.equal(xauc(predicted, truth, 200_000, 5));
    expect(sampled).to.be.closeTo(xauc(predicted, truth, 5_000_000), 0.005);
  });
});
