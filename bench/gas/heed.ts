import type { TransactionResponse } from "ethers";
import { deployProtocol, HEED } from "../../test/contracts/support/protocol.ts";
import { type Limit, limitOf, type PurchaseKind } from "./limit.ts";
import { measureRewardsGas, type RewardsGas } from "./rewards.ts";

export interface GasFigures extends RewardsGas {
  buyNew: number;
  /** The same, where 32 payees share the content's revenue instead of three. */
  buyNew32Payees: number;
  buyReturning: number;
  buyNewNoReferrer: number;
  buyReturningNoReferrer: number;
  transferAndCallNew: number;
  transferAndCallReturning: number;
  /** Each item of a cart of five after the first, every one of another split, with referrer, in words the buyer knows. */
  cartFurtherItem: number;
  /** A later claim of one split by a payee who holds HEED. */
  claimOne: number;
  /** Each further split in the same claim. */
  claimFurther: number;
  support: number;
  publish: number;
  /** A split of the treasury and two more. */
  createSplit: number;
}

/** Of each figure that is a purchase. */
export type PurchaseLimits = Partial<Record<keyof GasFigures, Limit>>;

/**
 * Measures on a chain of its own; deterministic to the signatures' zero bytes, since keys and times are fixed.
 *
 * @returns the figures, and for each purchase the limit of any contract that does the same; all in gas.
 */
export async function measureGas(): Promise<{ gas: GasFigures; limit: PurchaseLimits }> {
  const protocol = await deployProtocol();
  const { connection, ethers, market, token, oracle, deployer, creator, buyer, other, referrer } = protocol;
  const { buy, buyByTransfer, quoteOf, sign } = protocol;
  const gas: Partial<GasFigures> = {};
  const limit: PurchaseLimits = {};
  const spend = async (transaction: Promise<TransactionResponse>) => {
    const response = await transaction;
    return { response, gasUsed: Number((await response.wait())!.gasUsed) };
  };
  const purchase = async (key: keyof GasFigures, transaction: Promise<TransactionResponse>, kind: PurchaseKind) => {
    const { response, gasUsed } = await spend(transaction);
    gas[key] = gasUsed;
    limit[key] = limitOf(response.data, kind);
  };

  // Past the first counter, as a market in use is; and contents enough that every new licence finds an empty word.
  await oracle.raiseCounter();
  const mine = market.connect(creator);
  const bounds = [1n, 1_000n * HEED] as const;
  gas.publish = (await spend(mine.publish("heed://works/2", ethers.id("2"), ...bounds, 1n))).gasUsed;
  for (let id = 3; id <= 66; id++) await mine.publish(`heed://works/${id}`, ethers.id(`${id}`), ...bounds, 1n);
  const payees = [deployer.address, creator.address, referrer.address];
  gas.createSplit = (await spend(market.createSplit(payees, [250, 6_750, 3_000]))).gasUsed;
  await mine.publish("heed://works/67", ethers.id("67"), ...bounds, 2n);
  const crowd = [deployer.address, ...Array.from({ length: 31 }, (_, i) => ethers.toBeHex(0xc0ffee00 + i, 20))];
  await market.createSplit(crowd, [250, ...Array(30).fill(315), 300]);
  for (let id = 68; id <= 80; id++) await mine.publish(`heed://works/${id}`, ethers.id(`${id}`), ...bounds, 3n);

  const referred = { referrer: referrer.address };
  await buy(referred, 1n, other);
  for (const contentId of [67n, 68n]) await buy({ contentId }, 1n, other);
  await purchase("buyNew", buy({ ...referred, contentId: 1n }), { licence: "new", referrer: true, allowance: true });
  await purchase("buyNew32Payees", buy({ ...referred, contentId: 80n }), {
    licence: "new",
    referrer: true,
    allowance: true,
  });
  await purchase("buyReturning", buy({ ...referred, contentId: 2n }), {
    licence: "known",
    referrer: true,
    allowance: true,
  });
  await purchase("buyNewNoReferrer", buy({ contentId: 16n }), { licence: "new", referrer: false, allowance: true });
  await purchase("buyReturningNoReferrer", buy({ contentId: 17n }), {
    licence: "known",
    referrer: false,
    allowance: true,
  });
  await purchase("transferAndCallNew", buyByTransfer({ contentId: 32n }), {
    licence: "new",
    referrer: false,
    allowance: false,
  });
  await purchase("transferAndCallReturning", buyByTransfer({ contentId: 33n }), {
    licence: "known",
    referrer: false,
    allowance: false,
  });
  const cart = async (...contentIds: bigint[]) => {
    const items = await Promise.all(
      contentIds.map(async (contentId) => {
        const quote = await quoteOf({ ...referred, contentId });
        return { quote, quantity: 1n, signature: await sign(quote) };
      }),
    );
    return (await spend(market.connect(buyer).buyMany(items))).gasUsed;
  };
  const ids = Array.from({ length: 5 }, (_, i) => BigInt(96 + 16 * i));
  for (let id = 81n; id <= ids.at(-1)!; id++) {
    const split = ids.includes(id) ? 4 + ids.indexOf(id) : 1;
    if (split > 1) await market.createSplit(payees, [250, 6_750, 3_000]);
    await mine.publish(`heed://works/${id}`, ethers.id(`${id}`), ...bounds, split);
  }
  await cart(...ids);
  gas.cartFurtherItem = Math.round(((await cart(...ids)) - (await cart(ids[0]!))) / 4);
  gas.support = (await spend(market.connect(buyer).support(1n, 1_234_567_890_123_456_789n))).gasUsed;

  await token.transfer(creator.address, 1n);
  await mine.claim([1n, 2n]);
  await buy();
  const one = await spend(mine.claim([1n]));
  await buy();
  await buy({ contentId: 67n });
  const two = await spend(mine.claim([1n, 2n]));
  gas.claimOne = one.gasUsed;
  gas.claimFurther = two.gasUsed - one.gasUsed;
  await connection.close();
  return { gas: { ...gas, ...(await measureRewardsGas()) } as GasFigures, limit };
}
