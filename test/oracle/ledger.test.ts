import { expect } from "chai";
import fc from "fast-check";
import { type LedgerEvents, ledger, referralOf, shareOf } from "../../oracle/settle/ledger.ts";

const amount = fc.bigInt({ min: 1n, max: 10n ** 24n });
const payees = ["0xA", "0xB", "0xC", "0xD"];

/** Splits, payments and what the payees could claim after each of them, as the market would have it. */
const history: fc.Arbitrary<LedgerEvents> = fc
  .record({
    cuts: fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 3 }),
    payments: fc.array(
      fc.record({ amountWei: amount, referred: fc.boolean(), bps: fc.integer({ min: 0, max: 1_000 }) }),
    ),
    supports: fc.array(amount),
    claimants: fc.subarray(payees),
  })
  .map(({ cuts, payments, supports, claimants }) => {
    const bps = [...cuts, 10_000 - cuts.reduce((sum, cut) => sum + cut, 0)];
    const split = { splitId: "1", payees: payees.slice(0, bps.length), bps };
    const purchases = payments.map(({ amountWei, referred, bps: referralBps }) => {
      return { splitId: "1", amountWei, referrer: referred ? "0xR" : null, referralBps };
    });
    const revenue =
      purchases.reduce((sum, one) => sum + one.amountWei - referralOf(one), 0n) +
      supports.reduce((sum, one) => sum + one, 0n);
    const claims = split.payees
      .map((account, index) => ({ account, amountWei: shareOf(revenue, bps[index]!) }))
      .filter((claim) => claimants.includes(claim.account));
    return { splits: [split], purchases, supports: supports.map((amountWei) => ({ splitId: "1", amountWei })), claims };
  });

describe("ledger", () => {
  it("balances to the wei, whatever was paid, referred and claimed", () => {
    fc.assert(
      fc.property(history, (events) => {
        const paid = [...events.purchases, ...events.supports].reduce((sum, one) => sum + one.amountWei, 0n);
        const claimed = events.claims.reduce((sum, one) => sum + one.amountWei, 0n);
        const book = ledger(events, paid - claimed);
        expect(book.balances).to.equal(true);
        expect(book.splitWei + book.referralsWei + book.dustWei).to.equal(paid);
        expect(book.accounts.reduce((sum, one) => sum + one.dueWei, 0n) + book.dustWei).to.equal(book.remainingWei);
        expect(book.dustWei < BigInt(payees.length)).to.equal(true);
      }),
    );
  });

  const one: LedgerEvents = {
    splits: [{ splitId: "1", payees: ["0xA", "0xB"], bps: [250, 9_750] }],
    purchases: [{ splitId: "1", amountWei: 1_001n, referrer: "0xR", referralBps: 500 }],
    supports: [],
    claims: [],
  };

  it("takes the referrer's part off first and leaves what rounding leaves in the market", () => {
    const book = ledger(one, 1_001n);
    expect(book).to.include({ referralsWei: 50n, splitWei: 23n + 927n, dustWei: 1n, remainingWei: 1_001n });
    expect(book.accounts).to.deep.include({ account: "0xR", earnedWei: 50n, claimedWei: 0n, dueWei: 50n });
  });

  it("doesn't balance when the market holds too little, or somebody took more than was due", () => {
    expect(ledger(one, 1_000n).balances).to.equal(false);
    const greedy = { ...one, claims: [{ account: "0xA", amountWei: 24n }] };
    expect(ledger(greedy, 977n).balances).to.equal(false);
  });

  it("doesn't balance when a payment went to a split that nobody created", () => {
    expect(ledger({ ...one, splits: [] }, 1_001n).balances).to.equal(false);
  });

  it("shows tokens that were sent to the market without buying anything", () => {
    expect(ledger(one, 1_011n)).to.include({ unaskedWei: 10n, balances: true });
  });
});
