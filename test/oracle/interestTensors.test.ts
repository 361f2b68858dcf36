import { expect } from "chai";
import { dwellBucket, gapBucket, pack, tabulate } from "../../oracle/prepare/tensors.ts";
import type { Visit } from "../../oracle/prepare/visits.ts";

const visit = (contentId: string, more: Partial<Visit> = {}): Visit => ({
  contentId,
  kind: "click",
  dwellMs: 0,
  startedAtMs: 0,
  gapMs: 0,
  ...more,
});
const indexOf = new Map([
  ["a", 0],
  ["b", 1],
  ["c", 2],
]);

describe("visits as tensors", () => {
  it("puts dwell and gaps into buckets that double and quadruple, whatever the number", () => {
    const seconds = [0, 0.5, 1, 1.99, 2, 4, 1024, 2048, 1e9];
    expect(seconds.map((s) => dwellBucket(s * 1000))).to.deep.equal([0, 1, 2, 2, 3, 4, 12, 13, 13]);
    expect(seconds.map((s) => gapBucket(s * 1000))).to.deep.equal([0, 1, 2, 2, 2, 3, 7, 7, 13]);
    expect([Number.NaN, -5, Number.POSITIVE_INFINITY].map(dwellBucket)).to.deep.equal([0, 0, 13]);
  });

  it("keeps the last visits of each history, and marks contents outside the vocabulary", () => {
    const table = tabulate(
      [[visit("a"), visit("b"), visit("x")], [], [visit("c", { kind: "like", dwellMs: 3000 })]],
      indexOf,
      2,
    );
    expect([...table.offsets]).to.deep.equal([0, 2, 2, 3]);
    expect([...table.contents]).to.deep.equal([1, -1, 2]);
    expect([...table.kinds]).to.deep.equal([1, 1, 3]);
    expect([...table.dwells]).to.deep.equal([0, 0, 3]);
  });

  it("packs sequences time-major, the longest first and without padding", () => {
    const table = tabulate([[visit("a")], [visit("b"), visit("c"), visit("a")], [], [visit("c"), visit("b")]], indexOf);
    const batch = pack(table, [0, 1, 2, 3]);
    expect([...batch.order]).to.deep.equal([1, 3, 0]);
    expect([...batch.sizes]).to.deep.equal([3, 2, 1]);
    expect([...batch.contents]).to.deep.equal([1, 2, 0, 2, 1, 0]);
    expect([...batch.places]).to.deep.equal([1, 4, 0, 2, 5, 3]);
  });

  it("takes the first visits of each sequence where lengths say so, and no sequence with none", () => {
    const table = tabulate([[visit("a")], [visit("b"), visit("c"), visit("a")]], indexOf);
    const batch = pack(table, [0, 1], Int32Array.of(0, 2));
    expect([...batch.order]).to.deep.equal([1]);
    expect([...batch.sizes]).to.deep.equal([1, 1]);
    expect([...batch.contents]).to.deep.equal([1, 2]);
    expect(pack(table, [0], Int32Array.of(0, 2)).sizes).to.have.length(0);
  });
});
