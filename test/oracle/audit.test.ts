import type { Report } from "@heed/contracts/report";
import { expect } from "chai";
import { sql } from "drizzle-orm";
import { keccak256, toHex, zeroHash } from "viem";
import { epochRowRoutes } from "../../oracle/api/epochRows.ts";
import { answerError } from "../../oracle/api/errors.ts";
import { type Listening, listen } from "../../oracle/api/listen.ts";
import { createRouter } from "../../oracle/api/router.ts";
import { type AuditSources, auditEpoch } from "../../oracle/settle/auditEpoch.ts";
import { balancesOf, pagesOf } from "../../oracle/settle/auditSources.ts";
import { NOTHING_CARRIED } from "../../oracle/settle/carried.ts";
import { checkProposal } from "../../oracle/settle/checkProposal.ts";
import { type EpochToFreeze, freezeEpoch } from "../../oracle/settle/freeze.ts";
import { frozenRows } from "../../oracle/settle/frozenRows.ts";
import { proposeEpoch } from "../../oracle/settle/propose.ts";
import { publicLines } from "../../oracle/settle/publicRows.ts";
import { leafHash, provenRoot } from "../../oracle/settle/standardTree.ts";
import { epochs } from "../../oracle/store/schema/settlement.ts";
import { testContext } from "./support/context.ts";
import { addressOf, EPOCH, RATE, writeWorld } from "./support/epochWorld.ts";
import { useStore } from "./support/stores.ts";

const HEED = 10n ** 18n;

describe("Auditing an epoch", () => {
  const store = useStore();
  let served: Listening;
  let frozen: EpochToFreeze;
  let report: Report;

  before(async () => {
    const app = createRouter();
    app.onError(answerError(testContext(store())));
    served = await listen(app.route("/", epochRowRoutes({ store: store() })), { host: "127.0.0.1", port: 0 });
  });
  after(() => served.close());

  beforeEach(async () => {
    const { db } = store();
    const viewers = ["ann", "bob", "cleo"].map((name, i) => ({
      name,
      saw: ["1"],
      read: [["1", 50 + i]] as [string, number][],
    }));
    frozen = await writeWorld(db, {
      contents: [{ id: "1", creator: "author" }],
      campaigns: [{ id: "1", spendableWei: HEED }],
      viewers,
    });
    await freezeEpoch(db, frozen);
    const proposal = await proposeEpoch(db, { epoch: EPOCH, parent: zeroHash, modelHash: zeroHash });
    report = proposal.report!;
  });

  const sources = (changes: Partial<AuditSources> = {}): AuditSources => ({
    rows: pagesOf(`${served.url}/epochs/${EPOCH}/rows`),
    balancesBefore: balancesOf((async function* (): AsyncGenerator<string> {})()),
    report,
    previous: null,
    carried: NOTHING_CARRIED,
    writtenOff: null,
    previousRateWei: RATE,
    campaign: async () => ({
      maxRateWei: RATE,
      audienceHash: keccak256(toHex("brief 1")),
      startsAtMs: 0,
      endsAtMs: 1e15,
      escrowedWei: 10n ** 21n,
    }),
    ...changes,
  });

  it("comes to the report from the rows that anybody can download", async () => {
    const audit = await auditEpoch(sources());
    expect(audit).to.include({ holds: true, difference: null, accounts: 4, paidWei: report.payoutsTotal });
  });

  it("names the first difference: in the rows, the rate, a campaign, the roots, what was before", async () => {
    const place = async (changes: Partial<AuditSources>) => (await auditEpoch(sources(changes))).difference?.place;
    expect(await place({ report: { ...report, dataHash: zeroHash } })).to.equal("data hash");
    expect(await place({ report: { ...report, rate: report.rate + 1n } })).to.equal("rate");
    expect(await place({ report: { ...report, spendsRoot: zeroHash } })).to.equal("spends root");
    expect(await place({ report: { ...report, payoutsTotal: 1n } })).to.equal("payouts total");
    expect(await place({ report: { ...report, payoutsRoot: zeroHash } })).to.equal("payouts root");
    expect(await place({ previousRateWei: 1n })).to.equal("previous rate");
    expect(await place({ previous: { rateWei: RATE, payoutsRoot: zeroHash, payoutsTotal: 7n } })).to.equal(
      "payouts total before",
    );
    expect(await place({ campaign: async () => null })).to.equal("campaign 1");
    const poorer = { ...(await sources().campaign("1"))!, escrowedWei: 10n ** 21n - 1n };
    expect(await place({ campaign: async () => poorer })).to.equal("campaign 1 available");
    await store().db.execute(sql`update epoch_rows set units = units * 3 where account = ${addressOf("ann")}`);
    const audit = await auditEpoch(sources());
    expect(audit.differences.map((one) => one.place)).to.include.members([
      "data hash",
      "cell 0 supply",
      "payouts root",
    ]);
  });

  it("names a campaign that could spend more than it had", async () => {
    await store().db.execute(sql`update epoch_campaigns set available_wei = spendable_wei - 1`);
    expect((await auditEpoch(sources())).differences.map(({ place }) => place)).to.include("campaign 1 spendable");
  });

  it("starts from what accounts had earned before", async () => {
    const { db } = store();
    const second = {
      ...frozen,
      epoch: EPOCH + 1,
      fromMs: frozen.toMs,
      toMs: frozen.toMs + 3_600_000,
      previousRateWei: report.rate,
    };
    await db.execute(
      sql`insert into attention select viewer, content_id, from_ms + 3600000, to_ms + 3600000 from attention where viewer <> 'v_bob'`,
    );
    await db.execute(sql`update ad_impressions set viewed_at_ms = viewed_at_ms + 3600000`);
    await freezeEpoch(db, second);
    const next = await proposeEpoch(db, { epoch: EPOCH + 1, parent: zeroHash, modelHash: zeroHash });
    const audit = await auditEpoch(
      sources({
        rows: pagesOf(`${served.url}/epochs/${EPOCH + 1}/rows`),
        balancesBefore: balancesOf(pagesOf(`${served.url}/epochs/${EPOCH}/balances`)),
        report: next.report!,
        previous: { rateWei: report.rate, ...report },
      }),
    );
    expect(audit.differences).to.deep.equal([]);
    expect(audit.accounts).to.equal(3);
  });

  it("proves what an account had earned, and says where there is nothing to prove", async () => {
    const ask = async (path: string) => {
      const answer = await fetch(served.url + path);
      return { status: answer.status, body: (await answer.json()) as Record<string, never> };
    };
    const account = addressOf("ann");
    const { body } = await ask(`/epochs/${EPOCH}/proofs/${account}`);
    expect(provenRoot(leafHash(account, BigInt(body.cumulativeWei!)), body.proof!)).to.equal(report.payoutsRoot);
    expect((await ask(`/payouts/${account}`)).body.epochs).to.deep.equal([
      { epoch: EPOCH, amountWei: body.cumulativeWei },
    ]);
    expect((await ask(`/epochs/${EPOCH}/proofs/${addressOf("nobody")}`)).body.error).to.include({
      code: "nothing-earned",
    });
    expect((await ask(`/epochs/7/proofs/${account}`)).body.error).to.include({ code: "no-report", field: "epoch" });
    // Trees cost memory and time: none is made of a report that later ones contain.
    await store()
      .db.insert(epochs)
      .values(
        [1, 2].map((later) => ({
          ...{
            epoch: EPOCH + later,
            state: "posted",
            fromMs: 0,
            toMs: 0,
            frozenAtMs: 0,
            block: 1,
            previousRateWei: RATE,
          },
          report: { ...report, rate: "1", epoch: "1", payoutsTotal: "1" },
        })),
      );
    expect((await ask(`/epochs/${EPOCH}/proofs/${account}`)).body.error).to.include({ code: "proof-not-kept" });
    expect((await ask("/epochs/7/rows")).status).to.equal(404);
    expect((await ask(`/epochs/${EPOCH}/proofs/0x12`)).status).to.equal(400);
  });

  it("lets a reporter name the row in which an oracle lies", async () => {
    const { db } = store();
    async function* lied(): AsyncGenerator<string> {
      for await (const page of publicLines(db, EPOCH)) yield page.replace(/"(\d+)"\]\]/, '"1$1"]]');
    }
    const difference = await checkProposal(frozenRows(db, EPOCH), { ...report, dataHash: zeroHash }, lied);
    expect(difference?.place).to.match(/^row 0x[0-9a-fA-F]{40}$/);
    expect(difference?.proposed).to.not.equal(difference?.recomputed);
  });
});
