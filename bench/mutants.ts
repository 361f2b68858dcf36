import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { printAnswer } from "../oracle/cli/output.ts";
import { withProgress } from "../oracle/cli/progress.ts";
import { BadInputError, HeedError } from "../oracle/service/errors.ts";
import { runCampaign } from "./invariants/campaign.ts";
import { type Mutant, mutants, withMutant } from "./invariants/mutants.ts";

const CALLS = 10_000;
const DEPTH = 500;

const usage = `Usage: npm run bench -- mutants [--only NAME] [--json]

Breaks the contracts in ${mutants.length} ways, one at a time and only in the compiler's input, and lets the invariants look for each.
Prints the property that each mutant broke and by how many calls. Ends with 1 if a mutant lives through ${CALLS.toLocaleString("en")} calls.

  --only  one mutant: ${mutants.map(({ name }) => name).join(", ")}
  --json  one JSON object on standard output and nothing else`;

/** The invariants would miss such a fault. */
class LivingMutantError extends HeedError {
  override readonly name = "LivingMutantError";
  constructor(names: string[]) {
    super(`The invariants missed ${names.length} of ${mutants.length} mutants: ${names.join(", ")}.`, {
      code: "living-mutant",
      status: 500,
      hint: "Let a handler of test/contracts/solidity make the call that shows the fault.",
    });
  }
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { only: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean" } },
  });
  if (values.help) return console.log(usage);
  const chosen = mutants.filter(({ name }) => values.only === undefined || name === values.only);
  if (chosen.length === 0) {
    throw new BadInputError(`There is no mutant named ${values.only}.`, {
      code: "no-such-mutant",
      field: "--only",
      hint: `Name one of ${mutants.map(({ name }) => name).join(", ")}.`,
    });
  }
  const found = await withProgress(async (report, signal) => {
    const results: { name: string; caughtBy: string | null; calls: string[] }[] = [];
    for (const mutant of chosen) {
      signal.throwIfAborted();
      report(results.length / chosen.length, mutant.name);
      results.push(await hunt(mutant));
    }
    report(1, "done");
    return results;
  });
  printAnswer(values.json, { mutants: found }, () =>
    found
      .map(({ name, caughtBy, calls }) => `${name.padEnd(32)}${caughtBy ?? "LIVES"} (${calls.length} calls)`)
      .join("\n"),
  );
  const living = found.filter(({ caughtBy }) => !caughtBy).map(({ name }) => name);
  if (living.length > 0) throw new LivingMutantError(living);
}

async function hunt(mutant: Mutant) {
  const folder = mkdtempSync(join(tmpdir(), "heed-mutant-"));
  try {
    const config = withMutant(mutant, folder);
    const { broken } = await runCampaign({ calls: CALLS, depth: DEPTH, seed: 1n, shrinkRunLimit: 50, config });
    return { name: mutant.name, caughtBy: broken?.reason ?? null, calls: broken?.calls ?? [] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
