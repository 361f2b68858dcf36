import { expect } from "chai";
import { readEpoch, readEpochs } from "../../oracle/settle/readEpochs.ts";
import { epochReductions, epochs } from "../../oracle/store/schema/settlement.ts";
import { describeOnEachStore } from "./support/stores.ts";

const totals = { supplyMs: 50_000, soldMs: 40_000, demandWei: "7", spentWei: "5", paidWei: "5", campaigns: 1 };

describeOnEachStore("an epoch's public figures", (store) => {
  const write = async (epoch: number, viewers: number) => {
    const times = { fromMs: epoch, toMs: epoch + 1, frozenAtMs: epoch + 2 };
    await store()
      .db.insert(epochs)
      .values({ epoch, state: "settled", ...times, block: 1, previousRateWei: 1n, totals: { ...totals, viewers } });
  };
  const cut = async (epoch: number, rule: string, viewers: number) => {
    const rows = Array.from({ length: viewers }, (_, place) => ({ epoch, viewer: `v_${place}`, rule, cutMs: 1_000 }));
    await store().db.insert(epochReductions).values(rows);
  };

  it("are said of ten viewers at least, and of fewer nothing that would be what one of them did", async () => {
    await write(1, 9);
    await write(2, 10);
    await write(3, 0);
    const shown = (await readEpochs(store().db, 10)).map(({ epoch, viewers, supplyMs, soldMs, demandWei }) => [
      ...[epoch, viewers, supplyMs, soldMs, demandWei],
    ]);
    expect(shown).to.deep.equal([
      [3, null, null, null, null],
      [2, 10, 50_000, 40_000, "7"],
      [1, null, null, null, null],
    ]);
  });

  it("tell of a rule only where it cut ten viewers at least", async () => {
    await write(2, 30);
    await cut(2, "daily-cap", 9);
    await cut(2, "newcomers", 10);
    expect((await readEpoch(store().db, 2))!.reductions).to.deep.equal([{ rule: "newcomers", cutMs: 10_000 }]);
  });
});
