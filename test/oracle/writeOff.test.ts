import { attentionOracleAbi, attentionRewardsAbi, attentionTokenAbi } from "@heed/contracts/abis";
import { briefHash } from "@heed/contracts/brief";
import type { Report } from "@heed/contracts/report";
import { expect } from "chai";
import { and, eq, sql } from "drizzle-orm";
import { type Address, type Hex, toHex } from "viem";
import { auditClaim } from "../../oracle/settle/auditClaim.ts";
import { auditEpoch } from "../../oracle/settle/auditEpoch.ts";
import { auditSources } from "../../oracle/settle/auditSources.ts";
import { readBudgets } from "../../oracle/settle/budgets.ts";
import type { PayoutsPlan } from "../../oracle/settle/payoutsPlan.ts";
import { dropEpoch, parseReport, readSpends, spendsProof } from "../../oracle/settle/proposals.ts";
import { proposeEpoch } from "../../oracle/settle/propose.ts";
import { readPlan } from "../../oracle/settle/readPlan.ts";
import { reportDigest } from "../../oracle/settle/reportDigest.ts";
import { adImpressions } from "../../oracle/store/schema/campaigns.ts";
import { campaignPayments } from "../../oracle/store/schema/chain.ts";
import { epochPayouts, epochs, epochWriteOffs, reportSignatures } from "../../oracle/store/schema/settlement.ts";
import { brief, openTestEpochs, startEpochChain, type TestEpochs } from "./support/testEpochs.ts";
import { rewardsOn } from "./support/testRewards.ts";

const HEED = 10n ** 18n;
const [EPOCH_S, SETTLEMENT_S] = [60, 1_200];
const PERIODS = "--epoch 60 --challenge-window 480 --report-window 600 --settlement-window 1200".split(" ");
const PEOPLE = 12;

describe("an epoch that nobody settled in time", function () {
  this.timeout(240_000);
  let place: Awaited<ReturnType<typeof startEpochChain>>;
  let it_: TestEpochs;
  let snapshot: Hex;
  let second: string;

  before(async () => {
    place = await startEpochChain(PERIODS);
    second = (
      await rewardsOn(place.chain).createCampaign(5, 50n * HEED, { audienceHash: briefHash(brief) })
    ).toString();
  });
  after(() => place.chain.stop());
  beforeEach(async () => {
    snapshot = await place.chain.test.snapshot();
    it_ = await openTestEpochs(place);
    await it_.people(PEOPLE);
  });
  afterEach(async () => {
    await it_.close();
    await place.chain.test.revert({ id: snapshot });
  });

  const terms = { durationS: EPOCH_S, settlementWindowS: SETTLEMENT_S };
  const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
  const reportOf = async (epoch: number): Promise<Report> => parseReport((await it_.row(epoch)).report);

  /** People read on; half of them also saw the second campaign's ad. Then the epoch is proposed. */
  const proposed = async (): Promise<number> => {
    const epoch = await it_.attend(PEOPLE);
    const atMs = epoch * EPOCH_S * 1000;
    for (let index = 0; index < PEOPLE; index += 2) {
      const seen = { viewer: `v_${index}`, campaignId: second, place: "feed", servedAtMs: atMs, viewedAtMs: atMs + 1 };
      await it_.db.insert(adImpressions).values({ ...seen, id: crypto.randomUUID() });
    }
    await it_.keeper.round();
    expect(await it_.stateOf(epoch)).to.equal("proposed");
    return epoch;
  };
  const signAndPost = async (epoch: number) => {
    for (const reporter of it_.reporters)
      expect((await reporter.round()).map(({ outcome }) => outcome)).to.deep.equal(["signed"]);
    await it_.keeper.round();
    expect(await it_.stateOf(epoch)).to.equal("posted");
  };
  const posted = async () => {
    const epoch = await proposed();
    await signAndPost(epoch);
    return epoch;
  };
  /** Has one campaign debited for a final epoch, as anybody can. */
  const debit = async (epoch: number, campaignId: string) => {
    const spends = await readSpends(it_.db, epoch);
    const some = spends.filter((one) => one.campaignId === BigInt(campaignId));
    await rewardsOn(place.chain).settle(await reportOf(epoch), spends, some);
  };
  /** Both clocks to the last second before an epoch in which nobody can settle this one any more. */
  const missWindow = (epoch: number) => it_.goTo((epoch + 1) * EPOCH_S + SETTLEMENT_S + 1);
  const settled = async (epoch: number) => {
    await it_.finalize();
    await it_.keeper.round();
    await it_.keeper.round();
    expect(await it_.stateOf(epoch)).to.equal("settled");
  };
  const lostOf = async (epoch: number) =>
    sum(
      (await it_.db.select().from(epochWriteOffs).where(eq(epochWriteOffs.ofEpoch, epoch))).map((one) => one.amountWei),
    );
  const auditOf = async (epoch: number) =>
    await auditEpoch(await auditSources(it_.client, place.chain.deployment, it_.url, epoch));
  const rewards = () => ({ address: place.chain.deployment.rewards, abi: attentionRewardsAbi }) as const;

  /** Everybody claims all that the open root says, and it is what the audit says; returns what was paid in all. */
  const claimAll = async (): Promise<bigint> => {
    await it_.market.indexer.catchUp();
    const accounts = new Set((await it_.db.select().from(epochPayouts)).map(({ account }) => account as Address));
    const { epoch } = await place.chain.client.readContract({ ...rewards(), functionName: "payouts" });
    let paid = 0n;
    for (const account of accounts) {
      const audit = await auditClaim(it_.client, place.chain.deployment, it_.url, account);
      expect(audit.difference, account).to.equal(null);
      if (audit.claimableWei > 0n) {
        const answer = await fetch(`${it_.url}/epochs/${epoch}/proofs/${account}`);
        const { cumulativeWei, proof } = (await answer.json()) as { cumulativeWei: string; proof: Hex[] };
        const args = [account, BigInt(cumulativeWei), proof] as const;
        await place.chain.mined(
          await place.chain.wallet(4).writeContract({ ...rewards(), functionName: "claim", args }),
        );
      }
      const claimed = await place.chain.client.readContract({ ...rewards(), functionName: "claimed", args: [account] });
      expect(claimed, account).to.equal(audit.claimedWei + audit.claimableWei);
      paid += claimed;
    }
    const held = await place.chain.client.readContract({
      address: place.chain.deployment.token,
      abi: attentionTokenAbi,
      functionName: "balanceOf",
      args: [place.chain.deployment.rewards],
    });
    const { debited } = await place.chain.client.readContract({ ...rewards(), functionName: "payouts" });
    expect(held, "what is left is what was debited and nobody earned").to.equal(debited - paid);
    return paid;
  };

  it("is written off by the next report as far as its campaigns weren't debited; everybody else claims exactly", async () => {
    const first = await posted();
    await settled(first);
    const epoch = await posted();
    await it_.finalize();
    await debit(epoch, place.campaignId);
    await missWindow(epoch);
    const withoutRelayer = it_.keeperOf({ relayer: null });
    await it_.keeper.stop();
    await withoutRelayer.round();
    await withoutRelayer.stop();
    expect((await it_.row(epoch)).problem).to.contain("the next reports write off");
    const next = await proposed();
    expect((await it_.row(next)).plan).to.deep.equal({ base: epoch, held: [], writtenOff: [epoch], repeats: null });
    const spends = await readSpends(it_.db, epoch);
    const undebited = spends.find(({ campaignId }) => campaignId === BigInt(second))!.amount;
    const lost = await lostOf(epoch);
    expect(lost > 0n && lost <= undebited + BigInt(2 * PEOPLE), `${lost} of ${undebited}`).to.equal(true);
    const before = await reportOf(epoch);
    const paid = sum(
      (await it_.db.select().from(epochPayouts).where(eq(epochPayouts.epoch, next))).map(({ amountWei }) => amountWei),
    );
    expect((await reportOf(next)).payoutsTotal).to.equal(before.payoutsTotal - lost + paid);

    await signAndPost(next);
    await it_.keeper.round();
    expect(await it_.row(epoch)).to.include({ state: "written-off", problem: null });
    await settled(next);
    expect(await claimAll()).to.equal((await reportOf(next)).payoutsTotal);

    const detail = async (one: number) => (await (await fetch(`${it_.url}/epochs/${one}`)).json()) as object;
    expect(await detail(epoch)).to.deep.include({ writtenOff: { by: next, amountWei: lost.toString() } });
    expect(await detail(next)).to.deep.include({
      writesOff: [{ epoch, amountWei: lost.toString() }],
      holdsBack: false,
    });
    expect(await auditOf(epoch)).to.deep.include({ holds: true, writtenOff: { by: next, amountWei: lost } });
    expect(await auditOf(next)).to.deep.include({
      holds: true,
      writesOff: [{ epoch, amountWei: lost }],
      repeats: null,
    });
    const reader = (await it_.db.select().from(epochWriteOffs))[0]!;
    const claim = await auditClaim(it_.client, place.chain.deployment, it_.url, reader.account as Address);
    expect(claim.writtenOff).to.deep.equal([{ epoch, by: next, amountWei: reader.amountWei }]);
  });

  it("leaves its campaigns what they weren't debited for, as the chain does", async () => {
    const epoch = await posted();
    await it_.finalize();
    await debit(epoch, place.campaignId);
    await it_.market.indexer.catchUp();
    const [spent] = (await readSpends(it_.db, epoch)).filter(({ campaignId }) => campaignId === BigInt(second));
    const availableAt = async (later: number) => {
      const found = await readBudgets(it_.db, { epoch: later, terms, block: it_.market.indexer.state!.indexedBlock });
      return found.find(({ campaignId }) => campaignId === second)!.availableWei;
    };
    // Its window ends a second before the epoch after this one begins.
    const last = epoch + 1 + SETTLEMENT_S / EPOCH_S;
    expect(await availableAt(last)).to.equal(50n * HEED - spent!.amount);
    expect(await availableAt(last + 1)).to.equal(50n * HEED);
    await missWindow(epoch);
    const next = await proposed();
    const { left } = await place.chain.client.readContract({
      ...rewards(),
      functionName: "campaign",
      args: [BigInt(second)],
    });
    expect(await availableAt(next)).to.equal(left);
    const page = (await (await fetch(`${it_.url}/campaigns/${second}`)).json()) as { availableWei: string };
    const [more] = (await readSpends(it_.db, next)).filter(({ campaignId }) => campaignId === BigInt(second));
    expect(BigInt(page.availableWei)).to.equal(left - more!.amount);
  });

  it("is written off by the report after one that was vetoed, and no more than once", async () => {
    const epoch = await posted();
    await missWindow(epoch);
    const vetoed = await posted();
    const lost = await lostOf(epoch);
    expect(lost).to.equal((await reportOf(epoch)).payoutsTotal);
    await rewardsOn(place.chain).veto(BigInt(vetoed));
    await it_.keeper.round();
    expect(await it_.stateOf(vetoed)).to.equal("vetoed");
    expect(await it_.stateOf(epoch)).to.equal("final");
    expect(await lostOf(epoch)).to.equal(0n);
    const later = await it_.attend(PEOPLE);
    await it_.keeper.round();
    // Nobody attended in the epoch between, but it can write off.
    const next = later - 1;
    expect((await it_.row(next)).plan?.writtenOff).to.deep.equal([epoch]);
    await signAndPost(next);
    expect(await lostOf(epoch)).to.equal(lost);
    await it_.keeper.round();
    await signAndPost(later);
    expect((await it_.row(later)).plan).to.equal(null);
    await settled(later);
    expect(await claimAll()).to.equal((await reportOf(later)).payoutsTotal);
    expect((await auditOf(later)).differences).to.deep.equal([]);
  });

  it("is not written off while a report can be opened that has it: new ones hold back, and bring all later", async () => {
    const epoch = await posted();
    const withIt = await posted();
    // Of the second one there is a minute left to settle it.
    await missWindow(epoch);
    await it_.keeper.round();
    expect(await it_.stateOf(withIt), "debited, and not opened for want of the first one's").to.equal("final");
    const holding = await proposed();
    expect((await it_.row(holding)).plan).to.deep.include({ base: withIt, held: [], writtenOff: [], repeats: 0 });
    expect((await reportOf(holding)).payoutsTotal).to.equal(0n);
    expect(await lostOf(epoch)).to.equal(0n);
    await signAndPost(holding);
    const next = await proposed();
    expect((await it_.row(next)).plan).to.deep.equal({
      ...{ base: withIt, held: [holding], repeats: null },
      writtenOff: [epoch],
    });
    await signAndPost(next);
    expect(await it_.stateOf(epoch)).to.equal("written-off");
    expect(await auditOf(holding)).to.deep.include({ holds: true, repeats: 0 });
    expect((await auditOf(next)).differences).to.deep.equal([]);
    await settled(next);
    const { payoutsTotal } = await reportOf(next);
    const all = sum((await it_.db.select().from(epochPayouts)).map(({ amountWei }) => amountWei));
    expect(payoutsTotal).to.equal(all - (await lostOf(epoch)));
    expect(await claimAll()).to.equal(payoutsTotal);
  });

  it("pays nobody twice where a stranger opens a report that has it, after later ones began to hold back", async () => {
    // Four reports before the first is final, and nobody who settles.
    const quiet = it_.keeperOf({ relayer: null });
    const epochs_: number[] = [];
    await it_.keeper.stop();
    const postedQuietly = async () => {
      const epoch = await it_.attend(PEOPLE);
      for (;;) {
        await quiet.round();
        const [waiting] = await it_.db.select().from(epochs).where(eq(epochs.state, "proposed"));
        if (!waiting) break;
        for (const reporter of it_.reporters) await reporter.round();
        await postByStranger(waiting.epoch);
      }
      expect(await it_.stateOf(epoch)).to.equal("posted");
      return epoch;
    };
    const postByStranger = async (epoch: number) => {
      const report = await reportOf(epoch);
      const rows = await it_.db.select().from(reportSignatures).where(eq(reportSignatures.epoch, epoch));
      const signatures = rows.map(({ signer, signature }) => {
        return { signer: signer as Address, signature: toHex(signature) };
      });
      const of = { address: place.chain.deployment.oracle, abi: attentionOracleAbi } as const;
      await place.chain.mined(
        await place.chain.wallet(4).writeContract({ ...of, functionName: "post", args: [report, signatures] }),
      );
    };
    const settleAll = async (epoch: number) => {
      const { spends, proof, proofFlags } = await spendsProof(it_.db, epoch);
      const args = [await reportOf(epoch), spends, proof as Hex[], proofFlags] as const;
      await place.chain.mined(
        await place.chain.wallet(4).writeContract({ ...rewards(), functionName: "settle", args }),
      );
    };
    const openEpoch = async () =>
      Number((await place.chain.client.readContract({ ...rewards(), functionName: "payouts" })).epoch);
    for (let count = 0; count < 4; count++) epochs_.push(await postedQuietly());
    const [lost, debited, opened, last] = epochs_ as [number, number, number, number];
    await missWindow(lost);
    await settleAll(debited);
    const holding = await postedQuietly();
    expect((await it_.row(holding)).plan).to.deep.include({ repeats: 0, writtenOff: [] });
    // The stranger debits what can be, and so opens one of them: what it has of the lost epoch is paid by the others.
    await settleAll(last);
    await settleAll(opened);
    expect(await openEpoch()).to.equal(opened);
    expect(await claimAll()).to.equal((await reportOf(opened)).payoutsTotal);
    // From then on the lost epoch counts as paid, and the newest wait for as much again.
    const next = await postedQuietly();
    expect((await it_.row(next)).plan).to.deep.include({ writtenOff: [], repeats: null, held: [holding] });
    expect(await lostOf(lost)).to.equal(0n);
    await it_.finalize();
    await settleAll(holding);
    expect(await openEpoch()).to.equal(holding);
    expect(await claimAll(), "it takes nothing from anybody").to.equal((await reportOf(opened)).payoutsTotal);
    await quiet.round();
    expect((await it_.row(lost)).problem).to.contain("was paid by what later campaigns spent");
    expect((await auditOf(next)).differences).to.deep.equal([]);
    await quiet.stop();
  });

  it("is written off even where no campaign runs any more, so that what was debited can be claimed", async () => {
    const epoch = await posted();
    await it_.finalize();
    await debit(epoch, place.campaignId);
    for (const id of [place.campaignId, second]) {
      const args = [BigInt(id)] as const;
      await place.chain.mined(await place.chain.wallet(5).writeContract({ ...rewards(), functionName: "close", args }));
    }
    await missWindow(epoch);
    const idle = await it_.attend(0);
    await it_.keeper.round();
    expect(await it_.stateOf(idle)).to.equal("proposed");
    await signAndPost(idle);
    await settled(idle);
    expect(await claimAll()).to.equal((await reportOf(idle)).payoutsTotal);
    const later = await it_.attend(0);
    await it_.keeper.round();
    expect(await it_.stateOf(later), "there is nothing more to report").to.equal(undefined);
  });

  it("is not signed where too much is written off, too little, nothing, or another epoch", async () => {
    const paid = await posted();
    await settled(paid);
    const epoch = await posted();
    await it_.finalize();
    await debit(epoch, place.campaignId);
    await missWindow(epoch);
    const next = await proposed();
    const honest = (await it_.row(next)).plan!;
    const [reporter] = it_.reporters;
    const proposeAs = async (plan: PayoutsPlan | null) => {
      const { parent, modelHash } = await reportOf(next);
      await dropEpoch(it_.db, next);
      const { report } = await proposeEpoch(it_.db, { epoch: next, parent, modelHash, plan });
      const digest = reportDigest(31337, place.chain.deployment.oracle, report!);
      await it_.db.update(epochs).set({ digest }).where(eq(epochs.epoch, next));
    };
    const placeOf = async (plan: PayoutsPlan | null) => {
      await proposeAs(plan);
      it_.clock.ms += 10_000;
      const [answer] = await reporter!.round();
      return answer!.outcome === "signed" ? null : answer!.difference.place;
    };
    expect(await placeOf(null), "nothing").to.equal("payoutsTotal");
    expect(await placeOf({ ...honest, repeats: paid }), "held back for no reason").to.equal("payoutsTotal");
    expect(await placeOf({ ...honest, base: paid }), "on another base").to.equal("what accounts had earned before");
    const debits = and(eq(campaignPayments.kind, "debited"), eq(campaignPayments.epoch, epoch));
    const [first] = await it_.db.select().from(campaignPayments).where(debits);
    await it_.db.delete(campaignPayments).where(debits);
    expect(await placeOf(honest), "too much").to.equal("payoutsTotal");
    await it_.db.insert(campaignPayments).values([first!, { ...first!, campaignId: second, logIndex: 999 }]);
    expect(await placeOf(honest), "too little").to.equal("payoutsTotal");
    await it_.db.delete(campaignPayments).where(eq(campaignPayments.logIndex, 999));
    await it_.db.execute(sql`update epoch_rows set units = units + 1 where epoch = ${epoch}`);
    expect(await placeOf(honest), "rows that aren't the report's").to.equal(`rows of epoch ${epoch}`);
    await it_.db.execute(sql`update epoch_rows set units = units - 1 where epoch = ${epoch}`);
    expect(await placeOf({ ...honest, writtenOff: [epoch, paid] }), "what was settled adds nothing").to.equal(null);
    expect(await readPlan(it_.db, terms, next)).to.deep.equal(honest);
  });
});
