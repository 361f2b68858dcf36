import { expect } from "chai";
import { MOST_CLAIMED, splitsToClaim } from "../../web/creator/claims.ts";

const split = (id: number, due: number) => ({ splitId: String(id), dueWei: String(due) });

describe("a claim", () => {
  it("leaves out splits that owe nothing, which anybody can make in anybody's name", () => {
    expect(splitsToClaim([split(1, 0), split(2, 5), split(3, 0)])).to.deep.equal([split(2, 5)]);
  });

  it("names the largest first, and no more than fit into one transaction", () => {
    const many = Array.from({ length: MOST_CLAIMED + 50 }, (_, index) => split(index + 1, index + 1));
    const claimed = splitsToClaim(many);
    expect(claimed).to.have.length(MOST_CLAIMED);
    expect(claimed[0]).to.deep.equal(split(150, 150));
    expect(claimed.at(-1)).to.deep.equal(split(51, 51));
  });

  it("compares amounts as numbers, not as text", () => {
    expect(splitsToClaim([split(1, 9), split(2, 10)]).map(({ splitId }) => splitId)).to.deep.equal(["2", "1"]);
  });
});
