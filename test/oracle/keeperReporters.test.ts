import { expect } from "chai";
import { eq, type SQL, sql } from "drizzle-orm";
import { signRequest } from "../../oracle/api/reporterAuth.ts";
import { reachOracle } from "../../oracle/cli/reportedOracle.ts";
import { parseReport } from "../../oracle/settle/proposals.ts";
import { dataHashOf, publicLines } from "../../oracle/settle/publicRows.ts";
import { reportDigest } from "../../oracle/settle/reportDigest.ts";
import { epochRows, epochs } from "../../oracle/store/schema/settlement.ts";
import { caught } from "./support/caught.ts";
import { useKeptEpochs } from "./support/keptEpochs.ts";
import { account } from "./support/testChain.ts";
import { rewardsOn } from "./support/testRewards.ts";

describe("keeper of epochs", () => {
  const oracle = useKeptEpochs();

  it("waits while too few sign, says so, and posts when they do", async () => {
    const epoch = await oracle().attend(12);
    await oracle().keeper.round();
    await oracle().reporters[0]!.round();
    oracle().clock.ms += 31_000;
    await oracle().keeper.round();
    expect(await oracle().row(epoch)).to.include({
      state: "proposed",
      problem: "Signed by 1 of the 2 reporters that it takes.",
    });
    await oracle().reporters[1]!.round();
    await oracle().keeper.round();
    expect(await oracle().row(epoch)).to.include({ state: "posted", problem: null });
  });

  it("is not posted where reporters come to another result; the operator sees which row differs", async () => {
    const epoch = await oracle().attend(12);
    await oracle().keeper.round();
    // The oracle's own SQL was made to favour an account: the report follows from its rows no more.
    const [row] = await oracle().db.select().from(epochRows).where(eq(epochRows.epoch, epoch)).limit(1);
    await oracle()
      .db.update(epochRows)
      .set({ units: row!.units * 2n })
      .where(eq(epochRows.account, row!.account));
    const forged = {
      ...((await oracle().row(epoch)).report as object),
      dataHash: await dataHashOf(publicLines(oracle().db, epoch)),
    };
    const digest = reportDigest(31337, oracle().chain.deployment.oracle, parseReport(forged));
    await oracle().db.update(epochs).set({ report: forged, digest }).where(eq(epochs.epoch, epoch));
    for (const reporter of oracle().reporters) {
      const [answer] = await reporter.round();
      expect(answer).to.deep.include({ epoch, outcome: "objected" });
    }
    await oracle().keeper.round();
    const { state, problem } = await oracle().row(epoch);
    expect(state).to.equal("proposed");
    expect(problem)
      .to.contain("Signed by 0 of the 2")
      .and.to.contain(`${account(8).address} objects`);
    const seenBy = async (headers: Record<string, string>) => {
      const answer = (await (await fetch(`${oracle().url}/epochs/${epoch}`, { headers })).json()) as {
        objections: { place: string | null }[];
      };
      expect(JSON.stringify(answer).includes(row!.account)).to.equal("authorization" in headers);
      return answer.objections.map(({ place }) => place);
    };
    const operator = { authorization: `Bearer ${oracle().context.operatorToken}` };
    expect(await seenBy(operator)).to.deep.equal(Array(3).fill(`row ${row!.account}`));
    expect(await seenBy({})).to.deep.equal([null, null, null]);
    expect((await rewardsOn(oracle().chain).latest()).epoch < BigInt(epoch)).to.equal(true);
  });

  it("is not signed where the frozen rows say otherwise than the chain, whatever their arithmetic", async () => {
    const epoch = await oracle().attend(12);
    await oracle().keeper.round();
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
    const [reporter] = oracle().reporters;
    for (const [place, change, undo] of tampered) {
      await oracle().db.execute(change);
      const [answer] = await reporter!.round();
      expect(answer, place).to.have.nested.property("difference.place", place);
      await oracle().db.execute(undo);
      oracle().clock.ms += 10_000;
    }
    expect((await reporter!.round())[0]).to.include({ outcome: "signed" });
  });

  it("refuses a reporter's lie: another's signature counts for nothing, and is shown", async () => {
    const epoch = await oracle().attend(12);
    await oracle().keeper.round();
    const { digest } = await oracle().row(epoch);
    const liar = reachOracle(oracle().url, account(8), oracle().chain.deployment.oracle, () => oracle().clock.nowMs());
    const signature = await account(4).sign({ hash: digest as `0x${string}` });
    expect(await caught(liar.sign(epoch, { digest: digest as `0x${string}`, signature }))).to.include({
      code: "bad-signature",
    });
    await oracle().reporters[0]!.round();
    await oracle().keeper.round();
    expect((await oracle().row(epoch)).problem).to.contain(`${account(8).address} objects`);
    await oracle().reporters[2]!.round();
    await oracle().keeper.round();
    expect(await oracle().stateOf(epoch)).to.equal("posted");
  });

  it("shows frozen rows to reporters alone, and to them for a minute only", async () => {
    const epoch = await oracle().attend(12);
    await oracle().keeper.round();
    const as = (index: number, behindMs = 0) =>
      reachOracle(
        oracle().url,
        account(index),
        oracle().chain.deployment.oracle,
        () => oracle().clock.nowMs() - behindMs,
      );
    expect(await as(7).proposals()).to.have.length(1);
    expect(await caught(as(4).proposals())).to.include({ code: "reporters-only", status: 403 });
    expect(await caught(as(7, 61_000).proposals())).to.include({ code: "reporters-only" });
    expect((await fetch(`${oracle().url}/proposals/${epoch}/rows`)).status).to.equal(403);
  });

  it("answers a reporter's request once: overheard, it opens nothing", async () => {
    const epoch = await oracle().attend(12);
    await oracle().keeper.round();
    const path = `/proposals/${epoch}/rows`;
    const { chain, clock } = oracle();
    const request = { method: "GET", path, atMs: clock.nowMs(), oracle: chain.deployment.oracle };
    const headers = { authorization: await signRequest(account(7), request) };
    const ask = async () => {
      const answer = await fetch(oracle().url + path, { headers });
      await answer.text();
      return answer.status;
    };
    expect([await ask(), await ask()]).to.deep.equal([200, 403]);
  });
});
