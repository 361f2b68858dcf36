import { expect } from "chai";
import hre from "hardhat";
import { runCampaign } from "../../bench/invariants/campaign.ts";
import { mutants, mutatedSource } from "../../bench/invariants/mutants.ts";

/** As many random calls as a test run has time for; `npm run bench -- invariants` makes a million. */
const CALLS = Number(process.env.HEED_RUNS ?? 10_000);

/** Kinds of calls that nobody may ever make with success. */
const hostile = [
  "alterQuote",
  "claimForged",
  "claimOfOthers",
  "createBadSplit",
  "forgeQuote",
  "misuseAuthorization",
  "misuseQuote",
  "postForged",
  "postVetoed",
  "pretendTransfer",
  "rob",
  "settleAltered",
  "takeFromOthers",
  "transferWithGarbage",
  "useStaleQuote",
  "usurp",
  "vetoAsStranger",
];

describe("Invariants", () => {
  it(`hold after each of ${CALLS.toLocaleString("en")} random calls, honest and hostile, none of them idle`, async function () {
    // Coverage measures other bytecode.
    if (hre.globalOptions.coverage) this.skip();
    const { calls, kinds, broken } = await runCampaign({ calls: CALLS, depth: 500, seed: 2026n });
    expect(broken).to.equal(null);
    expect(calls).to.be.at.least(CALLS * 0.9);
    for (const [name, kind] of Object.entries(kinds)) {
      const attack = hostile.includes(name.slice(name.indexOf(".") + 1));
      expect(kind.accepted > 0, `${name} accepted: ${kind.accepted}, refused: ${kind.refused}`).to.equal(!attack);
    }
  });

  it("would break by faults that are still there to be made (npm run bench -- mutants makes them)", () => {
    for (const mutant of mutants) expect(mutatedSource(mutant)).to.be.a("string");
  });
});
