import { Command } from "commander";
import { BadInputError } from "../service/errors.ts";
import { printAnswer, printProgress } from "./output.ts";
import { wholeNumber } from "./wholeNumber.ts";

interface ValueOptions {
  data: string;
  labels: string;
  seed: number;
  epochs: number;
  json?: boolean;
}

/** `value`: the mission's regression on NumPy files. */
export function valueCommand(): Command {
  return new Command("value")
    .description("Train a dense 64–32–1 regression on NumPy files and print one value a row")
    .requiredOption("--data <file>", "features: .npy of one or two dimensions, one row each")
    .requiredOption("--labels <file>", "what to foresee: .npy, one label a row")
    .option("--epochs <n>", "passes over the data", wholeNumber(1, 10_000), 10)
    .option("--seed <n>", "the same seed gives the same values", wholeNumber(0, 2 ** 31 - 1), 1)
    .option("--json", "print one JSON object and nothing else: {values: [...]}")
    .addHelpText("after", "\nExample: npm run heed -- value --data data.npy --labels labels.npy")
    .action(run);
}

async function run({ data, labels, seed, epochs, json }: ValueOptions): Promise<void> {
  const { readNpy } = await import("../prepare/npy.ts");
  const features = await readNpy(data);
  const targets = await readNpy(labels);
  if (targets.columns !== 1 && targets.rows !== 1) {
    throw mismatch(`${labels} has ${targets.columns} columns; a row takes one label.`, labels);
  }
  if (targets.values.length !== features.rows) {
    throw mismatch(`${labels} has ${targets.values.length} labels for the ${features.rows} rows of ${data}.`, labels);
  }
  const { fitDense } = await import("../value/dense.ts");
  const values = await fitDense(features.values, features.columns, targets.values, {
    seed,
    epochs,
    onEpoch: (epoch, loss) => printProgress(`epoch ${epoch}/${epochs}  mean squared error ${loss.toPrecision(4)}`),
  });
  printAnswer(json, { values: [...values] }, () => [...values].join("\n"));
}

function mismatch(message: string, field: string): BadInputError {
  return new BadInputError(message, {
    code: "labels-mismatch",
    field,
    hint: "Give exactly one label for each row of the data.",
  });
}
