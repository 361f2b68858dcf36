import { setTimeout as delay } from "node:timers/promises";
import { Command } from "commander";
import type { TrainingState } from "../recommend/training.ts";
import { BadInputError, HeedError } from "../service/errors.ts";
import { readOptions } from "../service/options.ts";
import type { Database } from "../store/database.ts";
import { findRunningOracle } from "../store/lock.ts";
import type { Dataset } from "../value/dataset.ts";
import { withOracle } from "./askOracle.ts";
import { checkpointOption, removeCheckpoint } from "./checkpointOption.ts";
import { interestModelOption } from "./interestModelOption.ts";
import { describeModel } from "./models.ts";
import { printAnswer } from "./output.ts";
import { StoppedError, withProgress } from "./progress.ts";
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
    .option(
      "--activate",
      "let the model serve (default for the store's own events: if it beats what serves on the newest day)",
    )
    .option("--no-activate", "only store the model (default for other data)")
    .option("--list", "list the stored models and train nothing")
    .option("--use <name>", "let this stored model serve (rolls back) and train nothing")
    .option("--json", "print one JSON object and nothing else")
    .addHelpText(
      "after",
      "\nWhile the oracle runs on its built-in database, it is the oracle that trains on its own events, with its own seed.",
    )
    .action((options: TrainCommandOptions, command: Command) =>
      run(options, command.getOptionValueSource("seed") === "cli"),
    );
}

async function run(options: TrainCommandOptions, seeded: boolean): Promise<void> {
  const { databaseUrl, home } = readOptions();
  const own = options.log === undefined && options.imported === undefined && !options.list && options.use === undefined;
  if (own && !databaseUrl && findRunningOracle(home)) {
    refuseForeign({ ...options, seed: seeded ? options.seed : undefined });
    return await trainThere(options);
  }
  const { openStore } = await import("../store/open.ts");
  const { listModels } = await import("../store/models.ts");
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
      const { serveModel } = await import("../recommend/serveModel.ts");
      await serveModel(store.db, options.use);
      return printAnswer(options.json, { active: options.use }, () => `${options.use} serves now.`);
    }
    await train(store.db, options);
  } finally {
    await store.close();
  }
}

async function train(db: Database, options: TrainCommandOptions): Promise<void> {
  const { trainAgainst } = await import("../value/trainInWorker.ts");
  const { activateModel, loadActiveModel, saveModel } = await import("../store/models.ts");
  const rival = await loadActiveModel(db);
  const { artefact, comparison: found } = await withProgress(async (report, signal) => {
    const dataset = await datasetFor(db, options, (rows) => report(0.02, `${rows} rows read`), signal);
    return await trainAgainst(
      rival,
      dataset,
      { seed: options.seed, nowMs: Date.now(), interest: trainingOptionsOf(options) },
      { signal, onProgress: ({ share, stage }) => report(0.05 + 0.95 * share, stage) },
    );
  });
  const own = options.log === undefined && options.imported === undefined;
  const comparison = own ? found : null;
  const active = options.activate ?? comparison?.better ?? false;
  await saveModel(db, artefact, comparison);
  await removeCheckpoint(options.checkpoint);
  if (active) await activateModel(db, artefact.name);
  const { name, hash, manifest } = artefact;
  printAnswer(options.json, { name, hash, active, metrics: manifest.metrics, comparison }, () =>
    [
      `${name} (${hash})${active ? " serves now" : " is stored; it doesn't serve"}`,
      ...Object.entries(manifest.metrics).map(([metric, value]) => `  ${metric.padEnd(24)}${value.toFixed(4)}`),
    ].join("\n"),
  );
}

/** The running oracle decides these by itself. */
function refuseForeign(options: Partial<TrainCommandOptions>): void {
  for (const name of ["seed", "threads", "checkpoint", "activate"] as const) {
    if (options[name] === undefined) continue;
    const option = name === "activate" && !options.activate ? "no-activate" : name;
    throw new BadInputError(
      `--${option} can't be given while the oracle runs on its built-in database: it trains by itself.`,
      {
        code: "oracle-decides",
        field: option,
        hint: `Leave --${option} out, or stop the oracle and run the same command again.`,
      },
    );
  }
}

/** Has the oracle that holds the store train, and waits for what comes of it. */
async function trainThere({ model, json }: TrainCommandOptions): Promise<void> {
  const state = await withProgress((report, signal) =>
    withOracle(async (ask) => {
      await ask("/training", { method: "POST", body: { model } });
      for (;;) {
        await delay(250, undefined, { signal }).catch(() => signal.throwIfAborted());
        const now = await ask<TrainingState>("/training");
        if (now.state === "idle" || now.state === "failed") return now;
        if (now.progress) report(now.progress.share, now.progress.stage);
      }
    }),
  ).catch((error: unknown) => {
    if (!(error instanceof StoppedError)) throw error;
    throw new HeedError("Stopped waiting: the oracle goes on training, and the model serves if it is better.", {
      code: "stopped",
      status: 503,
      hint: "npm run heed -- status tells how far it is, npm run heed -- models what came of it.",
    });
  });
  if (state.state === "failed" || !state.outcome)
    throw new HeedError(`Training failed: ${state.error}`, {
      code: "training-failed",
      status: 500,
      hint: "The oracle's log says more.",
    });
  const { name, served, comparison } = state.outcome;
  printAnswer(json, { name, active: served, comparison }, () =>
    [
      `${name}${served ? " serves now" : " is stored; it doesn't serve, since it is no better on the newest day"}`,
      `  ${comparison.maeSeconds} s off, ${comparison.rival ?? "the population's mean"} ${comparison.rivalMaeSeconds} s`,
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
