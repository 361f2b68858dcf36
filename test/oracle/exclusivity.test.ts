import { expect } from "chai";
import fc from "fast-check";
import { lengthOf, type Span, WallClock } from "../../oracle/prepare/exclusivity.ts";

const spans = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 100 })).map(([fromMs, length]) => ({
    fromMs,
    toMs: fromMs + length,
  })),
  { maxLength: 40 },
);

/** Counts milliseconds one by one: slow and plainly right. */
function covered(claims: readonly Span[]): Set<number> {
  const set = new Set<number>();
  for (const { fromMs, toMs } of claims) for (let ms = fromMs; ms < toMs; ms += 1) set.add(ms);
  return set;
}

function giveAll(claims: readonly Span[], taken: Span[] = []): Span[] {
  const clock = new WallClock(taken);
  return claims.flatMap((claim) => clock.take(claim));
}

describe("exclusive attention", () => {
  it("gives a claim all of a free stretch", () => {
    expect(new WallClock().take({ fromMs: 10, toMs: 20 })).to.deep.equal([{ fromMs: 10, toMs: 20 }]);
  });

  it("gives a claim nothing of a stretch that is taken", () => {
    expect(new WallClock([{ fromMs: 0, toMs: 50 }]).take({ fromMs: 10, toMs: 20 })).to.deep.equal([]);
  });

  it("gives a claim the gaps between what is taken", () => {
    const clock = new WallClock([
      { fromMs: 30, toMs: 40 },
      { fromMs: 10, toMs: 20 },
    ]);
    expect(clock.take({ fromMs: 5, toMs: 45 })).to.deep.equal([
      { fromMs: 5, toMs: 10 },
      { fromMs: 20, toMs: 30 },
      { fromMs: 40, toMs: 45 },
    ]);
  });

  it("lets claims that only touch both have their own", () => {
    expect(
      giveAll([
        { fromMs: 0, toMs: 10 },
        { fromMs: 10, toMs: 20 },
      ]),
    ).to.have.length(2);
  });

  it("never gives a millisecond twice, whatever is claimed and was taken before", () => {
    fc.assert(
      fc.property(spans, spans, (before, claims) => {
        const taken = giveAll(before);
        const given = [...taken, ...giveAll(claims, taken)];
        expect(covered(given).size).to.equal(lengthOf(given));
      }),
    );
  });

  it("gives out exactly the union of the claims, in whatever order they come", () => {
    fc.assert(
      fc.property(spans, fc.func(fc.integer()), (claims, keyOf) => {
        const shuffled = claims.toSorted((a, b) => keyOf(a) - keyOf(b));
        expect(covered(giveAll(shuffled))).to.deep.equal(covered(claims));
      }),
    );
  });

  it("gives the same in two visits as in one", () => {
    fc.assert(
      fc.property(spans, spans, (first, second) => {
        const taken = giveAll(first);
        const apart = lengthOf(taken) + lengthOf(giveAll(second, taken));
        expect(apart).to.equal(lengthOf(giveAll([...first, ...second])));
      }),
    );
  });
});
