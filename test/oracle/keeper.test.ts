import { expect } from "chai";
import { eq, type SQL, sql } from "drizzle-orm";
import { signRequest } from "../../oracle/api/reporterAuth.ts";
import { createRelayer } from "../../oracle/chain/relayer.ts";
import { reachOracle } from "../../oracle/cli/reportedOracle.ts";
import { auditEpoch } from "../../oracle/settle/auditEpoch.ts";
import { auditSources } from "../../oracle/settle/auditSources.ts";
import { parseReport } from "../../oracle/settle/proposals.ts";
import { dataHashOf, publicLines } from "../../oracle/settle/publicRows.ts";
import { reportDigest } from "../../oracle/settle/reportDigest.ts";
import type { Database } from "../../oracle/store/database.ts";
import { campaignPayments, openedPayouts, reports } from "../../oracle/store/schema/chain.ts";
import { epochPayouts, epochRows, epochs, payoutTotals } from "../../oracle/store/schema/settlement.ts";
import { caught } from "./support/caught.ts";
import { account } from "./support/testChain.ts";
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
    const sources = await auditSources(it_.client, place.chain.deployment, it_.url, epoch);
    expect((await auditEpoch(sources)).differences).to.deep.equal([]);
    expect((await sources.campaign(place.campaignId))!.escrowedWei, "before this epoch's debit").to.equal(
      100n * 10n ** 18n,
    );
  });

  /** An epoch with a posted report, not final yet. */
  const posted = async () => {
    const epoch = await it_.attend(12);
    await it_.keeper.round();
    for (const reporter of it_.reporters) await reporter.round();
    await it_.keeper.round();
    expect(await it_.stateOf(epoch)).to.equal("posted");
    return epoch;
  };
  const unreported = { report: null, digest: null, txHash: null };
  const settle = async () => {
    await it_.finalize();
    await it_.keeper.round();
  };
  const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
  /** What accounts earned by what is stored is what the chain's latest report says. */
  const requireSameTotals = async () => {
    const stored = sum((await it_.db.select().from(epochPayouts)).map(({ amountWei }) => amountWei));
    expect((await rewardsOn(place.chain).latest()).payoutsTotal).to.equal(stored);
    const totals = sum((await it_.db.select().from(payoutTotals)).map(({ cumulativeWei }) => cumulativeWei));
    expect(totals).to.equal(stored);
  };

  it("comes to exactly one report, wherever it is cut off, before any of its writes or transactions", async () => {
    let cuts = 0;
    for (let writes = 1; ; writes++) {
      let left = writes;
      const tick = () => {
        if (--left <= 0) throw new PowerCut();
      };
      const cut = it_.keeperOf(
        { relayer: { ...it_.relayer, send: (write) => cutAround(tick, () => it_.relayer.send(write)) } },
        { store: { ...it_.context.store, db: cutBefore(it_.db, tick) } },
      );
      const epoch = await it_.attend(12);
      const step = async () => {
        const keeper = left > 0 ? cut : it_.keeper;
        await keeper.round().catch((error: unknown) => {
          if (!(error instanceof PowerCut)) throw error;
        });
      };
      await step();
      await step();
      for (const reporter of it_.reporters) await reporter.round();
      await step();
      await step();
      await it_.finalize();
      await step();
      await step();
      expect(await it_.stateOf(epoch), `cut before write ${writes}`).to.equal("settled");
      expect((await it_.db.select().from(reports)).filter((one) => one.epoch === epoch)).to.have.length(1);
      await requireSameTotals();
      if (left > 0) break;
      cuts = writes;
    }
    expect(cuts).to.be.above(10);
    const all = (await it_.db.select().from(reports)).map(({ epoch }) => epoch);
    expect(new Set(all).size).to.equal(all.length);
  });

  it("comes to one report where two keepers believe that they lead", async () => {
    const epoch = await it_.attend(12);
    const both = [it_.keeper, it_.keeperOf()];
    const round = () => Promise.allSettled(both.map((keeper) => keeper.round()));
    await round();
    await round();
    for (const reporter of it_.reporters) await reporter.round();
    await round();
    await round();
    await it_.finalize();
    await round();
    await it_.keeper.round();
    expect(await it_.stateOf(epoch)).to.equal("settled");
    expect(await it_.db.select().from(reports)).to.have.length(1);
    await requireSameTotals();
  });

  it("takes a report that somebody else's relayer posted for its own", async () => {
    const epoch = await it_.attend(12);
    await it_.keeper.round();
    for (const reporter of it_.reporters) await reporter.round();
    const withoutRelayer = it_.keeperOf({ relayer: null });
    await withoutRelayer.round();
    expect(await it_.row(epoch)).to.include({ state: "signed" });
    expect((await it_.row(epoch)).problem).to.contain("HEED_RELAYER_KEY");
    await it_.keeperOf({ relayer: createRelayer(it_.client, it_.context.options, strangersKey) }).round();
    await withoutRelayer.round();
    expect(await it_.row(epoch)).to.include({ state: "posted", problem: null });
    await settle();
    expect(await it_.stateOf(epoch)).to.equal("settled");
  });

  it("pays nothing of a vetoed report, proposes it no more, and proposes anew what had been built on it", async () => {
    const first = await posted();
    await settle();
    const vetoed = await posted();
    const later = await posted();
    const before = (await it_.row(later)).digest;
    await rewardsOn(place.chain).veto(BigInt(vetoed));
    await it_.keeper.round();
    expect(await it_.row(vetoed)).to.include({ state: "vetoed", report: null });
    expect((await it_.row(vetoed)).problem).to.contain("vetoed");
    expect(await it_.stateOf(later)).to.equal("proposed");
    expect((await it_.row(later)).digest).not.to.equal(before);
    for (const reporter of it_.reporters) await reporter.round();
    await it_.keeper.round();
    await settle();
    expect(await it_.stateOf(later)).to.equal("settled");
    const paid = new Set((await it_.db.select().from(epochPayouts)).map(({ epoch }) => epoch));
    expect([...paid].sort()).to.deep.equal([first, later]);
    await requireSameTotals();
  });

  it("proposes anew what fell with a veto, though a later epoch was empty", async () => {
    const vetoed = await posted();
    const fell = await posted();
    await it_.db.insert(epochs).values({ ...(await it_.row(fell)), epoch: fell + 1, ...unreported, state: "empty" });
    await rewardsOn(place.chain).veto(BigInt(vetoed));
    await it_.keeper.round();
    expect(await it_.stateOf(fell)).to.equal("proposed");
    for (const reporter of it_.reporters) await reporter.round();
    await it_.keeper.round();
    expect(await it_.stateOf(fell)).to.equal("posted");
    await requireSameTotals();
  });

  it("posts a report again that a re-org took from the chain, and settles again what one unsettled", async () => {
    const epoch = await it_.attend(12);
    await it_.keeper.round();
    for (const reporter of it_.reporters) await reporter.round();
    let branch = await place.chain.test.snapshot();
    const fork = async () => {
      await place.chain.test.revert({ id: branch });
      await place.chain.test.mine({ blocks: 4 });
    };
    await it_.keeper.round();
    const { digest } = await it_.row(epoch);
    expect(await it_.stateOf(epoch)).to.equal("posted");
    await fork();
    await it_.keeper.round();
    expect(await it_.row(epoch)).to.include({ state: "posted", digest });
    expect(await rewardsOn(place.chain).latest()).to.include({ digest });
    await it_.finalize();
    branch = await place.chain.test.snapshot();
    await it_.keeper.round();
    expect(await it_.stateOf(epoch)).to.equal("settled");
    await fork();
    await it_.keeper.round();
    await it_.keeper.round();
    expect(await it_.stateOf(epoch)).to.equal("settled");
    expect((await it_.db.select().from(campaignPayments)).filter(({ kind }) => kind === "debited")).to.have.length(1);
  });

  it("pays a vetoed report after all where a re-org took the veto back", async () => {
    const epoch = await posted();
    const { digest } = await it_.row(epoch);
    const branch = await place.chain.test.snapshot();
    await rewardsOn(place.chain).veto(BigInt(epoch));
    await it_.keeper.round();
    expect(await it_.stateOf(epoch)).to.equal("vetoed");
    await place.chain.test.revert({ id: branch });
    await place.chain.test.mine({ blocks: 4 });
    await it_.keeper.round();
    expect(await it_.row(epoch)).to.include({ state: "posted", digest });
    await settle();
    expect(await it_.stateOf(epoch)).to.equal("settled");
    await requireSameTotals();
  });

  it("says from half the settlement window on until when a final epoch must be settled", async () => {
    const epoch = await posted();
    const withoutRelayer = it_.keeperOf({ relayer: null });
    await it_.keeper.stop();
    const problemAt = async (seconds: number) => {
      await it_.goTo((epoch + 1) * 60 + seconds);
      await withoutRelayer.round();
      await withoutRelayer.round();
      return (await it_.row(epoch)).problem;
    };
    expect(await problemAt(3_500)).to.equal(null);
    expect(await problemAt(3_601)).to.contain("must be settled until");
    const status = (await (await fetch(`${it_.url}/status`)).json()) as { epochsProblem: string };
    expect(status.epochsProblem).to.contain(`Epoch ${epoch}: It must be settled`);
    expect(await problemAt(7_201)).to.contain("wasn't settled");
    await withoutRelayer.stop();
  });

  it("waits while too few sign, says so, and posts when they do", async () => {
    const epoch = await it_.attend(12);
    await it_.keeper.round();
    await it_.reporters[0]!.round();
    it_.clock.ms += 31_000;
    await it_.keeper.round();
    expect(await it_.row(epoch)).to.include({
      state: "proposed",
      problem: "Signed by 1 of the 2 reporters that it takes.",
    });
    await it_.reporters[1]!.round();
    await it_.keeper.round();
    expect(await it_.row(epoch)).to.include({ state: "posted", problem: null });
  });

  it("is not posted where reporters come to another result; the operator sees which row differs", async () => {
    const epoch = await it_.attend(12);
    await it_.keeper.round();
    // The oracle's own SQL was made to favour an account: the report follows from its rows no more.
    const [row] = await it_.db.select().from(epochRows).where(eq(epochRows.epoch, epoch)).limit(1);
    await it_.db
      .update(epochRows)
      .set({ units: row!.units * 2n })
      .where(eq(epochRows.account, row!.account));
    const forged = {
      ...((await it_.row(epoch)).report as object),
      dataHash: await dataHashOf(publicLines(it_.db, epoch)),
    };
    const digest = reportDigest(31337, place.chain.deployment.oracle, parseReport(forged));
    await it_.db.update(epochs).set({ report: forged, digest }).where(eq(epochs.epoch, epoch));
    for (const reporter of it_.reporters) {
      const [answer] = await reporter.round();
      expect(answer).to.deep.include({ epoch, outcome: "objected" });
    }
    await it_.keeper.round();
    const { state, problem } = await it_.row(epoch);
    expect(state).to.equal("proposed");
    expect(problem)
      .to.contain("Signed by 0 of the 2")
      .and.to.contain(`${account(8).address} objects`);
    const seenBy = async (headers: Record<string, string>) => {
      const answer = (await (await fetch(`${it_.url}/epochs/${epoch}`, { headers })).json()) as {
        objections: { place: string | null }[];
      };
      expect(JSON.stringify(answer).includes(row!.account)).to.equal("authorization" in headers);
      return answer.objections.map(({ place }) => place);
    };
    const operator = { authorization: `Bearer ${it_.context.operatorToken}` };
    expect(await seenBy(operator)).to.deep.equal(Array(3).fill(`row ${row!.account}`));
    expect(await seenBy({})).to.deep.equal([null, null, null]);
    expect((await rewardsOn(place.chain).latest()).epoch < BigInt(epoch)).to.equal(true);
  });

  it("is not signed where the frozen rows say otherwise than the chain, whatever their arithmetic", async () => {
    const epoch = await it_.attend(12);
    await it_.keeper.round();
    const first = account(20).address;
    const tampered: [place: string, change: SQL, undo: SQL][] = [
      [
        "campaign 1: available",
        sql`update epoch_campaigns set available_wei = available_wei * 2`,
        sql`update epoch_campaigns set available_wei = available_wei / 2`,
      ],
      [
        "campaign 1: spendable",
        sql`update epoch_campaigns set spendable_wei = spendable_wei + 1`,
        sql`update epoch_campaigns set spendable_wei = spendable_wei - 1`,
      ],
      [
        "campaign 1: highest rate",
        sql`update epoch_campaigns set max_rate_wei = max_rate_wei + 1`,
        sql`update epoch_campaigns set max_rate_wei = max_rate_wei - 1`,
      ],
      [
        "campaign 1: topics",
        sql`update epoch_campaigns set topics = '{"another"}'`,
        sql`update epoch_campaigns set topics = '{}'`,
      ],
      [
        "rate before",
        sql`update epochs set previous_rate_wei = previous_rate_wei + 1 where epoch = ${epoch}`,
        sql`update epochs set previous_rate_wei = previous_rate_wei - 1 where epoch = ${epoch}`,
      ],
      [
        "content 1: creator",
        sql`update epoch_contents set creator = ${account(9).address}`,
        sql`update epoch_contents set creator = ${account(2).address}`,
      ],
      [
        "what accounts had earned before",
        sql`insert into payout_totals values (${account(4).address}, 7)`,
        sql`delete from payout_totals where account = ${account(4).address}`,
      ],
      [
        `viewer ${first}: share`,
        sql`update epoch_viewers set share_bps = 10001 where account = ${first}`,
        sql`update epoch_viewers set share_bps = 3000 where account = ${first}`,
      ],
    ];
    const [reporter] = it_.reporters;
    for (const [place, change, undo] of tampered) {
      await it_.db.execute(change);
      const [answer] = await reporter!.round();
      expect(answer, place).to.have.nested.property("difference.place", place);
      await it_.db.execute(undo);
      it_.clock.ms += 10_000;
    }
    expect((await reporter!.round())[0]).to.include({ outcome: "signed" });
  });

  it("refuses a reporter's lie: another's signature counts for nothing, and is shown", async () => {
    const epoch = await it_.attend(12);
    await it_.keeper.round();
    const { digest } = await it_.row(epoch);
    const liar = reachOracle(it_.url, account(8), place.chain.deployment.oracle, () => it_.clock.nowMs());
    const signature = await account(4).sign({ hash: digest as `0x${string}` });
    expect(await caught(liar.sign(epoch, { digest: digest as `0x${string}`, signature }))).to.include({
      code: "bad-signature",
    });
    await it_.reporters[0]!.round();
    await it_.keeper.round();
    expect((await it_.row(epoch)).problem).to.contain(`${account(8).address} objects`);
    await it_.reporters[2]!.round();
    await it_.keeper.round();
    expect(await it_.stateOf(epoch)).to.equal("posted");
  });

  it("shows frozen rows to reporters alone, and to them for a minute only", async () => {
    const epoch = await it_.attend(12);
    await it_.keeper.round();
    const as = (index: number, behindMs = 0) =>
      reachOracle(it_.url, account(index), place.chain.deployment.oracle, () => it_.clock.nowMs() - behindMs);
    expect(await as(7).proposals()).to.have.length(1);
    expect(await caught(as(4).proposals())).to.include({ code: "reporters-only", status: 403 });
    expect(await caught(as(7, 61_000).proposals())).to.include({ code: "reporters-only" });
    expect((await fetch(`${it_.url}/proposals/${epoch}/rows`)).status).to.equal(403);
  });

  it("answers a reporter's request once: overheard, it opens nothing", async () => {
    const epoch = await it_.attend(12);
    await it_.keeper.round();
    const [path, { oracle }] = [`/proposals/${epoch}/rows`, place.chain.deployment];
    const request = { method: "GET", path, atMs: it_.clock.nowMs(), oracle };
    const headers = { authorization: await signRequest(account(7), request) };
    const ask = async () => {
      const answer = await fetch(it_.url + path, { headers });
      await answer.text();
      return answer.status;
    };
    expect([await ask(), await ask()]).to.deep.equal([200, 403]);
  });

  it("says that the relayer has no ether, and posts once it has", async () => {
    const epoch = await it_.attend(12);
    await it_.keeper.round();
    for (const reporter of it_.reporters) await reporter.round();
    const { address } = it_.relayer;
    await place.chain.test.setBalance({ address, value: 1_000n });
    await it_.keeper.round();
    expect(await it_.stateOf(epoch)).to.equal("signed");
    expect((await it_.row(epoch)).problem).to.contain(`The relayer ${address} has too little ether for gas`);
    await place.chain.test.setBalance({ address, value: 10n ** 19n });
    await it_.keeper.round();
    expect(await it_.row(epoch)).to.include({ state: "posted", problem: null });
  });

  it("sends nothing for an epoch in which nobody saw an ad", async () => {
    const sent = await it_.client.getTransactionCount({ address: it_.relayer.address });
    const epoch = await it_.attend(0);
    await it_.keeper.round();
    await it_.keeper.round();
    expect(await it_.stateOf(epoch)).to.equal("empty");
    expect(await it_.client.getTransactionCount({ address: it_.relayer.address })).to.equal(sent);
  });

  it("gives an epoch up that nobody signed in time, so that later ones are paid", async () => {
    const late = await it_.attend(12);
    await it_.keeper.round();
    await it_.goTo((late + 1) * 60 + 3_600 - 60);
    const epoch = await it_.attend(12);
    await it_.keeper.round();
    expect(await it_.stateOf(late)).to.equal("failed");
    expect((await it_.row(late)).problem).to.contain("Not reported within the report window");
    await it_.keeper.round();
    for (const reporter of it_.reporters) await reporter.round();
    await it_.keeper.round();
    expect(await it_.stateOf(epoch)).to.equal("posted");
    await requireSameTotals();
  });

  it("prices by a report's rate once that is final, not before", async () => {
    const before = it_.market.rateWei();
    const epoch = await posted();
    const rate = (await it_.db.select().from(reports)).find((one) => one.epoch === epoch)!.rateWei;
    expect(rate).not.to.equal(before);
    await it_.market.indexer.catchUp();
    expect(it_.market.rateWei()).to.equal(before);
    await it_.finalize();
    await it_.market.indexer.catchUp();
    expect(it_.market.rateWei()).to.equal(rate);
  });
});

class PowerCut extends Error {}

/** The key of Hardhat's account #4: somebody with ether and no office. */
const strangersKey = "0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a";

/** A database that may be gone before any statement that writes. */
function cutBefore(db: Database, tick: () => void): Database {
  return new Proxy(db, {
    get: (target, name) => {
      const value = Reflect.get(target, name, target);
      if (!["transaction", "insert", "update", "delete"].includes(String(name))) return value;
      return (...args: unknown[]) => {
        tick();
        return (value as (...all: unknown[]) => unknown).apply(target, args);
      };
    },
  });
}

/** Cut off before a transaction is sent, or after that and before anybody knows. */
async function cutAround<T>(tick: () => void, send: () => Promise<T>): Promise<T> {
  tick();
  const sent = await send();
  tick();
  return sent;
}
