import { noSpends } from "@heed/contracts/report";
import { expect } from "chai";
import { sql } from "drizzle-orm";
import { zeroHash } from "viem";
import { checkProposal, outcomeOf } from "../../oracle/settle/checkProposal.ts";
import { foldEpoch } from "../../oracle/settle/fold.ts";
import { freezeEpoch } from "../../oracle/settle/freeze.ts";
import { frozenRows } from "../../oracle/settle/frozenRows.ts";
import { dropEpoch } from "../../oracle/settle/proposals.ts";
import { proposeEpoch } from "../../oracle/settle/propose.ts";
import { publicLines } from "../../oracle/settle/publicRows.ts";
import { type Database, rows } from "../../oracle/store/database.ts";
import { EPOCH, randomWorld, writeWorld } from "./support/epochWorld.ts";
import { describeOnEachStore } from "./support/stores.ts";

const terms = { epoch: EPOCH, parent: zeroHash, modelHash: zeroHash };

async function reductionsOf(db: Database) {
  const found = await rows<{ account: string; rule: string; ms: number }>(
    db,
    sql`select account, rule, cut_ms as ms from epoch_reductions join epoch_viewers using (epoch, viewer)`,
  );
  return new Set(found.map(({ account, rule, ms }) => `${account} ${rule} ${ms}`));
}

describeOnEachStore("Settling random epochs", (store) => {
  for (let seed = 1; seed <= 20; seed += 1) {
    it(`comes to the same in SQL as by the fold, world ${seed}`, async () => {
      const { db } = store();
      await freezeEpoch(db, await writeWorld(db, randomWorld(seed)));
      const proposal = await proposeEpoch(db, terms);
      const folded = await foldEpoch(frozenRows(db, EPOCH));
      const paid = [...folded.payouts.values()].reduce((a, b) => a + b, 0n);
      if (proposal.empty) {
        expect(paid).to.equal(0n);
        return;
      }
      expect(proposal.report).to.deep.include(await outcomeOf(folded));
      expect(proposal.spends).to.deep.equal(folded.spends);
      expect(await checkProposal(frozenRows(db, EPOCH), proposal.report, () => publicLines(db, EPOCH))).to.equal(null);
      expect(await reductionsOf(db)).to.deep.equal(
        new Set(
          [...folded.reductions].flatMap(([account, cuts]) =>
            Object.entries(cuts).map(([rule, ms]) => `${account} ${rule} ${ms}`),
          ),
        ),
      );
      const spent = proposal.spends.reduce((sum, { amount }) => sum + amount, noSpends.amount);
      expect(paid <= spent, "paid at most what was spent").to.equal(true);
      expect(await proposeEpoch(db, terms), "asked again").to.deep.equal(proposal);
      expect(await dropEpoch(db, EPOCH)).to.deep.equal([EPOCH]);
      expect(await proposeEpoch(db, terms), "taken back and proposed anew").to.deep.equal(proposal);
    });
  }
});
