import { expect } from "chai";
import { createRelayer } from "../../oracle/chain/relayer.ts";
import { auditEpoch } from "../../oracle/settle/auditEpoch.ts";
import { auditSources } from "../../oracle/settle/auditSources.ts";
import { campaignPayments, openedPayouts, reports } from "../../oracle/store/schema/chain.ts";
import { epochPayouts } from "../../oracle/store/schema/settlement.ts";
import { posted, requireSameTotals, settle, useKeptEpochs } from "./support/keptEpochs.ts";
import { rewardsOn } from "./support/testRewards.ts";

describe("keeper of epochs", () => {
  const oracle = useKeptEpochs();

  it("takes attention to a posted, final and settled report, signed by reporters who recomputed it", async () => {
    const epoch = await oracle().attend(12);
    await oracle().keeper.round();
    expect(await oracle().stateOf(epoch)).to.equal("proposed");
    for (const reporter of oracle().reporters)
      expect(await reporter.round()).to.deep.include.members([
        { epoch, digest: (await oracle().row(epoch)).digest, outcome: "signed" },
      ]);
    await oracle().keeper.round();
    expect(await oracle().stateOf(epoch)).to.equal("posted");
    await oracle().finalize();
    await oracle().keeper.round();
    await oracle().keeper.round();
    expect(await oracle().stateOf(epoch)).to.equal("settled");
    const [report] = await oracle().db.select().from(reports);
    const paid = await oracle().db.select().from(epochPayouts);
    expect(paid.reduce((sum, { amountWei }) => sum + amountWei, 0n)).to.equal(report!.payoutsTotalWei);
    const [debit] = (await oracle().db.select().from(campaignPayments)).filter(({ kind }) => kind === "debited");
    expect(debit!.amountWei >= report!.payoutsTotalWei).to.equal(true);
    const [opened] = await oracle().db.select().from(openedPayouts);
    expect(opened).to.include({ epoch, root: report!.payoutsRoot });
    const summary = (await (await fetch(`${oracle().url}/epochs/${epoch}`)).json()) as Record<string, unknown>;
    expect(summary).to.include({
      epoch,
      state: "settled",
      viewers: 12,
      campaigns: 1,
      problem: null,
      txHash: report!.txHash,
    });
    expect((summary.signers as { signed: boolean }[]).map(({ signed }) => signed)).to.deep.equal([true, true, true]);
    expect(await rewardsOn(oracle().chain).latest()).to.include({ epoch: BigInt(epoch) });
    const sources = await auditSources(oracle().client, oracle().chain.deployment, oracle().url, epoch);
    expect((await auditEpoch(sources)).differences).to.deep.equal([]);
    expect((await sources.campaign(oracle().campaignId))!.escrowedWei, "before this epoch's debit").to.equal(
      100n * 10n ** 18n,
    );
  });

  it("takes a report that somebody else's relayer posted for its own", async () => {
    const epoch = await oracle().attend(12);
    await oracle().keeper.round();
    for (const reporter of oracle().reporters) await reporter.round();
    const withoutRelayer = oracle().keeperOf({ relayer: null });
    await withoutRelayer.round();
    expect(await oracle().row(epoch)).to.include({ state: "signed" });
    expect((await oracle().row(epoch)).problem).to.contain("HEED_RELAYER_KEY");
    await oracle()
      .keeperOf({ relayer: createRelayer(oracle().client, oracle().context.options, strangersKey) })
      .round();
    await withoutRelayer.round();
    expect(await oracle().row(epoch)).to.include({ state: "posted", problem: null });
    await settle(oracle());
    expect(await oracle().stateOf(epoch)).to.equal("settled");
  });

  it("says from half the settlement window on until when a final epoch must be settled", async () => {
    const epoch = await posted(oracle());
    const withoutRelayer = oracle().keeperOf({ relayer: null });
    await oracle().keeper.stop();
    const problemAt = async (seconds: number) => {
      await oracle().goTo((epoch + 1) * 60 + seconds);
      await withoutRelayer.round();
      await withoutRelayer.round();
      return (await oracle().row(epoch)).problem;
    };
    expect(await problemAt(3_500)).to.equal(null);
    expect(await problemAt(3_601)).to.contain("must be settled until");
    const status = (await (await fetch(`${oracle().url}/status`)).json()) as { epochsProblem: string };
    expect(status.epochsProblem).to.contain(`Epoch ${epoch}: It must be settled`);
    expect(await problemAt(7_201)).to.contain("wasn't settled");
    await withoutRelayer.stop();
  });

  it("says that the relayer has no ether, and posts once it has", async () => {
    const epoch = await oracle().attend(12);
    await oracle().keeper.round();
    for (const reporter of oracle().reporters) await reporter.round();
    const { address } = oracle().relayer;
    await oracle().chain.test.setBalance({ address, value: 1_000n });
    await oracle().keeper.round();
    expect(await oracle().stateOf(epoch)).to.equal("signed");
    expect((await oracle().row(epoch)).problem).to.contain(`The relayer ${address} has too little ether for gas`);
    await oracle().chain.test.setBalance({ address, value: 10n ** 19n });
    await oracle().keeper.round();
    expect(await oracle().row(epoch)).to.include({ state: "posted", problem: null });
  });

  it("sends nothing for an epoch in which nobody saw an ad", async () => {
    const sent = await oracle().client.getTransactionCount({ address: oracle().relayer.address });
    const epoch = await oracle().attend(0);
    await oracle().keeper.round();
    await oracle().keeper.round();
    expect(await oracle().stateOf(epoch)).to.equal("empty");
    expect(await oracle().client.getTransactionCount({ address: oracle().relayer.address })).to.equal(sent);
  });

  it("gives an epoch up that nobody signed in time, so that later ones are paid", async () => {
    const late = await oracle().attend(12);
    await oracle().keeper.round();
    await oracle().goTo((late + 1) * 60 + 3_600 - 60);
    const epoch = await oracle().attend(12);
    await oracle().keeper.round();
    expect(await oracle().stateOf(late)).to.equal("failed");
    expect((await oracle().row(late)).problem).to.contain("Not reported within the report window");
    await oracle().keeper.round();
    for (const reporter of oracle().reporters) await reporter.round();
    await oracle().keeper.round();
    expect(await oracle().stateOf(epoch)).to.equal("posted");
    await requireSameTotals(oracle());
  });

  it("prices by a report's rate once that is final, not before", async () => {
    const before = oracle().market.rateWei();
    const epoch = await posted(oracle());
    const rate = (await oracle().db.select().from(reports)).find((one) => one.epoch === epoch)!.rateWei;
    expect(rate).not.to.equal(before);
    await oracle().market.indexer.catchUp();
    expect(oracle().market.rateWei()).to.equal(before);
    await oracle().finalize();
    await oracle().market.indexer.catchUp();
    expect(oracle().market.rateWei()).to.equal(rate);
  });
});

/** The key of Hardhat's account #4: somebody with ether and no office. */
const strangersKey = "0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a";
