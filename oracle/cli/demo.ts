import { Command } from "commander";
import { BadInputError } from "../service/errors.ts";
import { printAnswer, printProgress } from "./output.ts";
import { withProgress } from "./progress.ts";
import { wholeNumber } from "./wholeNumber.ts";

interface DemoOptions {
  log: string[];
  videos: string;
  seed: number;
  json?: boolean;
}

/** `demo`: KuaiRand's files through the whole path, from rows to a ledger that balances. */
export function demoCommand(): Command {
  return new Command("demo")
    .description(
      "Take KuaiRand's files through the whole path: models, prices, purchases on a local chain, claims, ledger",
    )
    .requiredOption("--log <files...>", "KuaiRand's log, plain or gzip; several are read in time order")
    .requiredOption("--videos <file>", "KuaiRand's video_features_basic file")
    .option("--seed <n>", "the same seed gives the same models and prices", wholeNumber(0, 2 ** 31 - 1), 1)
    .option("--json", "print one JSON object and nothing else")
    .addHelpText(
      "after",
      "\nThe rate is HEED_RATE_WEI (wei per attention-second). The chain is a Hardhat node of its own.",
    )
    .action(run);
}

async function run({ log, videos, seed, json }: DemoOptions): Promise<void> {
  const { evaluateOnKuaiRand } = await import("../value/kuairandModel.ts");
  const { readOptions } = await import("../service/options.ts");
  const { FIRST_RATE_WEI } = await import("../chain/rateInForce.ts");
  const { choosePairs, priceTable } = await import("./demo/prices.ts");
  const { tradeOnOwnChain } = await import("./demo/ownChain.ts");
  const { describeDemo } = await import("./demo/report.ts");

  const options = readOptions();
  const rateWei = options.rateWeiPerSecond ?? FIRST_RATE_WEI;
  const demo = await withProgress(async (report, signal) => {
    const evaluation = await evaluateOnKuaiRand(
      { logs: log, videos },
      { seed, nowMs: Date.now() },
      {
        onProgress: (share, stage) => report(0.9 * share, stage),
        signal,
      },
    );
    const pairs = choosePairs(evaluation);
    if (pairs.length === 0) {
      throw new BadInputError("No viewer of the last two days has visits before them to learn from.", {
        code: "too-few-viewers",
        field: "log",
        hint: "Give a log of more days, or of more viewers.",
      });
    }
    const prices = priceTable(pairs, evaluation.appraiser, rateWei);
    const ledger = await tradeOnOwnChain(
      pairs,
      evaluation.appraiser,
      { rateWei, signerKey: options.signerKey },
      (share, stage) => report(0.9 + 0.1 * share, stage),
      signal,
    );
    return { evaluation, prices, ledger };
  });
  if (!demo.ledger.balances) {
    printProgress("✗ The ledger does not balance. Please report this with the two files' names.");
    process.exitCode = 1;
  }
  const { rows, watchTime, validation } = demo.evaluation;
  const { prices, ledger } = demo;
  printAnswer(json, { rows, validation, watchTime, prices, ledger }, () =>
    describeDemo(demo.evaluation, prices, ledger),
  );
}
