import { expect } from "chai";
import { epochPayouts, payoutTotals } from "../../../oracle/store/schema/settlement.ts";
import { openTestEpochs, startEpochChain, type TestEpochs } from "./testEpochs.ts";
import { rewardsOn } from "./testRewards.ts";

/** A chain for the tests of the enclosing describe, and on it, for each anew, an oracle whose keeper they drive, with twelve people who can be paid. */
export function useKeptEpochs(): () => TestEpochs {
  let place: Awaited<ReturnType<typeof startEpochChain>>;
  let oracle: TestEpochs;
  let snapshot: `0x${string}`;
  before(async () => {
    place = await startEpochChain();
  });
  after(() => place.chain.stop());
  beforeEach(async () => {
    snapshot = await place.chain.test.snapshot();
    oracle = await openTestEpochs(place);
    await oracle.people(12);
  });
  afterEach(async () => {
    await oracle.close();
    await place.chain.test.revert({ id: snapshot });
  });
  return () => oracle;
}

/** An epoch with a posted report, not final yet. */
export async function posted(oracle: TestEpochs): Promise<number> {
  const epoch = await oracle.attend(12);
  await oracle.keeper.round();
  for (const reporter of oracle.reporters) await reporter.round();
  await oracle.keeper.round();
  expect(await oracle.stateOf(epoch)).to.equal("posted");
  return epoch;
}

/** Settles what was posted. */
export async function settle(oracle: TestEpochs): Promise<void> {
  await oracle.finalize();
  await oracle.keeper.round();
}

const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

/** What accounts earned by what is stored is what the chain's latest report says. */
export async function requireSameTotals({ db, chain }: TestEpochs): Promise<void> {
  const stored = sum((await db.select().from(epochPayouts)).map(({ amountWei }) => amountWei));
  expect((await rewardsOn(chain).latest()).payoutsTotal).to.equal(stored);
  const totals = sum((await db.select().from(payoutTotals)).map(({ cumulativeWei }) => cumulativeWei));
  expect(totals).to.equal(stored);
}
