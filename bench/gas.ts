import { parseArgs } from "node:util";
import hre from "hardhat";
import { type GasFigures, measureGas } from "./gas/heed.ts";
import { formula } from "./gas/limit.ts";
import { writeSnapshot } from "./gas/snapshot.ts";

const usage = `Usage: npm run bench -- gas [--json] [--write]

Gas of a purchase, a claim and the rest, as receipts say it, on Hardhat's EVM under osaka rules. Every recipient is warm: the market,
the payees and the referrer had money before. A new buyer holds no licence in the content's word of storage, a returning one does.
Beside each purchase stands the arithmetic limit of any contract that does the same (the formula is printed).

  --json   one JSON object on standard output and nothing else
  --write  also writes bench/gas/snapshot.json, which the tests compare with`;

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
  rewardClaim1000: 54_000,
};

export async function run(args: string[]): Promise<void> {
  const options = { json: { type: "boolean" }, write: { type: "boolean" }, help: { type: "boolean" } } as const;
  const { values } = parseArgs({ args, options });
  if (values.help) return console.log(usage);
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  const { gas, limit } = await measureGas();
  const limits = Object.fromEntries(Object.entries(limit).map(([name, { gas }]) => [name, gas]));
  if (values.write) writeSnapshot(gas);
  if (values.json) return console.log(JSON.stringify({ ...gas, limit: limits }));
  const cell = (value: number | undefined) => (value?.toLocaleString("en") ?? "–").padStart(9);
  console.log(`${"gas".padEnd(26)}${"measured".padStart(9)} ${"bar".padStart(9)} ${"limit".padStart(9)}`);
  for (const [name, value] of Object.entries(gas) as [keyof GasFigures, number][]) {
    console.log(`${name.padEnd(26)}${cell(value)} ${cell(bars[name])} ${cell(limits[name])}`);
  }
  console.log(`\n${formula}`);
}
