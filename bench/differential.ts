import { parseArgs } from "node:util";
import fc from "fast-check";
import hre from "hardhat";
import { printAnswer } from "../oracle/cli/output.ts";
import { withProgress } from "../oracle/cli/progress.ts";
import { HeedError } from "../oracle/service/errors.ts";
import { type Act, histories } from "../test/contracts/support/histories.ts";
import { openStage } from "../test/contracts/support/stage.ts";
import { wholeNumber } from "./support/wholeNumber.ts";

const usage = `Usage: npm run bench -- differential [--histories N] [--seed N] [--json]

Plays random histories of purchases, support, claims, publications and mistakes on the market and on a plain TypeScript ledger, each from
the same start, and compares what either accepts, and then every balance: HEED, licences, dues, claims, referrals and revenue.
Ends with 1, the shortest history and the first difference, if they ever differ.

  --histories  how many, 10,000 unless said otherwise
  --seed       of the random histories, 1 unless said otherwise
  --json       one JSON object on standard output and nothing else`;

/** The market and the ledger do not agree. */
class DifferenceError extends HeedError {
  override readonly name = "DifferenceError";
  constructor(details: fc.RunDetails<[Act[]]>) {
    const reason =
      details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance);
    super(`The market and the ledger differ: ${reason}`, {
      code: "difference",
      status: 500,
      hint: `Seed ${details.seed}, after ${details.numRuns} histories; the shortest that shows it:\n${fc.stringify(details.counterexample)}`,
    });
  }
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      histories: { type: "string", default: "10000" },
      seed: { type: "string", default: "1" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) return console.log(usage);
  const numRuns = wholeNumber("--histories", values.histories);
  const seed = wholeNumber("--seed", values.seed);
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  const sum = { histories: 0, acts: 0, accepted: 0, compared: 0 };
  const startedMs = performance.now();
  const details = await withProgress(async (report, signal) => {
    const stage = await openStage();
    const property = fc.asyncProperty(histories, async (history) => {
      signal.throwIfAborted();
      const { accepted, compared } = await stage.play(history);
      sum.histories += 1;
      sum.acts += history.length;
      sum.accepted += accepted;
      sum.compared += compared;
      report(Math.min(1, sum.histories / numRuns), `${sum.histories.toLocaleString("en")} histories agree`);
    });
    const checked = await fc.check(property, { numRuns, seed });
    await stage.close();
    signal.throwIfAborted();
    return checked;
  });
  if (details.failed) throw new DifferenceError(details);
  const seconds = (performance.now() - startedMs) / 1000;
  printAnswer(values.json, { ...sum, seconds, seed }, () =>
    [
      `${sum.histories.toLocaleString("en")} histories of ${sum.acts.toLocaleString("en")} acts in ${Math.round(seconds)} s`,
      `${sum.accepted.toLocaleString("en")} acts accepted and ${(sum.acts - sum.accepted).toLocaleString("en")} refused, by both alike`,
      `${sum.compared.toLocaleString("en")} balances compared, every one the same to the wei`,
    ].join("\n"),
  );
}
