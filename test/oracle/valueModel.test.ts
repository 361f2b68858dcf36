import { expect } from "chai";
import { FEATURE_COUNT } from "../../oracle/value/features.ts";
import { fitRidge } from "../../oracle/value/ridge.ts";
import { ValueModel } from "../../oracle/value/valueModel.ts";

const table = { rows: 1, columns: FEATURE_COUNT, values: new Float32Array(FEATURE_COUNT) };
const targets = Float64Array.of(1);
const regression = fitRidge({
  train: table,
  trainTargets: targets,
  validation: table,
  validationTargets: targets,
  seed: 1,
});

/** Calibrated from 6 s at a score of 0 to 50 s at 4; the longest visits came to three times the length. */
const model = new ValueModel({
  regression,
  weights: { affinity: 0.3 },
  expected: { x: Float64Array.of(0, 4), y: Float64Array.of(6, 50 / Math.exp(0.6)) },
  typical: { x: Float64Array.of(0, 4), y: Float64Array.of(3, 20) },
  longestShare: 3,
  longestSeconds: 400,
});
const neutral = { own: 0, hidden: false };
const liked = { own: 1, hidden: false };

describe("the expected seconds", () => {
  it("are the calibrated ones, times what the viewer's own record says", () => {
    expect(model.expectedSeconds(4, 600, neutral)).to.be.closeTo(50, 1e-9);
    expect(model.expectedSeconds(4, 600, liked)).to.be.closeTo(50 * Math.E, 1e-9);
    expect(model.expectedSeconds(4, 600, { own: 0, hidden: true })).to.be.closeTo(5, 1e-9);
  });

  it("of a liked text are at most one and a half of its lengths, though single visits came to three", () => {
    expect(model.expectedSeconds(4, 60, liked)).to.equal(90);
    expect(model.mostExpected(60)).to.equal(90);
    // What was calibrated stands, however short the text, within what single visits came to.
    expect(model.mostExpected(20)).to.be.closeTo(50, 1e-9);
    expect(model.mostExpected(10)).to.equal(30);
    expect(model.mostExpected(Number.NaN)).to.equal(400);
    expect(model.expectedSeconds(9, -1, liked)).to.equal(0);
  });

  it("still rise with each better record below that", () => {
    const values = [0, 0.1, 0.2, 0.3, 0.4].map((own) => model.expectedSeconds(4, 60, { own, hidden: false }));
    for (const [i, value] of values.slice(1).entries()) expect(value).to.be.above(values[i]!);
  });
});
