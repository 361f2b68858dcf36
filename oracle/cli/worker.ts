import { Command } from "commander";
import { SetupError } from "../service/errors.ts";
import { createLogger } from "../service/logger.ts";
import { readOptions } from "../service/options.ts";
import { Shutdown } from "../service/shutdown.ts";
import { printProgress } from "./output.ts";

/** `worker`: a process that trains for oracles on the same database. */
export function workerCommand(): Command {
  return new Command("worker")
    .description("Take training jobs from DATABASE_URL, for oracles on the same database, until it is stopped")
    .addHelpText("after", "\nWith HEED_TRAINING=elsewhere the oracles leave all training to workers.")
    .action(work);
}

async function work(): Promise<void> {
  const options = readOptions();
  if (!options.databaseUrl) {
    throw new SetupError(
      "A worker needs PostgreSQL: the built-in database takes a single process, the oracle itself.",
      {
        code: "worker-needs-postgres",
        field: "DATABASE_URL",
        hint: "Set DATABASE_URL for the oracle and its workers; without it the oracle trains by itself.",
      },
    );
  }
  const [{ createTrainingJobs }, { openStore }, { systemClock }] = await Promise.all([
    import("../jobs/trainingJobs.ts"),
    import("../store/open.ts"),
    import("../service/clock.ts"),
  ]);
  const logger = createLogger(options.logLevel);
  const shutdown = new Shutdown(logger);
  shutdown.onSignals();
  const store = await openStore(options);
  shutdown.add("store", () => store.close());
  const jobs = createTrainingJobs({ store, logger, clock: systemClock, options });
  shutdown.add("training", () => jobs.stop());
  await jobs.work();
  printProgress("• waiting for training jobs");
}
