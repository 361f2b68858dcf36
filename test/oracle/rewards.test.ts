import { expect } from "chai";
import { eq } from "drizzle-orm";
import type { Listening } from "../../oracle/api/listen.ts";
import { incomeOf } from "../../oracle/insight/income.ts";
import { ensureViewer } from "../../oracle/privacy/viewers.ts";
import { campaignPayments } from "../../oracle/store/schema/chain.ts";
import { epochs, epochWriteOffs } from "../../oracle/store/schema/settlement.ts";
import { testContext } from "./support/context.ts";
import { announceCampaign, claimed, openPayouts, postReport, writeEpoch } from "./support/epochRows.ts";
import { serve, signInConsenting, Visitor } from "./support/server.ts";
import { describeOnEachStore } from "./support/stores.ts";
import { account } from "./support/testChain.ts";

const ME = account(3);
const CREATOR = account(4).address;

describeOnEachStore("GET /me/earnings", (store) => {
  let listening: Listening;
  let url: string;
  let context: ReturnType<typeof testContext>;

  beforeEach(async () => {
    context = testContext(store());
    listening = await serve(context);
    url = listening.url;
  });
  afterEach(() => listening.close());

  async function earn(...epochs: [number, string][]): Promise<void> {
    const viewer = await ensureViewer(context, ME.address);
    const { db } = store();
    for (const [epoch, state] of epochs)
      await writeEpoch(db, { epoch, state, viewer, account: ME.address, creator: CREATOR });
  }

  it("refuses who isn't signed in", async () => {
    expect((await new Visitor(url).send("GET", "/me/earnings")).status).to.equal(401);
  });

  it("has nothing but zeros for who never earned", async () => {
    const { body } = await (await signInConsenting(url, context, ME)).send("GET", "/me/earnings");
    expect(body).to.deep.equal({
      ...{ earnedWei: "0", claimedWei: "0", claimableWei: "0", pendingWei: "0" },
      ...{ pending: [], epochs: [], campaigns: [], adTitles: {}, claim: null },
    });
  });

  it("tells what is claimable, what is pending and until when", async () => {
    const visitor = await signInConsenting(url, context, ME);
    await earn([11, "settled"], [12, "posted"], [13, "signed"]);
    await postReport(store().db, 12, 1_700_000_000);
    await openPayouts(store().db, 11);
    await claimed(store().db, ME.address, 10n ** 17n);
    const { body } = await visitor.send("GET", "/me/earnings");
    expect(body).to.include({
      earnedWei: "1260000000000000000",
      claimedWei: "100000000000000000",
      claimableWei: "320000000000000000",
      pendingWei: "840000000000000000",
    });
    expect(body.claim).to.deep.equal({ epoch: 11, cumulativeWei: "420000000000000000" });
    expect(body.pending).to.deep.equal([
      { epoch: 13, state: "signed", finalAtMs: null, heldBack: false, amountWei: "420000000000000000" },
      { epoch: 12, state: "posted", finalAtMs: 1_700_000_000_000, heldBack: false, amountWei: "420000000000000000" },
    ]);
  });

  it("explains a viewer's amount by pool, campaign and rule", async () => {
    const visitor = await signInConsenting(url, context, ME);
    await earn([11, "posted"]);
    // Of the second campaign nobody deposited what it shows.
    await announceCampaign(store().db, "1", { title: "Ink", language: "en" });
    const { body } = await visitor.send("GET", "/me/earnings");
    expect(body.epochs).to.deep.equal([
      {
        ...{
          epoch: 11,
          fromMs: 660_000,
          rateWei: "10000000000000000",
          amountWei: "420000000000000000",
          writtenOffWei: "0",
          paidMs: 60_000,
        },
        lines: [
          {
            ...{ role: "viewer", campaigns: ["1", "2"], ms: 100_000, boughtMs: 60_000, keptBps: 7_000 },
            amountWei: "420000000000000000",
          },
        ],
        reductions: [{ rule: "daily-cap", cutMs: 7_000 }],
      },
    ]);
    expect(body.campaigns).to.deep.equal([
      { campaignId: "1", amountWei: "280000000000000000", ms: 40_000 },
      { campaignId: "2", amountWei: "140000000000000000", ms: 20_000 },
    ]);
    expect(body.adTitles).to.deep.equal({ 1: { title: "Ink", language: "en" } });
  });

  it("tells a creator what viewers passed on, and nothing of the viewers", async () => {
    const visitor = await signInConsenting(url, context, account(4));
    await earn([11, "posted"]);
    const { body } = await visitor.send("GET", "/me/earnings");
    expect(body.epochs[0].lines).to.deep.equal([
      {
        ...{ role: "creator", campaigns: ["1", "2"], ms: 30_000, boughtMs: 18_000, keptBps: null },
        amountWei: "180000000000000000",
      },
    ]);
    expect(body.epochs[0].reductions).to.deep.equal([]);
    expect(body.campaigns).to.deep.equal([]);
  });

  it("leaves out what was written off, and can't claim what a report holds back", async () => {
    const visitor = await signInConsenting(url, context, ME);
    const { db } = store();
    await earn([11, "settled"], [12, "written-off"], [13, "settled"], [14, "posted"]);
    // Campaign 1 was debited for epoch 12, campaign 2 wasn't; 13 holds back, 14 writes off and brings what 13 paid.
    const debit = { txHash: "0x", logIndex: 1, block: 1, atMs: 1, campaignId: "1", kind: "debited", epoch: 12 };
    await db.insert(campaignPayments).values({ ...debit, amountWei: 4n * 10n ** 17n });
    const lost = { epoch: 14, ofEpoch: 12, account: ME.address, amountWei: 14n * 10n ** 16n };
    await db.insert(epochWriteOffs).values(lost);
    const holds = { base: 12, held: [], writtenOff: [], repeats: 11 };
    await db.update(epochs).set({ plan: holds }).where(eq(epochs.epoch, 13));
    await openPayouts(db, 11);
    await openPayouts(db, 13);
    const { body } = await visitor.send("GET", "/me/earnings");
    expect(body).to.include({ earnedWei: "1540000000000000000", claimableWei: "420000000000000000" });
    expect(body.claim).to.deep.equal({ epoch: 13, cumulativeWei: "420000000000000000" });
    expect(body.pending).to.deep.equal([
      { epoch: 14, state: "posted", finalAtMs: null, heldBack: false, amountWei: "420000000000000000" },
      { epoch: 13, state: "settled", finalAtMs: null, heldBack: true, amountWei: "420000000000000000" },
      { epoch: 12, state: "written-off", finalAtMs: null, heldBack: false, amountWei: "280000000000000000" },
    ]);
    expect(body.epochs[2]).to.include({ epoch: 12, writtenOffWei: lost.amountWei.toString() });
    expect(body.campaigns).to.deep.equal([
      { campaignId: "1", amountWei: "1120000000000000000", ms: 160_000 },
      { campaignId: "2", amountWei: "420000000000000000", ms: 60_000 },
    ]);
    const income = await incomeOf(db, CREATOR);
    const ofCampaigns = income.map(({ campaignsWei }) => campaignsWei).reduce((sum, wei) => sum + wei, 0n);
    expect(ofCampaigns, "of epochs 11 to 13").to.equal((18n + 12n + 18n) * 10n ** 16n);
  });

  it("forgets an epoch that was vetoed", async () => {
    const visitor = await signInConsenting(url, context, ME);
    await earn([11, "vetoed"]);
    const { body } = await visitor.send("GET", "/me/earnings");
    expect(body).to.include({ earnedWei: "0", pendingWei: "0" });
    expect(body.pending).to.deep.equal([]);
  });
});
