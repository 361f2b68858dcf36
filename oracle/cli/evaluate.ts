import { Command, Option } from "commander";
import { checkpointOption } from "./checkpointOption.ts";
import { evaluateKuaiRand } from "./evaluateKuaiRand.ts";
import { evaluateLeaveOneOut } from "./evaluateLeaveOneOut.ts";
import { interestModelOption } from "./interestModelOption.ts";
import { threadsOption } from "./threadsOption.ts";
import type { TrainingOptions } from "./trainingOptions.ts";
import { wholeNumber } from "./wholeNumber.ts";

export interface EvaluateCommandOptions extends TrainingOptions {
  protocol: "kuairand" | "leave-one-out";
  log?: string[];
  videos?: string;
  data?: string;
  seed: number;
  json?: boolean;
}

/** `evaluate`: how good the models are on data they haven't seen. */
export function evaluateCommand(): Command {
  return new Command("evaluate")
    .description("Train on one part of a data set and measure on the rest, beside simple baselines; nothing is stored")
    .addOption(
      new Option("--protocol <name>", "kuairand: watch time, split by time; leave-one-out: next item, full ranking")
        .choices(["kuairand", "leave-one-out"])
        .default("kuairand"),
    )
    .option("--log <files...>", "kuairand: logs (CSV, plain or gzip)")
    .option("--videos <file>", "kuairand: basic video features (CSV)")
    .addOption(new Option("--labels", "kuairand: click, long view and like, which are always measured").hideHelp())
    .option("--data <file>", "leave-one-out: sequences, `viewer item item …` a line")
    .addOption(interestModelOption())
    .option("--seed <n>", "the same data and seed give the same figures", wholeNumber(0, 2 ** 31 - 1), 1)
    .addOption(threadsOption())
    .addOption(checkpointOption())
    .option("--json", "print one JSON object and nothing else")
    .action((options: EvaluateCommandOptions) =>
      options.protocol === "kuairand" ? evaluateKuaiRand(options) : evaluateLeaveOneOut(options),
    );
}
