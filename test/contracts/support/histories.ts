import fc from "fast-check";

/** One act of a random history. Accounts, contents and splits are indices into whoever and whatever there is then. */
export type Act =
  | { do: "publish"; account: number; split: number; floor: bigint; range: bigint }
  | { do: "createSplit"; account: number; weights: number[] }
  | { do: "setPriceBounds"; account: number; content: number; floor: bigint; range: bigint }
  | { do: "setReferral"; account: number; content: number; bps: bigint }
  | { do: "unlist"; account: number; content: number }
  | {
      do: "buy" | "buyByTransfer";
      account: number;
      content: number;
      /** Of the way from floor to ceiling, in hundredths; beyond either where it is below 0 or above 100. */
      price: bigint;
      quantity: bigint;
      recipient: number;
      referrer: number;
    }
  | { do: "support" | "supportByTransfer"; account: number; content: number; amount: bigint }
  | { do: "sendByMistake"; account: number; amount: bigint }
  | { do: "handOn"; account: number; to: number; content: number; count: bigint }
  | { do: "claim"; account: number; splits: number[] };

const index = fc.nat({ max: 11 });
const account = index;
const content = index;
const amount = fc.oneof(fc.bigInt(0n, 30n), fc.bigInt(1n, 10n ** 21n));
const bounds = {
  floor: fc.oneof(fc.bigInt(1n, 9n), fc.bigInt(0n, 10n ** 18n)),
  range: fc.oneof(fc.constant(0n), amount),
};
const purchase = {
  account,
  content,
  price: fc.oneof({ weight: 12, arbitrary: fc.bigInt(0n, 100n) }, fc.constantFrom(-1n, 101n)),
  quantity: fc.oneof({ weight: 8, arbitrary: fc.bigInt(1n, 4n) }, fc.bigInt(0n, 40_000n)),
  recipient: index,
  referrer: index,
};
const act = <Kind extends Act["do"]>(kind: Kind) => fc.constant(kind);

/** Random histories: mostly purchases and claims. */
export const histories: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: fc.constantFrom("buy" as const, "buyByTransfer" as const), ...purchase }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constantFrom("support" as const, "supportByTransfer" as const),
        account,
        content,
        amount,
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({ do: act("claim"), account, splits: fc.array(index, { maxLength: 4 }) }),
    },
    { weight: 2, arbitrary: fc.record({ do: act("handOn"), account, to: index, content, count: fc.bigInt(0n, 3n) }) },
    fc.record({ do: act("sendByMistake"), account, amount }),
    fc.record({
      do: act("createSplit"),
      account,
      weights: fc.array(fc.integer({ min: 1, max: 999 }), { maxLength: 6 }),
    }),
    fc.record({ do: act("publish"), account, split: index, ...bounds }),
    fc.record({ do: act("setPriceBounds"), account, content, ...bounds }),
    fc.record({ do: act("setReferral"), account, content, bps: fc.bigInt(0n, 1_100n) }),
    fc.record({ do: act("unlist"), account, content: fc.nat({ max: 40 }) }),
  ),
  { minLength: 1, maxLength: 30, size: "max" },
);
