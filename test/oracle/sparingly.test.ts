import { expect } from "chai";
import { sparingly } from "../../oracle/cli/sparingly.ts";

describe("what long work says where every line stays", () => {
  let nowMs = 0;
  let said: string[] = [];
  const start = () => {
    said = [];
    return sparingly(
      (line, share) => said.push(`${line} ${share}`),
      () => nowMs,
    );
  };

  it("is each stage at once, and of figures that go on in it a line each ten seconds", () => {
    const say = start();
    for (let viewer = 1; viewer <= 300; viewer += 1, nowMs += 100) say(`${viewer} of 300 viewers`);
    say("waiting for the index");
    expect(said).to.deep.equal([
      "1 of 300 viewers 1",
      "101 of 300 viewers 1",
      "201 of 300 viewers 1",
      "waiting for the index 1",
    ]);
  });

  it("is each tenth where the share of the whole is told, and no more often than that", () => {
    const say = start();
    for (let step = 0; step < 1_000; step += 1, nowMs += 1_000) say(`epoch ${step % 9}, loss 0.${step}`, step / 1_000);
    expect(said).to.have.length(10);
    expect(said.at(-1)).to.equal("epoch 0, loss 0.900 0.9");
  });
});
