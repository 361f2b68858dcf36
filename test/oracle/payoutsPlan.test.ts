import { expect } from "chai";
import { createRandom } from "../../oracle/interest/random.ts";
import { isDue, isPlain, type PayoutsPlan, planPayouts, settlementEndsAt } from "../../oracle/settle/payoutsPlan.ts";

const terms = { durationS: 10, settlementWindowS: 60 };
const CHALLENGE_S = 15;
const ACCOUNTS = 4;
const CAMPAIGNS = 3;

interface Posted {
  epoch: number;
  finalFrom: number;
  plan: PayoutsPlan;
  leaves: bigint[];
  total: bigint;
  /** What each campaign spent, and paid each account of it. */
  spends: { wei: bigint; paid: bigint[] }[];
  debited: Set<number>;
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, one) => total + one, 0n);

/** AttentionOracle and AttentionRewards as far as money goes: anybody settles anything, in any order, and claims at any time. */
class World {
  seconds = 1_000;
  block = 0;
  reports: Posted[] = [];
  readonly openings: { epoch: number; block: number }[] = [];
  readonly #secondsOf: number[] = [];
  readonly claimed = Array.from({ length: ACCOUNTS }, () => 0n);
  debitedWei = 0n;
  open: Posted | null = null;

  mine(): number {
    this.#secondsOf[++this.block] = this.seconds;
    return this.block;
  }

  async plans(epochs: readonly number[]): Promise<Map<number, PayoutsPlan>> {
    const known = new Map(this.reports.map((one) => [one.epoch, one]));
    return await planPayouts(epochs, {
      terms,
      isUndebited: (epoch) => known.get(epoch)!.debited.size < known.get(epoch)!.spends.length,
      openings: this.openings,
      secondsOf: async (block) => this.#secondsOf[block]!,
    });
  }

  async post(epoch: number, spends: Posted["spends"]): Promise<void> {
    const plan = (await this.plans([...this.reports.map((one) => one.epoch), epoch])).get(epoch)!;
    if (spends.length === 0 && !isDue(plan)) return;
    const of = (one: number) => this.reports.find((report) => report.epoch === one);
    const leaves = Array.from({ length: ACCOUNTS }, (_, account) => {
      if (plan.repeats !== null) return of(plan.repeats)?.leaves[account] ?? 0n;
      const paid = (some: Posted["spends"]) => sum(some.map((spend) => spend.paid[account]!));
      const held = sum(plan.held.map((one) => paid(of(one)!.spends)));
      const lost = sum(
        plan.writtenOff.map((one) => paid(of(one)!.spends.filter((_, id) => !of(one)!.debited.has(id)))),
      );
      return (of(plan.base)?.leaves[account] ?? 0n) + held - lost + paid(spends);
    });
    expect(leaves.every((wei) => wei >= 0n)).to.equal(true);
    const finalFrom = this.seconds + CHALLENGE_S + 1;
    this.mine();
    this.reports.push({ epoch, finalFrom, plan, leaves, total: sum(leaves), spends, debited: new Set() });
  }

  canSettle = ({ epoch, finalFrom }: Posted) =>
    this.seconds >= finalFrom && this.seconds <= settlementEndsAt(epoch, terms);

  settle(report: Posted, campaigns: readonly number[]): void {
    const block = this.mine();
    for (const id of campaigns) {
      if (report.debited.has(id)) continue;
      report.debited.add(id);
      this.debitedWei += report.spends[id]!.wei;
    }
    if (this.debitedWei < report.total || report.epoch <= (this.open?.epoch ?? 0)) return;
    this.open = report;
    this.openings.push({ epoch: report.epoch, block });
  }

  claim(account: number): void {
    const amount = (this.open?.leaves[account] ?? 0n) - this.claimed[account]!;
    if (amount <= 0n) return;
    this.claimed[account]! += amount;
    expect(sum(this.claimed) <= this.debitedWei, "nobody is paid out of money that isn't there").to.equal(true);
  }

  veto(): void {
    const from = this.reports.findIndex(({ finalFrom }) => this.seconds < finalFrom);
    if (from >= 0) this.reports.splice(from);
  }
}

/** Plays a market of some hundred seconds in which settlement is mostly left to chance. */
async function play(seed: number): Promise<World> {
  const random = createRandom(seed);
  const world = new World();
  const diligence = random.next() ** 2;
  const vetoes = random.next() < 0.3 ? 0.05 : 0;
  const some = <T>(of: readonly T[], chance: number) => of.filter(() => random.next() < chance);
  for (let epoch = 100; epoch < 140; epoch++) {
    world.seconds = (epoch + 1) * terms.durationS;
    if (random.next() < 0.8) await world.post(epoch, random.next() < 0.7 ? chance() : []);
    while (world.seconds < (epoch + 2) * terms.durationS) {
      for (const report of some(world.reports, diligence * 0.7).filter(world.canSettle)) {
        const all = report.spends.map((_, id) => id);
        world.settle(report, random.next() < 0.5 ? all : some(all, 0.4));
      }
      for (let account = 0; account < ACCOUNTS; account++) if (random.next() < 0.5) world.claim(account);
      if (random.next() < vetoes) world.veto();
      world.seconds += random.below(4);
    }
  }
  return world;

  function chance(): Posted["spends"] {
    return Array.from({ length: 1 + random.below(CAMPAIGNS) }, () => {
      const scale = BigInt(10 ** random.below(4));
      const paid = Array.from({ length: ACCOUNTS }, () => BigInt(random.below(50)) * scale);
      return { wei: sum(paid) + BigInt(1 + random.below(3)), paid };
    });
  }
}

/** From now on everything is settled at once, and nothing more is sold. */
async function settleDown(world: World): Promise<void> {
  for (let epoch = 140; epoch < 165; epoch++) {
    world.seconds = (epoch + 1) * terms.durationS;
    for (const report of world.reports.filter(world.canSettle)) {
      world.settle(
        report,
        report.spends.map((_, id) => id),
      );
    }
    await world.post(epoch, []);
  }
  for (let account = 0; account < ACCOUNTS; account++) world.claim(account);
}

describe("payouts where settling was left to chance", () => {
  const seen = { heldBack: 0, writtenOff: 0, covered: 0 };

  for (let from = 1; from <= 400; from += 100) {
    it(`never pay more than was debited, and at last everybody what was, worlds ${from} to ${from + 99}`, async () => {
      for (let seed = from; seed < from + 100; seed++) {
        const world = await play(seed);
        await settleDown(world);
        const { reports } = world;
        const again = await world.plans(reports.map(({ epoch }) => epoch));
        expect([...again.values()], `world ${seed}: whoever looks later plans the same`).to.deep.equal(
          reports.map(({ plan }) => plan),
        );
        const writtenOff = reports.flatMap(({ plan }) => plan.writtenOff);
        expect(new Set(writtenOff).size, "each once").to.equal(writtenOff.length);
        const undebited = reports.filter(({ spends, debited }) => debited.size < spends.length);
        const covered = undebited.filter(({ epoch }) => !writtenOff.includes(epoch));
        const opened = world.openings.filter((one) => again.get(one.epoch)!.repeats === null);
        for (const { epoch } of covered)
          expect(
            opened.some((one) => one.epoch >= epoch),
            `world ${seed}: ${epoch}, unless it can be claimed`,
          ).to.equal(true);
        seen.heldBack += reports.filter(({ plan }) => plan.repeats !== null).length;
        seen.writtenOff += writtenOff.length;
        seen.covered += covered.length;
        if (covered.length > 0) continue;
        // Nothing was paid by what others spent: everybody has, to the wei, what campaigns were debited for.
        for (let account = 0; account < ACCOUNTS; account++) {
          const earned = reports.flatMap(({ spends, debited }) =>
            spends.filter((_, id) => debited.has(id)).map(({ paid }) => paid[account]!),
          );
          expect(world.claimed[account], `world ${seed}`).to.equal(sum(earned));
        }
      }
    });
  }

  it("came about in every way", () => {
    expect(seen.heldBack).to.be.above(20);
    expect(seen.writtenOff).to.be.above(100);
    expect(seen.covered).to.be.above(20);
  });

  it("leave out what is lost once a report that holds back is opened, or no other can be", async () => {
    const reports = [100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110];
    const planned = async (openings: { epoch: number; block: number }[], at: number) => {
      const isUndebited = (epoch: number) => epoch === 100;
      const plans = await planPayouts(reports, { terms, isUndebited, openings, secondsOf: async () => at });
      return [...plans]
        .map(([epoch, { writtenOff, repeats }]) => (repeats !== null ? `${epoch} holds` : writtenOff))
        .slice(7);
    };
    expect(settlementEndsAt(100, terms)).to.equal(1_070);
    expect(await planned([], 0), "all of the later ones can be").to.deep.equal([
      [],
      "108 holds",
      "109 holds",
      "110 holds",
    ]);
    const opening = [{ epoch: 108, block: 1 }];
    expect(await planned(opening, 1_089)).to.deep.equal([[], "108 holds", [100], []]);
    expect(await planned(opening, 1_090)).to.deep.equal([[], "108 holds", "109 holds", [100]]);
    expect(await planned([{ epoch: 104, block: 1 }], 1_085), "it is paid").to.deep.equal([[], "108 holds", [], []]);
  });

  it("follow the plain way as long as everything is settled in time", async () => {
    const facts = { terms, isUndebited: () => false, openings: [], secondsOf: async () => 0 };
    const plans = await planPayouts([5, 7, 30], facts);
    expect([...plans.values()].every(isPlain)).to.equal(true);
    expect([...plans.values()].map(({ base }) => base)).to.deep.equal([0, 5, 7]);
  });
});
