import { expect } from "chai";
import fc from "fast-check";
import { histories } from "./support/histories.ts";
import { openStage, type Stage } from "./support/stage.ts";

/** As many random histories as a test run has time for; `npm run bench -- differential` plays 10,000. */
const HISTORIES = Number(process.env.HEED_RUNS ?? 300);

describe("AttentionMarket against a plain ledger", () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  it(`agrees to the wei on every balance after each of ${HISTORIES.toLocaleString("en")} random histories`, async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        accepted += (await stage.play(history)).accepted;
      }),
      { numRuns: HISTORIES, seed: Number(process.env.HEED_SEED ?? 2026) },
    );
    expect(accepted, "acts that both accepted").to.be.greaterThan(HISTORIES * 3);
  });
});
