import { expect } from "chai";
import type { Database } from "../../oracle/store/database.ts";
import { reports } from "../../oracle/store/schema/chain.ts";
import { requireSameTotals, useKeptEpochs } from "./support/keptEpochs.ts";

describe("keeper of epochs", () => {
  const oracle = useKeptEpochs();

  it("comes to exactly one report, wherever it is cut off, before any of its writes or transactions", async () => {
    let cuts = 0;
    for (let writes = 1; ; writes++) {
      let left = writes;
      const tick = () => {
        if (--left <= 0) throw new PowerCut();
      };
      const cut = oracle().keeperOf(
        { relayer: { ...oracle().relayer, send: (write) => cutAround(tick, () => oracle().relayer.send(write)) } },
        { store: { ...oracle().context.store, db: cutBefore(oracle().db, tick) } },
      );
      const epoch = await oracle().attend(12);
      const step = async () => {
        const keeper = left > 0 ? cut : oracle().keeper;
        await keeper.round().catch((error: unknown) => {
          if (!(error instanceof PowerCut)) throw error;
        });
      };
      await step();
      await step();
      for (const reporter of oracle().reporters) await reporter.round();
      await step();
      await step();
      await oracle().finalize();
      await step();
      await step();
      expect(await oracle().stateOf(epoch), `cut before write ${writes}`).to.equal("settled");
      expect((await oracle().db.select().from(reports)).filter((one) => one.epoch === epoch)).to.have.length(1);
      await requireSameTotals(oracle());
      if (left > 0) break;
      cuts = writes;
    }
    expect(cuts).to.be.above(10);
    const all = (await oracle().db.select().from(reports)).map(({ epoch }) => epoch);
    expect(new Set(all).size).to.equal(all.length);
  });

  it("comes to one report where two keepers believe that they lead", async () => {
    const epoch = await oracle().attend(12);
    const both = [oracle().keeper, oracle().keeperOf()];
    const round = () => Promise.allSettled(both.map((keeper) => keeper.round()));
    await round();
    await round();
    for (const reporter of oracle().reporters) await reporter.round();
    await round();
    await round();
    await oracle().finalize();
    await round();
    await oracle().keeper.round();
    expect(await oracle().stateOf(epoch)).to.equal("settled");
    expect(await oracle().db.select().from(reports)).to.have.length(1);
    await requireSameTotals(oracle());
  });
});

class PowerCut extends Error {}

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
