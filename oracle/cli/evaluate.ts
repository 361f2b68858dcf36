import { Command, Option } from "commander";
import type { InterestKind } from "../interest/architecture.ts";
import { BadInputError } from "../service/errors.ts";
import type { KuaiRandEvaluation } from "../value/kuairandModel.ts";
import { describeRows } from "./import.ts";
import { interestModelOption } from "./interestModelOption.ts";
import { printAnswer } from "./output.ts";
import { withProgress } from "./progress.ts";
import { wholeNumber } from "./wholeNumber.ts";

interface EvaluateCommandOptions {
  protocol: "kuairand" | "leave-one-out";
  log?: string[];
  videos?: string;
  data?: string;
  labels?: boolean;
  model: InterestKind;
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
    .option("--labels", "kuairand: also click, long view and like (AUC)")
    .option("--data <file>", "leave-one-out: sequences, `viewer item item …` a line")
    .addOption(interestModelOption())
    .option("--seed <n>", "the same data and seed give the same figures", wholeNumber(0, 2 ** 31 - 1), 1)
    .option("--json", "print one JSON object and nothing else")
    .action((options: EvaluateCommandOptions) =>
      options.protocol === "kuairand" ? evaluateLog(options) : evaluateSequences(options),
    );
}

async function evaluateLog({ log, videos, labels, model, seed, json }: EvaluateCommandOptions): Promise<void> {
  if (log === undefined || videos === undefined) throw missing("--log and --videos", "the kuairand protocol");
  const { evaluateOnKuaiRand } = await import("../value/kuairandModel.ts");
  const result = await withProgress((report, signal) =>
    evaluateOnKuaiRand(
      { logs: log, videos },
      { seed, nowMs: Date.now(), labels: labels ?? false, interest: { model } },
      { onProgress: report, signal },
    ),
  );
  const { rows, split, validation, watchTime, calibration, candidates, auc, artefact } = result;
  const answer = {
    rows,
    split,
    watchTime,
    validation,
    calibration,
    candidates,
    auc,
    model: artefact.name,
    interest: model,
    seed,
  };
  printAnswer(json, answer, () => describe(result));
}

async function evaluateSequences({ data, model: kind, seed, json }: EvaluateCommandOptions): Promise<void> {
  if (data === undefined) throw missing("--data", "the leave-one-out protocol");
  const { readSequences } = await import("../prepare/sequenceFile.ts");
  const protocol = await import("../interest/leaveOneOut.ts");
  const { trainInterestModel } = await import("../interest/train.ts");
  const split = protocol.splitLeaveOneOut(await readSequences(data));
  if (split.test.length === 0) {
    throw new BadInputError(`${data}: no viewer has three items or more.`, {
      code: "nothing-to-learn",
      field: "data",
      hint: "Give longer sequences.",
    });
  }
  const sequences = split.training.map((items) => protocol.plainVisits(items, split.vocabulary));
  const model = await withProgress((report, signal) =>
    trainInterestModel(
      sequences,
      split.vocabulary,
      { seed, model: kind, validation: 1, select: "ndcg" },
      {
        signal,
        onProgress: ({ epoch, epochs, step, steps }) => report((epoch - 1 + step / steps) / epochs, `epoch ${epoch}`),
      },
    ),
  );
  const measure = (scorer: Parameters<typeof protocol.evaluateLeaveOneOut>[1]) =>
    protocol.evaluateLeaveOneOut(split, scorer);
  const ours = measure(protocol.modelScorer(model));
  const baselines = {
    popularity: measure(protocol.popularityScorer(split)),
    transitions: measure(protocol.transitionScorer(split)),
  };
  printAnswer(
    json,
    { model: kind, ...ours, baselines, viewers: split.test.length, items: split.vocabulary.length, seed },
    () =>
      [
        "                HR@10   ± s.e.   NDCG@10",
        ...Object.entries({ [kind]: ours, transitions: baselines.transitions, popularity: baselines.popularity }).map(
          ([name, { hr10, standardError, ndcg10 }]) =>
            `${name.padEnd(14)}${hr10.toFixed(4).padStart(8)}${standardError.toFixed(4).padStart(9)}${ndcg10.toFixed(4).padStart(10)}`,
        ),
      ].join("\n"),
  );
}

function describe({ rows, split, watchTime: test, calibration, candidates, auc }: KuaiRandEvaluation): string {
  const line = (name: string, ...values: number[]) =>
    `${name.padEnd(34)}${values.map((value) => (Number.isNaN(value) ? "" : value.toFixed(value < 1 ? 3 : 2)).padStart(9)).join("")}`;
  return [
    ...describeRows(rows),
    `split by local days: ${split.train} to train, ${split.validation} to validate, ${split.test} to test`,
    "",
    "watch time, test part                MAE s   RMSE s     XAUC",
    line("typical seconds (median)", test.mae, test.rmse, test.xauc),
    line("expected seconds (priced)", test.expectedMae, test.expectedRmse, test.expectedXauc),
    line("baseline: what each video got", test.popularityMae, Number.NaN, test.popularityXauc),
    line("baseline: median", test.baselineMae, test.baselineRmse, 0.5),
    "",
    `predicted ÷ observed seconds by tenth: ${calibration.map((ratio) => ratio.toFixed(2)).join(" ")}`,
    `on the validation part: ${candidates.map(({ kind, mae }) => `${kind} ${mae.toFixed(2)} s`).join(", ")}`,
    ...(auc
      ? ["", "label           AUC   item rate's   base rate"].concat(
          Object.entries(auc).map(
            ([label, m]) =>
              `${label.padEnd(12)}${m.auc.toFixed(3).padStart(7)}${m.itemRateAuc.toFixed(3).padStart(14)}${m.baseRate.toFixed(4).padStart(12)}`,
          ),
        )
      : []),
  ].join("\n");
}

function missing(options: string, what: string): BadInputError {
  return new BadInputError(`${what[0]!.toUpperCase()}${what.slice(1)} needs ${options}.`, {
    code: "option-missing",
    hint: "See npm run heed -- evaluate --help.",
  });
}
