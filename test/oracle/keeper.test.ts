import { expect } from "chai";
import { campaignPayments, openedPayouts, reports } from "../../oracle/store/schema/chain.ts";
import { epochPayouts } from "../../oracle/store/schema/settlement.ts";
import { openTestEpochs, startEpochChain, type TestEpochs } from "./support/testEpochs.ts";
import { rewardsOn } from "./support/testRewards.ts";

describe("keeper of epochs", function () {
  this.timeout(240_000);
  let place: Awaited<ReturnType<typeof startEpochChain>>;
  let it_: TestEpochs;
  let snapshot: `0x${string}`;

  before(async () => {
    place = await startEpochChain();
  });
  after(() => place.chain.stop());
  beforeEach(async () => {
    snapshot = await place.chain.test.snapshot();
    it_ = await openTestEpochs(place);
    await it_.people(12);
  });
  afterEach(async () => {
    await it_.close();
    await place.chain.test.revert({ id: snapshot });
  });

  it("takes attention to a posted, final and settled report, signed by reporters who recomputed it", async () => {
    const epoch = await it_.attend(12);
    await it_.keeper.round();
    expect(await it_.stateOf(epoch)).to.equal("proposed");
    for (const reporter of it_.reporters)
      expect(await reporter.round()).to.deep.include.members([
        { epoch, digest: (await it_.row(epoch)).digest, outcome: "signed" },
      ]);
    await it_.keeper.round();
    expect(await it_.stateOf(epoch)).to.equal("posted");
    await it_.finalize();
    await it_.keeper.round();
    await it_.keeper.round();
    expect(await it_.stateOf(epoch)).to.equal("settled");
    const [report] = await it_.db.select().from(reports);
    const paid = await it_.db.select().from(epochPayouts);
    expect(paid.reduce((sum, { amountWei }) => sum + amountWei, 0n)).to.equal(report!.payoutsTotalWei);
    const [debit] = (await it_.db.select().from(campaignPayments)).filter(({ kind }) => kind === "debited");
    expect(debit!.amountWei >= report!.payoutsTotalWei).to.equal(true);
    const [opened] = await it_.db.select().from(openedPayouts);
    expect(opened).to.include({ epoch, root: report!.payoutsRoot });
    const summary = (await (await fetch(`${it_.url}/epochs/${epoch}`)).json()) as Record<string, unknown>;
    expect(summary).to.include({
      epoch,
      state: "settled",
      viewers: 12,
      campaigns: 1,
      problem: null,
      txHash: report!.txHash,
    });
    expect((summary.signers as { signed: boolean }[]).map(({ signed }) => signed)).to.deep.equal([true, true, true]);
    expect(await rewardsOn(place.chain).latest()).to.include({ epoch: BigInt(epoch) });
  });
});
