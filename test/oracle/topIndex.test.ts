import { expect } from "chai";
import fc from "fast-check";
import { createRandom } from "../../oracle/interest/random.ts";
import { buildApproximateIndex } from "../../oracle/recommend/topk/approximateIndex.ts";
import { createExactIndex } from "../../oracle/recommend/topk/exactIndex.ts";

/** Whole numbers, whose sums are exact in any order: what is best is no matter of rounding, and there are many ties. */
const whole = fc.integer({ min: -3, max: 3 });

const cases = fc
  .record({
    size: fc.integer({ min: 1, max: 70 }),
    hidden: fc.integer({ min: 1, max: 9 }),
    n: fc.integer({ min: 1, max: 40 }),
    k: fc.integer({ min: 0, max: 80 }),
  })
  .chain(({ size, hidden, n, k }) => {
    const numbers = (length: number) => fc.array(whole, { minLength: length, maxLength: length });
    return fc.record({
      size: fc.constant(size),
      hidden: fc.constant(hidden),
      n: fc.constant(n),
      k: fc.constant(k),
      contents: numbers(size * hidden),
      bias: numbers(size),
      states: numbers(n * hidden),
      masked: fc.array(fc.array(fc.nat({ max: size - 1 })), { maxLength: n }),
    });
  });

describe("finding the contents with the highest scores", () => {
  it("exactly, equals in order of index, without what is masked, however many are asked for", () => {
    fc.assert(
      fc.property(cases, ({ hidden, n, k, contents, bias, states, masked }) => {
        const index = createExactIndex(Float32Array.from(contents), Float32Array.from(bias));
        const found = index.search(Float32Array.from(states), n, k, masked);
        for (let i = 0; i < n; i++) {
          const best = plainly(contents, bias, states.slice(i * hidden, (i + 1) * hidden), masked[i]).slice(0, k);
          const none = k - best.length;
          expect([...found.indices.slice(i * k, (i + 1) * k)]).to.deep.equal([
            ...best.map(({ index }) => index),
            ...new Array(none).fill(-1),
          ]);
          expect([...found.scores.slice(i * k, (i + 1) * k)]).to.deep.equal([
            ...best.map(({ score }) => score),
            ...new Array(none).fill(Number.NEGATIVE_INFINITY),
          ]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("for a viewer alone and among others alike, and again and again from one index", () => {
    const { contents, bias, states } = table(5000, 64, 33);
    const index = createExactIndex(contents, bias);
    const together = index.search(states, 33, 10);
    for (let i = 0; i < 33; i++) {
      const alone = index.search(states.subarray(i * 64, (i + 1) * 64), 1, 10);
      const own = together.scores.slice(i * 10, (i + 1) * 10);
      for (const [j, score] of alone.scores.entries()) expect(score).to.be.closeTo(own[j]!, 1e-5);
    }
    expect(index.search(states, 33, 10)).to.deep.equal(together);
  });

  it("finds nothing among no contents, and never a score that is no number", () => {
    expect(
      createExactIndex(new Float32Array(), new Float32Array()).search(new Float32Array(), 0, 3).indices,
    ).to.have.length(0);
    const index = createExactIndex(Float32Array.of(1, 2), Float32Array.of(0, 0));
    expect([...index.search(Float32Array.of(Number.NaN), 1, 2).indices]).to.deep.equal([-1, -1]);
  });

  it("approximately: nearly all of the best, with exact scores and without what is masked", async () => {
    const { contents, bias, states } = table(3000, 32, 20);
    const [exact, graph] = [createExactIndex(contents, bias), await buildApproximateIndex(contents, bias)];
    const first = [...exact.search(states, 20, 1).indices].map((index) => [index]);
    const wanted = exact.search(states, 20, 10, first);
    const found = graph.search(states, 20, 10, first);
    let hits = 0;
    for (let i = 0; i < 20; i++) {
      const [right, got] = [wanted, found].map(({ indices }) => [...indices.slice(i * 10, (i + 1) * 10)]);
      expect(got).not.to.include(first[i]![0]);
      for (const [j, index] of got!.entries()) {
        const place = right!.indexOf(index);
        if (place < 0) continue;
        hits++;
        expect(found.scores[i * 10 + j]).to.be.closeTo(wanted.scores[i * 10 + place]!, 1e-5);
      }
    }
    expect(hits).to.be.above(180);
  });
});

/** Every content that isn't masked, best first, by a plain loop and a sort. */
function plainly(contents: number[], bias: number[], state: number[], masked: number[] = []) {
  return bias
    .map((own, index) => ({
      index,
      score: own + state.reduce((sum, s, j) => sum + s * contents[index * state.length + j]!, 0),
    }))
    .filter(({ index }) => !masked.includes(index))
    .sort((a, b) => b.score - a.score || a.index - b.index);
}

function table(size: number, hidden: number, n: number) {
  const random = createRandom(3);
  const numbers = (length: number) => Float32Array.from({ length }, () => random.next() - 0.5);
  return { contents: numbers(size * hidden), bias: numbers(size), states: numbers(n * hidden) };
}
