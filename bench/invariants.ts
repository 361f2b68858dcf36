import { parseArgs } from "node:util";
import { printAnswer } from "../oracle/cli/output.ts";
import { withProgress } from "../oracle/cli/progress.ts";
import { HeedError } from "../oracle/service/errors.ts";
import { addUp, type Campaign, runCampaign } from "./invariants/campaign.ts";
import { wholeNumber } from "./support/wholeNumber.ts";

const DEFAULT_CALLS = 1_000_000;
const DEPTH = 500;
/** Calls between two moves of the progress bar. */
const BATCH = 20_000;

const usage = `Usage: npm run bench -- invariants [--calls N] [--seed N] [--json]

Honest and hostile accounts call the contracts at random; after every call, what the contracts hold, owe and have sold is compared with a
plain ledger, and every answer with the one foreseen. Prints how often each kind of call was accepted and refused.
Ends with 1 and the shortest calls that break a property, if any does.

  --calls  at least how many, ${DEFAULT_CALLS.toLocaleString("en")} unless said otherwise, in whole runs of ${DEPTH} on a fresh deployment for the market and
           for the rewards each; some thousand take a minute, a million a quarter of an hour to an hour
  --seed   of the first batch, 1 unless said otherwise; the next batch takes the next number
  --json   one JSON object on standard output and nothing else`;

/** A property of the contracts does not hold. */
class BrokenInvariantError extends HeedError {
  override readonly name = "BrokenInvariantError";
  constructor({ test, reason, calls }: NonNullable<Campaign["broken"]>, seed: number) {
    super(`${test}: ${reason}`, {
      code: "broken-invariant",
      status: 500,
      hint: `These calls break it (seed ${seed}):\n  ${calls.join("\n  ")}`,
    });
  }
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      calls: { type: "string", default: String(DEFAULT_CALLS) },
      seed: { type: "string", default: "1" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) return console.log(usage);
  const calls = wholeNumber("--calls", values.calls);
  const firstSeed = wholeNumber("--seed", values.seed);
  const startedMs = performance.now();
  const total = await withProgress((report, signal) => campaigns(calls, firstSeed, report, signal));
  const seconds = (performance.now() - startedMs) / 1000;
  const answer = {
    calls: total.calls,
    seconds,
    callsPerSecond: total.calls / seconds,
    seed: firstSeed,
    kinds: total.kinds,
  };
  printAnswer(values.json, answer, () => table(total, seconds));
}

async function campaigns(
  calls: number,
  firstSeed: number,
  report: (share: number, stage: string) => void,
  signal: AbortSignal,
): Promise<Campaign> {
  let total: Campaign = { calls: 0, kinds: {}, broken: null };
  report(0, "building the tests");
  for (let seed = firstSeed; total.calls < calls; seed++) {
    const batch = runCampaign({ calls: Math.min(BATCH, calls - total.calls), depth: DEPTH, seed: BigInt(seed) });
    const campaign = await Promise.race([batch, untilAborted(signal)]);
    if (campaign.broken) throw new BrokenInvariantError(campaign.broken, seed);
    total = addUp([total, campaign]);
    report(Math.min(1, total.calls / calls), `${total.calls.toLocaleString("en")} calls, none broke a property`);
  }
  return total;
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
}

function table({ calls, kinds }: Campaign, seconds: number): string {
  const cell = (value: number | string) => value.toLocaleString("en").padStart(10);
  const rows = Object.entries(kinds).toSorted(([a], [b]) => a.localeCompare(b));
  return [
    `${"call".padEnd(40)}${cell("made")}${cell("accepted")}${cell("refused")}`,
    ...rows.map(([name, kind]) => `${name.padEnd(40)}${cell(kind.calls)}${cell(kind.accepted)}${cell(kind.refused)}`),
    `\n${calls.toLocaleString("en")} calls in ${Math.round(seconds).toLocaleString("en")} s, ` +
      `${Math.round(calls / seconds).toLocaleString("en")} a second; every property held after each`,
  ].join("\n");
}
