import { printError } from "../oracle/cli/output.ts";
import { BadInputError } from "../oracle/service/errors.ts";

/** Each is a file beside this one that exports `run`; what several share lies in subfolders. */
const benches: Record<string, string> = {
  gas: "what every purchase, claim and report costs, beside its limit and its peers",
  invariants: "a million random calls by honest and hostile accounts; every property after each",
  mutants: "faults put into the contracts, which the invariants must find",
  differential: "the market against a plain ledger, in random histories",
  coverage: "which lines and branches of the contracts the tests reach",
  accuracy: "the rank of each viewer's next item, by all three models, beside what was published",
  train: "a training step beside PyTorch's",
  topk: "the contents with the highest scores, of a million",
  freshness: "from an event to a new quote",
  value: "the value's three regressions on the same rows",
  encode: "viewers' histories encoded in a batch, beside onnxruntime",
  quotes: "signed quotes under load",
  settle: "an epoch of up to a million viewers settled and audited",
  economy: "what each attack on the payouts gains over honest behaviour",
  intake: "events taken in, and found again after a crash",
};

const usage = `Usage: npm run bench -- NAME [options]

Measures what the README quotes, beside the limit or peer, or tries to break what it promises.

${Object.entries(benches)
  .map(([name, what]) => `  ${name.padEnd(13)} ${what}`)
  .join("\n")}

  --json        print one JSON object and nothing else
  --help        print this, or with NAME what that bench does`;

async function main([name, ...args]: string[]): Promise<void> {
  if (!name || name === "--help" || name === "-h") {
    console.log(usage);
    return;
  }
  if (!(name in benches)) {
    throw new BadInputError(`There is no bench named ${name}.`, {
      code: "no-such-bench",
      field: "NAME",
      hint: `Name one of ${Object.keys(benches).join(", ")}.`,
    });
  }
  const bench = (await import(`./${name}.ts`)) as { run(args: string[]): Promise<void> };
  await bench.run(args);
}

/** What parseArgs says of a mistyped option, as bad input rather than a fault of ours. */
function asBadInput(error: unknown): unknown {
  const isOption =
    error instanceof TypeError && String((error as { code?: unknown }).code).startsWith("ERR_PARSE_ARGS");
  if (!isOption) return error;
  return new BadInputError((error as Error).message.split(". To specify")[0]!, {
    code: "bad-option",
    field: "options",
    hint: "See --help.",
  });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  printError(asBadInput(error), process.argv.includes("--json"));
  process.exitCode = 1;
}
