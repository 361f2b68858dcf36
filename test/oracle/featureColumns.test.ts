import { expect } from "chai";
import { featureColumnsOf } from "../../oracle/value/featureColumns.ts";

const content = (contentId: string, creator: string, topics: string[], lengthSeconds = 100, language = "en") => ({
  contentId,
  creator,
  topics,
  lengthSeconds,
  language,
});

describe("content features for the interest model", () => {
  it("are what some contents share: creator, length and topics here", () => {
    const features = featureColumnsOf(
      ["a", "b", "c", "gone"],
      [
        content("a", "ann", ["x", "y"]),
        content("b", "ann", ["y"]),
        content("c", "bob", ["z"], 1000),
        content("d", "ann", []),
      ],
    )!;
    // ann, English, 100 s and y are shared by two or more of the vocabulary.
    expect(features.count).to.equal(4);
    expect(features.columns.map((column) => [...column])).to.deep.equal([
      [0, 0, -1, -1],
      [1, 1, 1, -1],
      [2, 2, -1, -1],
      [-1, 3, -1, -1],
      [3, -1, -1, -1],
    ]);
  });

  it("are none where nothing tells contents apart, or nothing is known of them", () => {
    expect(featureColumnsOf(["a", "b"], [content("a", "", []), content("b", "", [])])).to.equal(undefined);
    expect(featureColumnsOf(["a", "b"], [])).to.equal(undefined);
    expect(featureColumnsOf(["a"], [content("a", "ann", ["x"], Number.NaN)])).to.equal(undefined);
  });
});
