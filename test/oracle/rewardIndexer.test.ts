import { expect } from "chai";
import { createChainClient } from "../../oracle/chain/client.ts";
import { createIndexer, type Indexer } from "../../oracle/chain/indexer.ts";
import { systemClock } from "../../oracle/service/clock.ts";
import { createLogger } from "../../oracle/service/logger.ts";
import { readOptions } from "../../oracle/service/options.ts";
import { openMemoryStore, type Store } from "../../oracle/store/open.ts";
import { campaignPayments, campaigns, openedPayouts, reports, rewardClaims } from "../../oracle/store/schema/chain.ts";
import { account, startTestChain, type TestChain } from "./support/testChain.ts";
import { payoutsTree, rewardsOn, spendsTree } from "./support/testRewards.ts";

const HEED = 10n ** 18n;

describe("indexer of campaigns and reports", () => {
  let chain: TestChain;
  let store: Store;
  let indexer: Indexer;

  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.stop());
  beforeEach(async () => {
    store = await openMemoryStore();
    const options = readOptions({ HEED_RPC_URL: chain.url });
    indexer = createIndexer(
      { store, logger: createLogger("silent"), clock: systemClock, options },
      createChainClient(options),
      { deployment: () => chain.deployment, pollMs: 20 },
    );
  });
  afterEach(() => store.close());

  const newest = async () => (await store.db.select().from(campaigns)).sort((a, b) => a.block - b.block).at(-1);
  const paymentsOf = async (id: bigint) =>
    (await store.db.select().from(campaignPayments).orderBy(campaignPayments.block, campaignPayments.logIndex))
      .filter(({ campaignId }) => campaignId === id.toString())
      .map(({ kind, epoch, amountWei }) => ({ kind, epoch, amountWei }));

  it("reads a campaign from its creation to what it was debited, and who claimed what came of it", async () => {
    const on = rewardsOn(chain);
    const id = await on.createCampaign(5, 10n * HEED, { maxRate: HEED });
    await chain.test.increaseTime({ seconds: 3_600 });
    await chain.test.mine({ blocks: 1 });
    const payouts = [{ account: account(2).address, cumulative: 3n * HEED }];
    const spends = [{ campaignId: id, amount: 3n * HEED }];
    const report = await on.reportOf(payouts, spends);
    const posted = await on.post(report);
    await indexer.catchUp();
    const [row] = await store.db.select().from(reports);
    expect(row).to.include({
      epoch: Number(report.epoch),
      rateWei: report.rate,
      payoutsRoot: payoutsTree(payouts).root,
      payoutsTotalWei: 3n * HEED,
      spendsRoot: spendsTree(spends).root,
      signers: 2,
      txHash: posted.transactionHash,
      vetoedInBlock: null,
    });
    expect(row!.challengeEndsAt).to.equal(row!.atMs / 1000 + 6 * 3_600);

    await on.finalize();
    await on.settle(report, spends);
    await on.claim(payouts, payouts[0]!);
    await indexer.catchUp();
    expect(await newest()).to.include({ advertiser: account(5).address, maxRateWei: HEED, closedInBlock: null });
    expect(await paymentsOf(id)).to.deep.equal([
      { kind: "created", epoch: null, amountWei: 10n * HEED },
      { kind: "debited", epoch: Number(report.epoch), amountWei: 3n * HEED },
    ]);
    const [opened] = await store.db.select().from(openedPayouts);
    expect(opened).to.include({ epoch: Number(report.epoch), root: report.payoutsRoot, totalWei: 3n * HEED });
    const [claim] = await store.db.select().from(rewardClaims);
    expect(claim).to.include({ account: account(2).address, amountWei: 3n * HEED });
  });

  it("marks what a veto took, and takes the mark back with the block that held it", async () => {
    const on = rewardsOn(chain);
    await chain.test.increaseTime({ seconds: 3_600 });
    await chain.test.mine({ blocks: 1 });
    const payoutsTotal = (await on.latest()).payoutsTotal;
    const report = await on.reportOf([], [], { payoutsTotal });
    await on.post(report);
    await indexer.catchUp();
    const snapshot = await chain.test.snapshot();
    await on.veto(report.epoch);
    await indexer.catchUp();
    const vetoed = async () =>
      (await store.db.select().from(reports)).find(({ epoch }) => epoch === Number(report.epoch))?.vetoedInBlock;
    expect(await vetoed()).to.be.a("number");

    await chain.test.revert({ id: snapshot });
    await chain.test.mine({ blocks: 3 });
    await indexer.catchUp();
    expect(await vetoed()).to.equal(null);
  });

  it("gives a campaign back its dates, and forgets a top-up and a report, when a re-org took them back", async () => {
    const on = rewardsOn(chain);
    const id = await on.createCampaign(5, HEED);
    await chain.test.increaseTime({ seconds: 3_600 });
    await chain.test.mine({ blocks: 1 });
    await indexer.catchUp();
    const before = await newest();
    const reported = (await store.db.select().from(reports)).length;
    const snapshot = await chain.test.snapshot();
    const wallet = chain.wallet(5);
    await chain.fund(5, HEED);
    const approve = [chain.deployment.rewards, HEED] as const;
    await chain.mined(await wallet.writeContract({ ...chain.token, functionName: "approve", args: approve }));
    await chain.mined(await wallet.writeContract({ ...on.rewards, functionName: "topUp", args: [id, HEED] }));
    await chain.mined(await wallet.writeContract({ ...on.rewards, functionName: "close", args: [id] }));
    await on.post(await on.reportOf([], [], { payoutsTotal: (await on.latest()).payoutsTotal }));
    await indexer.catchUp();
    const closed = await newest();
    expect(closed!.endsAt).to.be.below(before!.endsAt);
    expect(closed!.closedInBlock).to.be.a("number");
    expect((await paymentsOf(id)).map(({ kind }) => kind)).to.deep.equal(["created", "topped-up"]);
    expect(await store.db.select().from(reports)).to.have.length(reported + 1);

    await chain.test.revert({ id: snapshot });
    await chain.test.mine({ blocks: 9 });
    await indexer.catchUp();
    expect(await newest()).to.deep.equal(before);
    expect((await paymentsOf(id)).map(({ kind }) => kind)).to.deep.equal(["created"]);
    expect(await store.db.select().from(reports)).to.have.length(reported);
  });

  it("reads a refund", async () => {
    const on = rewardsOn(chain);
    const id = await on.createCampaign(5, HEED, { seconds: 60n });
    await chain.test.increaseTime({ seconds: 8 * 86_400 });
    await chain.mined(await chain.wallet(4).writeContract({ ...on.rewards, functionName: "refund", args: [id] }));
    await indexer.catchUp();
    expect(await paymentsOf(id)).to.deep.equal([
      { kind: "created", epoch: null, amountWei: HEED },
      { kind: "refunded", epoch: null, amountWei: HEED },
    ]);
  });
});
