import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { TransactionResponse } from "ethers";
import hre from "hardhat";
import { deployProtocol, HEED } from "../test/contracts/support/protocol.ts";

const usage = `Usage: npm run bench -- gas [--json] [--write]

Gas of a purchase, a claim and the rest, as receipts say it, on Hardhat's EVM under osaka rules. Every recipient is warm: the market,
the payees and the referrer had money before. A new buyer holds no licence in the content's word of storage, a returning one does.
Beside each purchase stands the arithmetic limit of any contract that does the same (the formula is printed).

  --json   one JSON object on standard output and nothing else
  --write  also writes bench/gas.snapshot.json, which the tests compare with`;

const snapshotUrl = new URL("./gas.snapshot.json", import.meta.url);

/** Bars of the design, in gas. */
const bars: Partial<Record<keyof GasFigures, number>> = {
  buyNew: 90_000,
  buyReturning: 72_500,
  buyNewNoReferrer: 84_000,
  buyReturningNoReferrer: 66_700,
  transferAndCallNew: 80_000,
  transferAndCallReturning: 63_000,
  claimOne: 58_000,
  claimFurther: 15_200,
};

export interface GasFigures {
  buyNew: number;
  buyReturning: number;
  buyNewNoReferrer: number;
  buyReturningNoReferrer: number;
  transferAndCallNew: number;
  transferAndCallReturning: number;
  /** A later claim of one split by a payee who holds HEED. */
  claimOne: number;
  /** Each further split in the same claim. */
  claimFurther: number;
  support: number;
  publish: number;
  /** A split of the treasury and two more. */
  createSplit: number;
}

/**
 * Measures on a chain of its own; deterministic to the signatures' zero bytes, since keys and times are fixed.
 *
 * @returns the figures, and for each purchase the limit (see `limitOf`), all in gas.
 */
export async function measureGas(): Promise<{ gas: GasFigures; limit: Partial<GasFigures> }> {
  const protocol = await deployProtocol();
  const { connection, ethers, market, token, oracle, deployer, creator, buyer, other, referrer } = protocol;
  const { buy, buyByTransfer } = protocol;
  const gas: Partial<GasFigures> = {};
  const limit: Partial<GasFigures> = {};
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

  const referred = { referrer: referrer.address };
  await buy(referred, 1n, other);
  await buy({ contentId: 67n }, 1n, other);
  await purchase("buyNew", buy({ ...referred, contentId: 1n }), { licence: "new", referrer: true, allowance: true });
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
  return { gas: gas as GasFigures, limit };
}

interface PurchaseKind {
  licence: "new" | "known";
  referrer: boolean;
  /** Paid by allowance, rather than by ERC-1363. */
  allowance: boolean;
}

const formula = `limit = max(21,000 + 4T + X, 21,000 + 10T), T = zero bytes + 4 × non-zero bytes of calldata
X = ecrecover 3,100 + cold token 2,600 + allowance 2,100 (0 by ERC-1363) + two balances 10,000 + licence 22,100 (new) or 5,000
  + packed configuration and revenue 5,000 + signer slot 2,100 + Transfer 1,756 + own events 4,518 + referrer 5,000 + everything else 1,700`;

/** What any contract must pay for such a purchase: see `formula`, which reckons what the EVM charges and little else. */
function limitOf(data: string, { licence, referrer, allowance }: PurchaseKind): number {
  const bytes = Buffer.from(data.slice(2), "hex");
  const tokens = bytes.reduce((sum, byte) => sum + (byte === 0 ? 1 : 4), 0);
  const storage = 10_000 + (licence === "new" ? 22_100 : 5_000) + 5_000 + 2_100 + (referrer ? 5_000 : 0);
  const execution = 3_100 + 2_600 + (allowance ? 2_100 : 0) + storage + 1_756 + 4_518 + 1_700;
  return Math.max(21_000 + 4 * tokens + execution, 21_000 + 10 * tokens);
}

/** The figures last committed. */
export function readSnapshot(): GasFigures {
  return JSON.parse(readFileSync(snapshotUrl, "utf8")) as GasFigures;
}

export async function run(args: string[]): Promise<void> {
  const options = { json: { type: "boolean" }, write: { type: "boolean" }, help: { type: "boolean" } } as const;
  const { values } = parseArgs({ args, options });
  if (values.help) return console.log(usage);
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  const { gas, limit } = await measureGas();
  if (values.write) writeFileSync(snapshotUrl, `${JSON.stringify(gas, null, 2)}\n`);
  if (values.json) return console.log(JSON.stringify({ ...gas, limit }));
  const cell = (value: number | undefined) => (value?.toLocaleString("en") ?? "–").padStart(9);
  console.log(`${"gas".padEnd(26)}${"measured".padStart(9)} ${"bar".padStart(9)} ${"limit".padStart(9)}`);
  for (const [name, value] of Object.entries(gas) as [keyof GasFigures, number][]) {
    console.log(`${name.padEnd(26)}${cell(value)} ${cell(bars[name])} ${cell(limit[name])}`);
  }
  console.log(`\n${formula}`);
}
