import { expect } from "chai";
import { keccak256, toHex } from "viem";
import { createChainClient } from "../../oracle/chain/client.ts";
import { createIndexer, type Indexer } from "../../oracle/chain/indexer.ts";
import { systemClock } from "../../oracle/service/clock.ts";
import { createLogger } from "../../oracle/service/logger.ts";
import { readOptions } from "../../oracle/service/options.ts";
import { openMemoryStore, type Store } from "../../oracle/store/open.ts";
import { contents, purchases, splits } from "../../oracle/store/schema/chain.ts";
import { account, startTestChain, type TestChain } from "./support/testChain.ts";

const HEED = 10n ** 18n;
const hashOf = (text: string) => keccak256(toHex(text));

describe("chain indexer", () => {
  let chain: TestChain;
  let store: Store;

  const indexerOf = (rangeBlocks = 2_000): Indexer => {
    const options = readOptions({ HEED_RPC_URL: chain.url });
    return createIndexer(
      { store, logger: createLogger("silent"), clock: systemClock, options },
      createChainClient(options),
      {
        deployment: () => chain.deployment,
        pollMs: 20,
        rangeBlocks,
      },
    );
  };
  const published = async () =>
    (await store.db.select().from(contents).orderBy(contents.block)).map((row) => row.contentHash);

  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.stop());
  beforeEach(async () => {
    store = await openMemoryStore();
  });
  afterEach(() => store.close());

  it("reads what was published, under which bounds and for whom", async () => {
    const { contentId, splitId } = await chain.publish(2, hashOf("first"), HEED / 10n, HEED, [account(3).address]);
    await indexerOf().catchUp();
    const [row] = await store.db.select().from(contents);
    expect(row).to.include({
      contentId: contentId.toString(),
      creator: account(2).address,
      splitId: splitId.toString(),
      contentHash: hashOf("first"),
      floorWei: HEED / 10n,
      ceilingWei: HEED,
      referralBps: 500,
      listed: true,
    });
    const [split] = await store.db.select().from(splits);
    expect(split!.payees).to.deep.equal([chain.deployment.treasury, account(2).address, account(3).address]);
    expect(split!.bps).to.deep.equal([250, 4875, 4875]);
  });

  it("follows changed bounds and unlisting", async () => {
    const { contentId } = await chain.publish(2, hashOf("moved"), 1n, 2n);
    const creator = chain.wallet(2);
    const args = [contentId, 5n, 6n] as const;
    await chain.mined(await creator.writeContract({ ...chain.market, functionName: "setPriceBounds", args }));
    await chain.mined(
      await creator.writeContract({ ...chain.market, functionName: "setReferral", args: [contentId, 77n] }),
    );
    await chain.mined(await creator.writeContract({ ...chain.market, functionName: "unlist", args: [contentId] }));
    await indexerOf(1).catchUp();
    const rows = await store.db.select().from(contents);
    expect(rows.find((row) => row.contentId === contentId.toString())).to.include({
      floorWei: 5n,
      ceilingWei: 6n,
      referralBps: 77,
      listed: false,
    });
  });

  it("goes on where it stopped after a restart, and reading twice changes nothing", async () => {
    await chain.publish(2, hashOf("before the restart"), 1n, 2n);
    const { indexedBlock } = await indexerOf().catchUp();
    const before = await published();
    expect((await indexerOf().catchUp()).indexedBlock).to.equal(indexedBlock);
    expect(await published()).to.deep.equal(before);
    await chain.publish(2, hashOf("after the restart"), 1n, 2n);
    await indexerOf(1).catchUp();
    expect(await published()).to.deep.equal([...before, hashOf("after the restart")]);
  });

  it("writes a range and the cursor together: a failure in the middle leaves neither", async () => {
    await chain.publish(2, hashOf("interrupted"), 1n, 2n);
    const failing = new Proxy(store.db, {
      get: (db, name) =>
        name === "transaction"
          ? (run: (tx: unknown) => Promise<unknown>) =>
              db.transaction(async (tx) => {
                await run(tx);
                throw new Error("power cut");
              })
          : Reflect.get(db, name, db),
    });
    const options = readOptions({ HEED_RPC_URL: chain.url });
    const interrupted = createIndexer(
      { store: { ...store, db: failing }, logger: createLogger("silent"), clock: systemClock, options },
      createChainClient(options),
      { deployment: () => chain.deployment, pollMs: 20 },
    );
    await interrupted.catchUp().then(
      () => expect.fail("the power was cut"),
      (error: Error) => expect(error.message).to.contain("power cut"),
    );
    expect(await published()).to.deep.equal([]);
    await indexerOf().catchUp();
    expect(await published()).to.include(hashOf("interrupted"));
  });

  it("takes back what a re-org took back, and restores bounds and listing", async () => {
    const kept = await chain.publish(2, hashOf("kept"), 10n, 20n);
    const indexer = indexerOf();
    await indexer.catchUp();
    const before = await published();
    const snapshot = await chain.test.snapshot();
    const creator = chain.wallet(2);
    const args = [kept.contentId, 11n, 12n] as const;
    await chain.mined(await creator.writeContract({ ...chain.market, functionName: "setPriceBounds", args }));
    await chain.mined(await creator.writeContract({ ...chain.market, functionName: "unlist", args: [kept.contentId] }));
    await chain.publish(2, hashOf("orphaned"), 1n, 2n);
    await indexer.catchUp();
    expect(await published()).to.deep.equal([...before, hashOf("orphaned")]);

    await chain.test.revert({ id: snapshot });
    await chain.publish(4, hashOf("of the other branch"), 3n, 4n);
    await chain.test.mine({ blocks: 5 });
    await indexer.catchUp();
    expect(await published()).to.deep.equal([...before, hashOf("of the other branch")]);
    const rows = await store.db.select().from(contents);
    expect(rows.find((row) => row.contentId === kept.contentId.toString())).to.include({
      floorWei: 10n,
      ceilingWei: 20n,
      listed: true,
    });
  });

  it("rolls back when the chain is shorter than before", async () => {
    await chain.publish(2, hashOf("before the snapshot"), 1n, 2n);
    const snapshot = await chain.test.snapshot();
    const indexer = indexerOf();
    await indexer.catchUp();
    const before = await published();
    await chain.publish(2, hashOf("gone"), 1n, 2n);
    await indexer.catchUp();
    await chain.test.revert({ id: snapshot });
    const { headBlock, indexedBlock } = await indexer.catchUp();
    expect(indexedBlock).to.equal(headBlock);
    expect(await published()).to.deep.equal(before);
  });

  it("lets two indexers share one store without reading anything twice", async () => {
    await chain.publish(2, hashOf("shared"), 1n, 2n);
    await Promise.all([indexerOf(1).catchUp(), indexerOf(2).catchUp(), indexerOf(3).catchUp()]);
    const all = await published();
    expect(new Set(all).size).to.equal(all.length);
    expect(await store.db.select().from(purchases)).to.have.length(0);
  });

  it("starts anew when the chain was restarted under an old database", async () => {
    const first = chain;
    await first.publish(2, hashOf("on the first chain"), 1n, 2n);
    const indexer = indexerOf();
    await indexer.catchUp();
    await first.stop();
    await indexer.catchUp().then(
      () => expect.fail("there is no chain"),
      (error) => expect(error).to.include({ code: "chain-unreachable", status: 503, retry: true }),
    );
    expect(indexer.failure).to.include({ code: "chain-unreachable" });

    chain = await startTestChain(first.port);
    await chain.publish(5, hashOf("on the second chain"), 1n, 2n);
    await indexer.catchUp();
    expect(indexer.failure).to.equal(null);
    expect(await published()).to.deep.equal([hashOf("on the second chain")]);
  });

  it("says so when the contracts aren't there", async () => {
    const nowhere = { ...chain.deployment, market: account(19).address };
    const options = readOptions({ HEED_RPC_URL: chain.url });
    const indexer = createIndexer(
      { store, logger: createLogger("silent"), clock: systemClock, options },
      createChainClient(options),
      {
        deployment: () => nowhere,
        pollMs: 20,
      },
    );
    await indexer.catchUp().then(
      () => expect.fail("there is no market"),
      (error) => expect(error).to.include({ code: "not-deployed", retry: true }),
    );
  });
});
