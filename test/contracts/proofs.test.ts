import { readFileSync } from "node:fs";
import { expect } from "chai";
import { prove } from "./support/prove.ts";

const folder = "test/contracts/proofs";

describe("Proofs by the compiler's SMTChecker", () => {
  it("Shares: parts round down, never exceed the whole, miss it by less than a wei each, and never fall", () => {
    const { proven, unproven } = prove(`${folder}/SharesProof.sol`, "SharesProof");
    expect(unproven).to.deep.equal([]);
    const assertions = proven.filter(({ target }) => target === "Assertion violation");
    const source = readFileSync(`${folder}/SharesProof.sol`, "utf8");
    expect(assertions).to.have.length(source.match(/\bassert\(/g)!.length);
    expect(proven.map(({ target }) => target.replace(/ \(.*/, ""))).to.include.members([
      "Overflow",
      "Underflow",
      "Division by zero",
    ]);
  });

  it("PackedLicences: each of the sixteen lanes counts what was added, and leaves the others as they were", () => {
    const { proven, unproven } = prove(`${folder}/PackedLicencesProof.sol`, "PackedLicencesProof");
    expect(unproven).to.deep.equal([]);
    const source = readFileSync(`${folder}/PackedLicencesProof.sol`, "utf8");
    const assertions = proven.filter(({ target }) => target === "Assertion violation");
    expect(assertions).to.have.length(source.match(/\bassert\(/g)!.length);
  });

  it("refuse what does not hold: that parts add up, and that no amount overflows", () => {
    const { unproven } = prove(`${folder}/FalseProof.sol`, "FalseProof");
    const targets = unproven.map(({ target }) => target.replace(/ \(.*/, ""));
    expect(targets).to.include.members(["Assertion violation", "Overflow"]);
  });
});
