import { Command } from "commander";
import { BadInputError } from "../service/errors.ts";
import { readOptions } from "../service/options.ts";
import type { Database } from "../store/database.ts";
import type { ModelEntry } from "../store/models.ts";
import type { Dataset } from "../value/dataset.ts";
import { checkpointOption, removeCheckpoint } from "./checkpointOption.ts";
import { interestModelOption } from "./interestModelOption.ts";
import { printAnswer } from "./output.ts";
import { withProgress } from "./progress.ts";
import { threadsOption } from "./threadsOption.ts";
import { type TrainingOptions, trainingOptionsOf } from "./trainingOptions.ts";
import { wholeNumber } from "./wholeNumber.ts";

interface TrainCommandOptions extends TrainingOptions {
  log?: string[];
  videos?: string;
  imported?: string;
  seed: number;
  activate?: boolean;
  list?: boolean;
  use?: string;
  json?: boolean;
}

/** `train`: a new model from the store or from files, and which model serves. */
export function trainCommand(): Command {
  return new Command("train")
    .description("Train interest and value, store the model, and let it serve; list stored models, or roll back to one")
    .option("--log <files...>", "train on KuaiRand logs instead of the store's own events (with --videos)")
    .option("--videos <file>", "KuaiRand's basic video features")
    .option("--imported <name>", "train on what `import` stored under this name")
    .addOption(interestModelOption())
    .option("--seed <n>", "the same data and seed give the same model", wholeNumber(0, 2 ** 31 - 1), 1)
    .addOption(threadsOption())
    .addOption(checkpointOption())
    .option("--activate", "let the model serve (default for the store's own events)")
    .option("--no-activate", "only store the model (default for other data)")
    .option("--list", "list the stored models and train nothing")
    .option("--use <name>", "let this stored model serve (rolls back) and train nothing")
    .option("--json", "print one JSON object and nothing else")
    .addHelpText(
      "after",
      "\nWhile the oracle runs on its built-in database, it is the oracle that trains: POST /training.",
    )
    .action(run);
}

async function run(options: TrainCommandOptions): Promise<void> {
  const { openStore } = await import("../store/open.ts");
  const { activateModel, listModels } = await import("../store/models.ts");
  const store = await openStore(readOptions());
  try {
    if (options.list) {
      const models = await listModels(store.db);
      return printAnswer(
        options.json,
        { models },
        () => models.map(describeModel).join("\n") || "No model was trained yet.",
      );
    }
    if (options.use !== undefined) {
      await activateModel(store.db, options.use);
      return printAnswer(options.json, { active: options.use }, () => `${options.use} serves now.`);
    }
    await train(store.db, options);
  } finally {
    await store.close();
  }
}

async function train(db: Database, options: TrainCommandOptions): Promise<void> {
  const { trainInWorker } = await import("../value/trainInWorker.ts");
  const { activateModel, saveModel } = await import("../store/models.ts");
  const artefact = await withProgress(async (report, signal) => {
    const dataset = await datasetFor(db, options, (rows) => report(0.02, `${rows} rows read`), signal);
    return await trainInWorker(
      dataset,
      { seed: options.seed, nowMs: Date.now(), interest: trainingOptionsOf(options) },
      { signal, onProgress: ({ share, stage }) => report(0.05 + 0.95 * share, stage) },
    );
  });
  const own = options.log === undefined && options.imported === undefined;
  const active = options.activate ?? own;
  await saveModel(db, artefact);
  await removeCheckpoint(options.checkpoint);
  if (active) await activateModel(db, artefact.name);
  const { name, hash, manifest } = artefact;
  printAnswer(options.json, { name, hash, active, metrics: manifest.metrics }, () =>
    [
      `${name} (${hash})${active ? " serves now" : " is stored; it doesn't serve"}`,
      ...Object.entries(manifest.metrics).map(([metric, value]) => `  ${metric.padEnd(24)}${value.toFixed(4)}`),
    ].join("\n"),
  );
}

async function datasetFor(
  db: Database,
  { log, videos, imported }: TrainCommandOptions,
  onRows: (rows: number) => void,
  signal: AbortSignal,
): Promise<Dataset> {
  if (log === undefined && imported === undefined) {
    const { datasetFromStore } = await import("../value/trainFromStore.ts");
    return await datasetFromStore(db);
  }
  const { kuaiRandDataset } = await import("../value/kuairandDataset.ts");
  if (log !== undefined) {
    if (videos === undefined) {
      throw new BadInputError("--log needs --videos.", {
        code: "videos-missing",
        field: "videos",
        hint: "Give KuaiRand's video features.",
      });
    }
    const { readKuaiRand } = await import("../prepare/kuairand.ts");
    return kuaiRandDataset(await readKuaiRand(log, videos, onRows, signal));
  }
  const { readImport } = await import("../store/imports.ts");
  const found = await readImport(db, imported!);
  if (found === null) {
    throw new BadInputError(`Nothing was imported under the name ${imported}.`, {
      code: "unknown-import",
      field: "imported",
      hint: "Import it first: npm run heed -- import --log LOG --videos VIDEOS.",
    });
  }
  return kuaiRandDataset(found, imported);
}

function describeModel({ name, active, trainedAtMs, metrics }: ModelEntry): string {
  const mae = metrics.validationMae === undefined ? "" : `  validation MAE ${metrics.validationMae.toFixed(2)} s`;
  return `${active ? "●" : "○"} ${name}  ${new Date(trainedAtMs).toISOString()}${mae}`;
}
