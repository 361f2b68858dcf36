import { expect } from "chai";
import { campaignPayments } from "../../oracle/store/schema/chain.ts";
import { epochPayouts, epochs } from "../../oracle/store/schema/settlement.ts";
import { posted, requireSameTotals, settle, useKeptEpochs } from "./support/keptEpochs.ts";
import { rewardsOn } from "./support/testRewards.ts";

describe("keeper of epochs", () => {
  const oracle = useKeptEpochs();

  const unreported = { report: null, digest: null, txHash: null };

  it("pays nothing of a vetoed report, proposes it no more, and proposes anew what had been built on it", async () => {
    const first = await posted(oracle());
    await settle(oracle());
    const vetoed = await posted(oracle());
    const later = await posted(oracle());
    const before = (await oracle().row(later)).digest;
    await rewardsOn(oracle().chain).veto(BigInt(vetoed));
    await oracle().keeper.round();
    expect(await oracle().row(vetoed)).to.include({ state: "vetoed", report: null });
    expect((await oracle().row(vetoed)).problem).to.contain("vetoed");
    expect(await oracle().stateOf(later)).to.equal("proposed");
    expect((await oracle().row(later)).digest).not.to.equal(before);
    for (const reporter of oracle().reporters) await reporter.round();
    await oracle().keeper.round();
    await settle(oracle());
    expect(await oracle().stateOf(later)).to.equal("settled");
    const paid = new Set((await oracle().db.select().from(epochPayouts)).map(({ epoch }) => epoch));
    expect([...paid].sort()).to.deep.equal([first, later]);
    await requireSameTotals(oracle());
  });

  it("proposes anew what fell with a veto, though a later epoch was empty", async () => {
    const vetoed = await posted(oracle());
    const fell = await posted(oracle());
    await oracle()
      .db.insert(epochs)
      .values({ ...(await oracle().row(fell)), epoch: fell + 1, ...unreported, state: "empty" });
    await rewardsOn(oracle().chain).veto(BigInt(vetoed));
    await oracle().keeper.round();
    expect(await oracle().stateOf(fell)).to.equal("proposed");
    for (const reporter of oracle().reporters) await reporter.round();
    await oracle().keeper.round();
    expect(await oracle().stateOf(fell)).to.equal("posted");
    await requireSameTotals(oracle());
  });

  it("posts a report again that a re-org took from the chain, and settles again what one unsettled", async () => {
    const epoch = await oracle().attend(12);
    await oracle().keeper.round();
    for (const reporter of oracle().reporters) await reporter.round();
    let branch = await oracle().chain.test.snapshot();
    const fork = async () => {
      await oracle().chain.test.revert({ id: branch });
      await oracle().chain.test.mine({ blocks: 4 });
    };
    await oracle().keeper.round();
    const { digest } = await oracle().row(epoch);
    expect(await oracle().stateOf(epoch)).to.equal("posted");
    await fork();
    await oracle().keeper.round();
    expect(await oracle().row(epoch)).to.include({ state: "posted", digest });
    expect(await rewardsOn(oracle().chain).latest()).to.include({ digest });
    await oracle().finalize();
    branch = await oracle().chain.test.snapshot();
    await oracle().keeper.round();
    expect(await oracle().stateOf(epoch)).to.equal("settled");
    await fork();
    await oracle().keeper.round();
    await oracle().keeper.round();
    expect(await oracle().stateOf(epoch)).to.equal("settled");
    expect((await oracle().db.select().from(campaignPayments)).filter(({ kind }) => kind === "debited")).to.have.length(
      1,
    );
  });

  it("pays a vetoed report after all where a re-org took the veto back", async () => {
    const epoch = await posted(oracle());
    const { digest } = await oracle().row(epoch);
    const branch = await oracle().chain.test.snapshot();
    await rewardsOn(oracle().chain).veto(BigInt(epoch));
    await oracle().keeper.round();
    expect(await oracle().stateOf(epoch)).to.equal("vetoed");
    await oracle().chain.test.revert({ id: branch });
    await oracle().chain.test.mine({ blocks: 4 });
    await oracle().keeper.round();
    expect(await oracle().row(epoch)).to.include({ state: "posted", digest });
    await settle(oracle());
    expect(await oracle().stateOf(epoch)).to.equal("settled");
    await requireSameTotals(oracle());
  });
});
