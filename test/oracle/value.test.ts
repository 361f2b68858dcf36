import { expect } from "chai";
import { calibrationRatios } from "../../oracle/interest/metrics.ts";
import { createRandom } from "../../oracle/interest/random.ts";
import { binOf, chooseEdges } from "../../oracle/value/bins.ts";
import { fitBoosting, fitDecisionTree } from "../../oracle/value/boosting.ts";
import { curveAt, meanCurve, medianCurve, rising } from "../../oracle/value/calibration.ts";
import { Forest } from "../../oracle/value/forest.ts";
import { loadRegression } from "../../oracle/value/loadRegression.ts";
import { lossOf, median } from "../../oracle/value/losses.ts";
import { type FitInput, predictAll, type Table } from "../../oracle/value/regression.ts";
import { fitRidge } from "../../oracle/value/ridge.ts";

function table(rows: number[][]): Table {
  return { rows: rows.length, columns: rows[0]!.length, values: Float32Array.from(rows.flat()) };
}

/** The same rows to train and to validate. */
function fitInput(rows: number[][], targets: number[]): FitInput {
  const own = table(rows);
  const observed = Float64Array.from(targets);
  return { train: own, trainTargets: observed, validation: own, validationTargets: observed, seed: 1 };
}

const rootMeanSquare = (a: Float64Array, b: Float64Array) =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0) / a.length);

/** y = 3 for x > 0, else 1, plus 2 where the second feature is unknown. */
function steps(n: number): { rows: number[][]; targets: number[] } {
  const random = createRandom(7);
  const rows = Array.from({ length: n }, () => [random.next() - 0.5, random.next() < 0.3 ? Number.NaN : random.next()]);
  return { rows, targets: rows.map(([x, gap]) => (x! > 0 ? 3 : 1) + (Number.isNaN(gap!) ? 2 : 0)) };
}

describe("a decision tree", () => {
  it("finds the splits that made the data, and where the unknown belongs", async () => {
    const { rows, targets } = steps(400);
    const tree = await fitDecisionTree(fitInput(rows, targets), { loss: "squared", minLeafWeight: 2 });
    expect(tree.predict([0.3, 0.5])).to.be.closeTo(3, 0.2);
    expect(tree.predict([-0.3, 0.5])).to.be.closeTo(1, 0.2);
    expect(tree.predict([0.3, Number.NaN])).to.be.closeTo(5, 0.3);
    expect(tree.predict([-0.3, Number.NaN])).to.be.closeTo(3, 0.2);
  });

  it("has the golden value of a leaf: the sum of residuals over their number and the penalty", async () => {
    // Base = mean = 3; left residuals -2, -2; right 2, 2: leaves 3 ± 4 / (2 + 5).
    const tree = await fitDecisionTree(fitInput([[0], [0], [1], [1]], [1, 1, 5, 5]), {
      loss: "squared",
      minLeafWeight: 1,
    });
    expect(tree.predict([0])).to.be.closeTo(3 - 4 / 7, 1e-12);
    expect(tree.predict([1])).to.be.closeTo(3 + 4 / 7, 1e-12);
  });
});

describe("boosted trees", () => {
  const random = createRandom(3);
  const rows = Array.from({ length: 3000 }, () => [random.next(), random.next(), random.next()]);
  const truth = rows.map(([a, b]) => 10 * a! * b! + Math.sin(6 * a!));
  const half = { rows: rows.slice(0, 2000), targets: truth.slice(0, 2000) };
  const input: FitInput = {
    ...fitInput(half.rows, half.targets),
    validation: table(rows.slice(2000)),
    validationTargets: Float64Array.from(truth.slice(2000)),
  };

  it("come close to a curved truth, and closer than one tree and a line", async () => {
    const errorOf = (model: Parameters<typeof predictAll>[0]) =>
      rootMeanSquare(predictAll(model, input.validation), input.validationTargets);
    const boosted = errorOf(await fitBoosting(input, { loss: "squared" }));
    expect(boosted).to.be.below(0.25);
    expect(boosted).to.be.below(0.6 * errorOf(await fitDecisionTree(input, { loss: "squared" })));
    expect(boosted).to.be.below(0.5 * errorOf(fitRidge(input)));
  });

  it("are the same for the same seed and others for another", async () => {
    const forest = (seed: number) => fitBoosting({ ...input, seed }, { rounds: 5 });
    expect((await forest(1)).serialize()).to.deep.equal((await forest(1)).serialize());
    expect((await forest(1)).serialize()).to.not.deep.equal((await forest(2)).serialize());
  });

  it("predict the median with the absolute loss", async () => {
    const draws = createRandom(5);
    const skewed = Array.from({ length: 2000 }, () => (draws.next() < 0.7 ? 1 : 100));
    const constant = fitInput(
      skewed.map((_, i) => [i % 2]),
      skewed,
    );
    const model = await fitBoosting(constant, { loss: "absolute", rounds: 20 });
    expect(model.predict([0])).to.equal(1);
    expect((await fitBoosting(constant, { loss: "squared", rounds: 20 })).predict([0])).to.be.within(25, 36);
  });

  it("predict probabilities with the logistic loss", async () => {
    const labels = half.rows.map(([a]) => (a! > 0.5 ? 1 : 0));
    const model = await fitBoosting(fitInput(half.rows, labels), { loss: "logistic", rounds: 40, minLeafWeight: 2 });
    expect(model.predict([0.9, 0.5, 0.5])).to.be.within(0.95, 1);
    expect(model.predict([0.1, 0.5, 0.5])).to.be.within(0, 0.05);
  });

  it("stay at the best constant where there is nothing to learn", async () => {
    const model = await fitBoosting(fitInput([[1], [1], [1], [1]], [4, 4, 4, 4]), { loss: "squared" });
    expect(model.size).to.equal(0);
    expect(model.predict([1])).to.equal(4);
  });

  it("take a prediction apart without a rest, and survive being written and read", async () => {
    const model = await fitBoosting(input, { rounds: 30, loss: "squared" });
    const row = [0.8, 0.9, 0.1];
    const moves = new Float64Array(3);
    const mean = model.contributions(row, moves);
    expect(mean + moves[0]! + moves[1]! + moves[2]!).to.be.closeTo(model.predict(row), 1e-9);
    expect(moves[0]).to.be.above(0.5);
    expect(Math.abs(moves[2]!)).to.be.below(0.2);
    const read = loadRegression(model.serialize());
    expect(read).to.be.instanceOf(Forest);
    expect(read.predict(row)).to.equal(model.predict(row));
  });

  it("stop when told to", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    const error = await fitBoosting({ ...input, signal }).then(
      () => null,
      (reason: Error) => reason.message,
    );
    expect(error).to.equal("enough");
  });
});

describe("ridge regression", () => {
  it("finds the line that made the data, through features of any size and one that never changes", () => {
    const random = createRandom(2);
    const rows = Array.from({ length: 200 }, () => [1e6 + 1000 * random.next(), random.next(), 5]);
    const model = fitRidge(
      fitInput(
        rows,
        rows.map(([a, b]) => 0.01 * a! - 4 * b! + 2),
      ),
    );
    expect(model.predict([1e6 + 500, 0.25, 5])).to.be.closeTo(0.01 * (1e6 + 500) - 1 + 2, 0.05);
  });

  it("has the golden slope of two points under a known penalty", () => {
    // Standardised x = ∓1, y - mean = ∓2: slope 4 / (2 + 0.5 · 2) = 4/3 a deviation of 1.
    const model = fitRidge(fitInput([[0], [2]], [1, 5]), [0.5]);
    expect(model.predict([2])).to.be.closeTo(3 + 4 / 3, 1e-6);
  });

  it("takes what isn't known for the mean", () => {
    const model = fitRidge(fitInput([[0], [2], [Number.NaN]], [1, 5, 3]));
    expect(model.predict([Number.NaN])).to.be.closeTo(3, 1e-9);
  });
});

describe("losses", () => {
  const sums = Float64Array.of(0, 0, 0);
  const targets = Float64Array.of(0.5, -3, 0);
  const slopes = (name: Parameters<typeof lossOf>[0]) => {
    const out = new Float64Array(3);
    lossOf(name).slopes(sums, targets, out, new Float64Array(3));
    return [...out];
  };

  it("have golden values and slopes", () => {
    expect(lossOf("squared").mean(sums, targets)).to.be.closeTo(9.25 / 3, 1e-12);
    expect(lossOf("absolute").mean(sums, targets)).to.be.closeTo(3.5 / 3, 1e-12);
    expect(lossOf("huber").mean(sums, targets)).to.be.closeTo((0.125 + 2.5) / 3, 1e-12);
    expect(lossOf("logistic").mean(Float64Array.of(0), Float64Array.of(1))).to.be.closeTo(Math.LN2, 1e-12);
    expect(slopes("squared")).to.deep.equal([-0.5, 3, 0]);
    expect(slopes("absolute")).to.deep.equal([-1, 1, 0]);
    expect(slopes("huber")).to.deep.equal([-0.5, 1, 0]);
    expect(median(Float64Array.of(9, 1, 4, 2))).to.equal(3);
  });
});

describe("bins", () => {
  it("keep equal values together, and the unknown apart", () => {
    const [edges] = chooseEdges(table([[3], [1], [1], [2], [Number.NaN]]));
    expect([...edges!]).to.deep.equal([1, 2]);
    expect([0, 1, 1.5, 2, 3, 99, Number.NaN].map((value) => binOf(value, edges!))).to.deep.equal([1, 1, 2, 2, 3, 3, 0]);
  });

  it("are never more than a byte can count", () => {
    const [edges] = chooseEdges(table(Array.from({ length: 5000 }, (_, i) => [i])));
    expect(edges!.length).to.be.below(255);
    expect(binOf(1e9, edges!)).to.be.at.most(255);
  });
});

describe("calibration", () => {
  const random = createRandom(11);
  const scores = Float64Array.from({ length: 4000 }, () => 4 * random.next());
  // Skewed: most stay shortly, a few very long, more so where the score is high.
  const seconds = scores.map((score) => Math.exp(score) * (random.next() < 0.2 ? 4 : 0.25) * (0.5 + random.next()));

  it("makes the expected seconds of every tenth add up to what was observed", () => {
    const curve = meanCurve(scores, seconds);
    for (const ratio of calibrationRatios(
      scores.map((score) => curveAt(curve, score)),
      seconds,
    )) {
      expect(ratio).to.be.closeTo(1, 0.02);
    }
  });

  it("holds on observations that it hasn't seen", () => {
    const curve = meanCurve(scores.subarray(0, 2000), seconds.subarray(0, 2000));
    const unseen = scores.subarray(2000).map((score) => curveAt(curve, score));
    for (const ratio of calibrationRatios(unseen, seconds.subarray(2000), 4)) expect(ratio).to.be.closeTo(1, 0.2);
  });

  it("rises everywhere, even where what was observed falls", () => {
    const falling = scores.map((score) => 10 - score);
    const curve = meanCurve(scores, falling);
    for (let score = -1; score < 5; score += 0.25) {
      expect(curveAt(curve, score + 0.25)).to.be.above(curveAt(curve, score));
    }
  });

  it("reads the median beside the mean", () => {
    const [typical, expected] = [medianCurve(scores, seconds), meanCurve(scores, seconds)];
    expect(curveAt(typical, 2)).to.be.closeTo(Math.exp(2) * 0.27, 0.6);
    expect(curveAt(expected, 2)).to.be.closeTo(Math.exp(2), 0.9);
  });

  it("does with few observations, one, and equal scores", () => {
    for (const few of [[1], [1, 1, 1], [1, 2, 3]]) {
      const curve = meanCurve(
        Float64Array.from(few),
        Float64Array.from(few, () => 7),
      );
      const predicted = few.map((score) => curveAt(curve, score));
      expect(predicted.reduce((a, b) => a + b) / few.length).to.be.closeTo(7, 0.2);
      expect(curveAt(curve, Number.NaN)).to.satisfy((value: number) => Number.isNaN(value) || value >= 0);
    }
  });

  it("has the golden pooling of neighbours", () => {
    expect(rising([1, 3, 2, 5], [1, 1, 1, 1])).to.deep.equal([1, 2.5, 2.5, 5]);
    expect(rising([3, 1], [1, 3])).to.deep.equal([1.5, 1.5]);
    expect(calibrationRatios(Float64Array.of(1, 3), Float64Array.of(2, 2), 2)).to.deep.equal([0.5, 1.5]);
  });
});
