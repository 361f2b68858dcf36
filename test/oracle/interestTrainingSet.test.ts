import { existsSync } from "node:fs";
import { expect } from "chai";
import { splitLeaveOneOut, visitsToLearnFrom } from "../../oracle/interest/leaveOneOut.ts";
import { createRandom } from "../../oracle/interest/random.ts";
import { readLeaveOneOut } from "../../oracle/interest/readLeaveOneOut.ts";
import { trainingSetOf } from "../../oracle/interest/trainingSet.ts";
import type { Visit } from "../../oracle/prepare/visits.ts";

const visit = (contentId: string): Visit => ({ contentId, kind: "click", dwellMs: 0, startedAtMs: 0, gapMs: 0 });

describe("a training set", () => {
  const long = Array.from({ length: 130 }, (_, i) => `c${i}`);
  const vocabulary = [...long, "a", "b"];

  it("foretells every visit of a long history but the first once, and keeps the newest for validation", () => {
    const set = trainingSetOf([long.map(visit)], vocabulary, 1, createRandom(1));
    expect([...set.heldOut.targets]).to.deep.equal([129]);
    expect([...set.counts]).to.deep.equal(vocabulary.map((_, i) => (i >= 1 && i <= 128 ? 1 : 0)));
    expect(set.positions).to.equal(128);
    const lengths = set.table.offsets.slice(1).map((end, i) => end - set.table.offsets[i]!);
    expect([...lengths]).to.deep.equal([51, 51, 30]);
  });

  it("keeps the second of two visits for validation only where all viewers are validated", () => {
    const pairs = [[visit("a"), visit("b")]];
    expect([...trainingSetOf(pairs, vocabulary, 1, createRandom(1)).heldOut.targets]).to.deep.equal([131]);
    const half = trainingSetOf(pairs, vocabulary, 0.5, createRandom(1));
    expect(half.heldOut.sequences).to.have.length(0);
    expect(half.positions).to.equal(1);
  });

  it("foretells the last fifty items before the kept ones where one is left out, as the protocol has it", () => {
    const split = splitLeaveOneOut([long]);
    const set = trainingSetOf(visitsToLearnFrom(split), split.vocabulary, 1, createRandom(1));
    expect([...set.heldOut.targets]).to.deep.equal([128]);
    expect([...set.counts]).to.deep.equal(long.map((_, i) => (i >= 78 && i <= 127 ? 1 : 0)));
  });

  it("has as many positions on Beauty as the protocol's authors", async function () {
    const file = new URL("../../../shared/data/sequences/Beauty.txt", import.meta.url).pathname;
    if (!existsSync(file)) {
      console.log("      skipped: ../shared/data/sequences/Beauty.txt is not there");
      return this.skip();
    }
    const split = await readLeaveOneOut(file);
    const set = trainingSetOf(visitsToLearnFrom(split), split.vocabulary, 1, createRandom(1));
    expect(set.positions).to.equal(128_031);
  });
});
