import { expect } from "chai";
import { createParameter } from "../../oracle/interest/adam.ts";
import { createAverage } from "../../oracle/interest/averaging.ts";
import { Network } from "../../oracle/interest/network.ts";

describe("averaged weights", () => {
  it("are the mean of the first steps, and then follow the latest ones", () => {
    const source = new Network({ kind: "gru" }, [createParameter("b", [1], () => 100)]);
    const average = createAverage(source, 3);
    const followed = [4, 2, 6, 12].map((value, i) => {
      source.get("b")!.values[0] = value;
      average.follow(i + 1);
      return average.network.get("b")!.values[0];
    });
    // 4, (4 + 2) / 2, 3 + (6 − 3) / 3, 4 + (12 − 4) / 3: the start counts for nothing.
    expect(followed.map((value) => value!.toFixed(4))).to.deep.equal(["4.0000", "3.0000", "4.0000", "6.6667"]);
    expect(source.get("b")!.values[0]).to.equal(12);
  });
});
