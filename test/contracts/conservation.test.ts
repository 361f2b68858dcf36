import { expect } from "chai";
import fc from "fast-check";
import { HEED, useProtocol } from "./support/protocol.ts";

/** How many random histories are played, and how long each may be; more by HEED_RUNS. */
const RUNS = Number(process.env.HEED_RUNS ?? 12);

type Step =
  | { do: "buy" | "buyByTransfer"; content: number; price: bigint; quantity: bigint; referrer: number; gift: boolean }
  | { do: "support"; content: number; price: bigint }
  | { do: "claim"; payee: number; splits: number[] }
  | { do: "mistake"; price: bigint }
  | { do: "hand on"; content: number };

const content = fc.integer({ min: 1, max: 3 });
const price = fc.oneof(fc.bigInt(1n, 30n), fc.bigInt(1n, HEED));
const purchase = {
  content,
  price,
  quantity: fc.bigInt(1n, 4n),
  referrer: fc.integer({ min: 0, max: 6 }),
  gift: fc.boolean(),
};
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom("buy" as const, "buyByTransfer" as const), ...purchase }),
  fc.record({ do: fc.constant("support" as const), content, price }),
  fc.record({ do: fc.constant("claim" as const), payee: fc.integer({ min: 0, max: 6 }), splits: fc.subarray([1, 2]) }),
  fc.record({ do: fc.constant("mistake" as const), price }),
  fc.record({ do: fc.constant("hand on" as const), content }),
);

/** A ledger in plain arithmetic, to compare the market with. */
class Ledger {
  paidIn = 0n;
  paidOut = 0n;
  readonly revenue = new Map<number, bigint>();
  readonly earned = new Map<string, bigint>();
  readonly claimed = new Map<string, bigint>();
  readonly licences = new Map<string, bigint>();
  readonly shares: Record<number, Map<string, bigint>>;
  constructor(shares: Record<number, Map<string, bigint>>) {
    this.shares = shares;
  }

  pay(split: number, amount: bigint, referrer?: string): void {
    const referral = referrer ? (amount * 500n) / 10_000n : 0n;
    if (referrer) add(this.earned, referrer, referral);
    add(this.revenue, split, amount - referral);
    this.paidIn += amount;
  }

  due(payee: string, splits: readonly number[]): bigint {
    let due = (this.earned.get(payee) ?? 0n) - (this.claimed.get(`referrals ${payee}`) ?? 0n);
    for (const split of splits) due += this.part(payee, split) - (this.claimed.get(`${split} ${payee}`) ?? 0n);
    return due;
  }

  part(payee: string, split: number): bigint {
    return ((this.revenue.get(split) ?? 0n) * this.shares[split]!.get(payee)!) / 10_000n;
  }

  claim(payee: string, splits: readonly number[]): void {
    this.paidOut += this.due(payee, splits);
    this.claimed.set(`referrals ${payee}`, this.earned.get(payee) ?? 0n);
    for (const split of splits) this.claimed.set(`${split} ${payee}`, this.part(payee, split));
  }
}

function add<K>(map: Map<K, bigint>, key: K, amount: bigint): void {
  map.set(key, (map.get(key) ?? 0n) + amount);
}

describe("AttentionMarket: the ledger", () => {
  const protocol = useProtocol();

  it("conserves to the wei: any history of purchases, support and claims agrees with plain arithmetic", async () => {
    const { ethers, market, token, networkHelpers, deployer, creator, partner, buyer, other, referrer } = protocol();
    await market.createSplit([deployer.address, partner.address, referrer.address], [333, 3_334, 6_333]);
    await market.connect(creator).publish("heed://2", ethers.id("two"), 1n, HEED, 2n);
    await market.connect(creator).publish("heed://3", ethers.id("three"), 1n, HEED, 1n);
    const people = [deployer, creator, partner, buyer, other, referrer];
    const start = await networkHelpers.takeSnapshot();
    let claims = 0;

    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        await start.restore();
        const ledger = new Ledger({
          1: new Map([
            [deployer.address, 250n],
            [creator.address, 6_750n],
            [partner.address, 3_000n],
          ]),
          2: new Map([
            [deployer.address, 333n],
            [partner.address, 3_334n],
            [referrer.address, 6_333n],
          ]),
        });
        let mistakes = 0n;
        for (const one of steps) {
          if (one.do === "mistake") {
            await token.transfer(market.target, one.price);
            mistakes += one.price;
          } else claims += await play(one, ledger);

          const splits = Object.keys(ledger.shares).map(Number);
          for (const split of splits) expect(await market.revenue(split)).to.equal(ledger.revenue.get(split) ?? 0n);
          let owed = 0n;
          for (const person of people) {
            const own = splits.filter((split) => ledger.shares[split]!.has(person.address));
            const due: bigint = await market.claimable(person.address, own);
            expect(due, person.address).to.equal(ledger.due(person.address, own));
            owed += due;
          }
          const held = ((await token.balanceOf(market.target)) as bigint) - mistakes;
          expect(held).to.equal(ledger.paidIn - ledger.paidOut);
          // What is owed is covered, and what rounding keeps back is below a wei a payee.
          expect(owed <= held).to.equal(true);
          expect(held - owed < 6n).to.equal(true);
          for (const [key, count] of ledger.licences) {
            const [account, id] = key.split(" ");
            expect(await market.balanceOf(account, id)).to.equal(count);
          }
        }
      }),
      { numRuns: RUNS, seed: Number(process.env.HEED_SEED ?? 2026) },
    );
    expect(claims, "claims played").to.be.greaterThan(0);

    /** Plays a step on the market and on the ledger; 1 if it paid a claim. */
    async function play(one: Exclude<Step, { do: "mistake" }>, ledger: Ledger): Promise<number> {
      const { buy, buyByTransfer } = protocol();
      if (one.do === "claim") {
        const payee = people[one.payee % people.length]!;
        const splits = one.splits.filter((split) => ledger.shares[split]!.has(payee.address));
        if (ledger.due(payee.address, splits) === 0n) {
          await expect(market.connect(payee).claim(splits)).to.be.revertedWithCustomError(market, "NothingToClaim");
          return 0;
        }
        await market.connect(payee).claim(splits);
        ledger.claim(payee.address, splits);
        return 1;
      }
      if (one.do === "hand on") {
        const key = `${buyer.address} ${one.content}`;
        if ((ledger.licences.get(key) ?? 0n) === 0n) return 0;
        await market.connect(buyer).safeTransferFrom(buyer.address, other.address, one.content, 1n, "0x");
        add(ledger.licences, key, -1n);
        add(ledger.licences, `${other.address} ${one.content}`, 1n);
        return 0;
      }
      const split = one.content === 2 ? 2 : 1;
      if (one.do === "support") {
        await market.connect(buyer).support(one.content, one.price);
        ledger.pay(split, one.price);
        return 0;
      }
      const from = people[one.referrer]?.address;
      const recipient = one.gift ? other.address : buyer.address;
      const changes = {
        contentId: BigInt(one.content),
        unitPrice: one.price,
        maxQuantity: 4n,
        recipient,
        referrer: from ?? ethers.ZeroAddress,
      };
      await (one.do === "buy" ? buy : buyByTransfer)(changes, one.quantity);
      const self = from === buyer.address || from === recipient;
      ledger.pay(split, one.price * one.quantity, self ? undefined : from);
      add(ledger.licences, `${recipient} ${one.content}`, one.quantity);
      return 0;
    }
  });
});
