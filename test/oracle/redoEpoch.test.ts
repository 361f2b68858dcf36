import { expect } from "chai";
import { eq } from "drizzle-orm";
import { epochRows, epochs, payoutTotals } from "../../oracle/store/schema/settlement.ts";
import { openTestEpochs, startEpochChain, type TestEpochs } from "./support/testEpochs.ts";
import { rewardsOn } from "./support/testRewards.ts";

describe("redoing an epoch", () => {
  let place: Awaited<ReturnType<typeof startEpochChain>>;
  let opened: TestEpochs;
  let snapshot: `0x${string}`;
  before(async () => {
    place = await startEpochChain();
  });
  after(() => place.chain.stop());
  beforeEach(async () => {
    snapshot = await place.chain.test.snapshot();
    opened = await openTestEpochs(place);
    await opened.people(12);
  });
  afterEach(async () => {
    await opened.close();
    await place.chain.test.revert({ id: snapshot });
  });

  async function redo(epoch: number, asOperator = true) {
    const headers: Record<string, string> = asOperator
      ? { authorization: `Bearer ${opened.context.operatorToken}` }
      : {};
    const answer = await fetch(`${opened.url}/epochs/${epoch}/redo`, { method: "POST", headers });
    return { status: answer.status, body: (await answer.json()) as { redone?: number[]; error?: { code: string } } };
  }
  const report = async () => {
    for (const reporter of opened.reporters) await reporter.round();
  };

  it("makes an epoch that reporters objected to payable once its cause is mended", async () => {
    const epoch = await opened.attend(12);
    await opened.keeper.round();
    // Rows that reporters won't sign: the oracle's own SQL, gone wrong.
    await opened.db.update(epochs).set({ previousRateWei: 1n }).where(eq(epochs.epoch, epoch));
    await report();
    await opened.keeper.round();
    expect(await opened.row(epoch)).to.include({ state: "proposed" });
    expect((await opened.row(epoch)).problem).to.contain("objects");

    expect(await redo(epoch)).to.deep.equal({ status: 200, body: { redone: [epoch] } });
    expect(await opened.db.select().from(epochRows)).to.deep.equal([]);
    expect(await opened.db.select().from(payoutTotals)).to.deep.equal([]);
    await opened.keeper.round();
    // The proposal is the same again, and reporters look at it again after ten seconds.
    opened.clock.ms += 11_000;
    await report();
    await opened.keeper.round();
    expect(await opened.row(epoch)).to.include({ state: "posted", problem: null });
    expect((await rewardsOn(place.chain).latest()).epoch).to.equal(BigInt(epoch));
  });

  it("is refused once a quorum has signed, for an unknown epoch, and to everybody but the operator", async () => {
    const epoch = await opened.attend(12);
    await opened.keeper.round();
    expect(await redo(epoch, false)).to.nested.include({ status: 403, "body.error.code": "operator-only" });
    expect(await redo(epoch + 9)).to.nested.include({ status: 404, "body.error.code": "unknown-epoch" });
    await report();
    await opened.keeper.round();
    expect(await redo(epoch)).to.nested.include({ status: 409, "body.error.code": "epoch-not-redoable" });
    expect(await opened.stateOf(epoch)).to.equal("posted");
  });
});
