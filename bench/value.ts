import { parseArgs } from "node:util";
import { rmse } from "../oracle/interest/metrics.ts";
import { createRandom } from "../oracle/interest/random.ts";
import { fitBoosting, fitDecisionTree } from "../oracle/value/boosting.ts";
import { type FitInput, predictAll, type Regression } from "../oracle/value/regression.ts";
import { fitRidge } from "../oracle/value/ridge.ts";
import { wholeNumber } from "./support/wholeNumber.ts";

const COLUMNS = 20;
const NOISE = 0.5;

const usage = `Usage: npm run bench -- value [--rows N] [--json]

Fits the value's three candidates to a curved function of ten of ${COLUMNS} features under normal noise of ${NOISE}, and prints each one's
error on rows it hasn't seen, which can't fall below the noise, and the processor seconds that fitting took.

  --rows N   rows to fit to (100000); a fifth of as many validate, and a fifth measure
  --json     print one JSON object and nothing else`;

/** Fits linear regression, a decision tree and boosted trees to the same rows. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rows: { type: "string", default: "100000" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(usage);
  const rows = wholeNumber("--rows", values.rows);
  const [train, validation, test] = [rows, Math.ceil(rows / 5), Math.ceil(rows / 5)].map(drawn);
  const input: FitInput = {
    train: train!.table,
    trainTargets: train!.targets,
    validation: validation!.table,
    validationTargets: validation!.targets,
    seed: 1,
  };
  const measure = async (fitted: () => Regression | Promise<Regression>) => {
    const before = process.cpuUsage();
    const model = await fitted();
    const { user, system } = process.cpuUsage(before);
    return { rmse: rmse(predictAll(model, test!.table), test!.targets), seconds: (user + system) / 1e6 };
  };
  const report = {
    noise: NOISE,
    linear: await measure(() => fitRidge(input)),
    tree: await measure(() => fitDecisionTree(input)),
    boosting: await measure(() => fitBoosting(input, { rounds: 300 })),
  };
  const line = (name: string, { rmse, seconds }: { rmse: number; seconds: number }) =>
    `${name.padEnd(16)}${rmse.toFixed(3).padStart(8)}${seconds.toFixed(2).padStart(14)}`;
  console.log(
    values.json
      ? JSON.stringify(report)
      : [
          `${rows} × ${COLUMNS}         RMSE   processor s   (noise ${NOISE})`,
          line("linear", report.linear),
          line("tree", report.tree),
          line("boosted trees", report.boosting),
        ].join("\n"),
  );
}

/** Friedman's first function (1991) twice over, so that ten features tell and ten don't. */
function drawn(rows: number, part: number) {
  const random = createRandom(100 + part);
  const values = Float32Array.from({ length: rows * COLUMNS }, random.next);
  const friedman = (at: number) =>
    10 * Math.sin(Math.PI * values[at]! * values[at + 1]!) +
    20 * (values[at + 2]! - 0.5) ** 2 +
    10 * values[at + 3]! +
    5 * values[at + 4]!;
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const targets = Float64Array.from({ length: rows }, (_, row) => {
    const at = row * COLUMNS;
    return (friedman(at) + friedman(at + 5)) / 2 + NOISE * normal();
  });
  return { table: { rows, columns: COLUMNS, values }, targets };
}
