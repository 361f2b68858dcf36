import { expect } from "chai";
import type { ChainClient } from "../../oracle/chain/client.ts";
import type { ChainState } from "../../oracle/chain/indexer.ts";
import { adoptChain } from "../../oracle/settle/adoptChain.ts";
import { freezeEpoch } from "../../oracle/settle/freeze.ts";
import { epochs } from "../../oracle/store/schema/settlement.ts";
import { caught } from "./support/caught.ts";
import { describeOnEachStore } from "./support/stores.ts";

/** A node on which the contracts were deployed after a block with this hash. */
const nodeOf = (hash: string) => ({ getBlock: async () => ({ hash }) }) as unknown as ChainClient;
const stateOf = (chainId: number) =>
  ({ deployment: { chainId, oracle: "0xA", deployedAtBlock: 7 } }) as unknown as ChainState;

describeOnEachStore("epochs and the chain that they were settled on", (store) => {
  const freeze = () =>
    freezeEpoch(store().db, {
      epoch: 5,
      fromMs: 5_000,
      toMs: 6_000,
      block: 1,
      previousRateWei: 1n,
      campaigns: [],
      nowMs: 7_000,
    });
  const known = async () => (await store().db.select().from(epochs)).map(({ epoch }) => epoch);

  it("stay while the chain is the same", async () => {
    expect(await adoptChain(store().db, nodeOf("0x1"), stateOf(31_337))).to.equal(false);
    await freeze();
    expect(await adoptChain(store().db, nodeOf("0x1"), stateOf(31_337))).to.equal(false);
    expect(await known()).to.deep.equal([5]);
  });

  it("go with a local chain that began anew", async () => {
    await adoptChain(store().db, nodeOf("0x1"), stateOf(31_337));
    await freeze();
    expect(await adoptChain(store().db, nodeOf("0x2"), stateOf(31_337))).to.equal(true);
    expect(await known()).to.deep.equal([]);
  });

  it("are never forgotten on any other chain: the keeper refuses instead, and says what to do", async () => {
    await adoptChain(store().db, nodeOf("0x1"), stateOf(8_453));
    await freeze();
    const refused = await caught(adoptChain(store().db, nodeOf("0x2"), stateOf(8_453)));
    expect(refused).to.include({ code: "settled-elsewhere" });
    expect((refused as { hint: string }).hint).to.contain("DATABASE_URL");
    expect(await known()).to.deep.equal([5]);
  });
});
