import { existsSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { withProgress } from "../oracle/cli/progress.ts";
import { INTEREST_KINDS, type InterestKind } from "../oracle/interest/architecture.ts";
import { compareLeaveOneOut, type LeaveOneOutComparison } from "../oracle/interest/compareLeaveOneOut.ts";
import type { LeaveOneOutResult } from "../oracle/interest/leaveOneOut.ts";
import { readLeaveOneOut } from "../oracle/interest/readLeaveOneOut.ts";
import { BadInputError } from "../oracle/service/errors.ts";
import { PUBLISHED } from "./accuracy/published.ts";
import { percentile } from "./support/percentile.ts";

const usage = `Usage: npm run bench -- accuracy --data FILE [--data FILE …] [options]

Trains each sequence model with several seeds, one item of each viewer left out, and prints the medians of HR@10 and NDCG@10 on those items beside popularity,
transition counts and what was published for a file of that name. A Beauty-sized file takes some ten minutes a model and seed.

  --data FILE    sequences, viewer item item … a line; one that isn't there is skipped
  --model NAME   ${INTEREST_KINDS.join(", ")} (default: all of them); may be given several times
  --seeds LIST   whole numbers with commas between (default 1,2,3)
  --json         print one JSON object and nothing else`;

interface Row {
  hr10: number;
  ndcg10: number;
}

interface FileReport {
  models: Partial<Record<InterestKind, Row & { seeds: Row[] }>>;
  baselines: LeaveOneOutComparison["baselines"];
}

/** Measures the next item's rank on files of sequences. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: "string", multiple: true, default: [] },
      model: { type: "string", multiple: true, default: [...INTEREST_KINDS] },
      seeds: { type: "string", default: "1,2,3" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(usage);
  const models = values.model.map(kindOf);
  const seeds = seedsOf(values.seeds);
  const reports: Record<string, FileReport | string> = {};
  if (values.data.length === 0) reports["--data"] = "skipped: no file was named";
  for (const file of values.data)
    reports[file] = existsSync(file) ? await measure(file, models, seeds) : "skipped: there is no such file";
  if (values.json) return console.log(JSON.stringify(reports));
  for (const [file, report] of Object.entries(reports))
    console.log(typeof report === "string" ? `${file}: ${report}` : table(file, report, seeds));
}

async function measure(file: string, models: InterestKind[], seeds: number[]): Promise<FileReport> {
  const split = await readLeaveOneOut(file);
  const report: Partial<FileReport> & Pick<FileReport, "models"> = { models: {} };
  for (const model of models) {
    const results: LeaveOneOutResult[] = [];
    for (const seed of seeds) {
      const { ours, baselines } = await withProgress((progress, signal) =>
        compareLeaveOneOut(
          split,
          { model, seed },
          {
            onProgress: (share, stage) => progress(share, `${basename(file)}, ${model}, seed ${seed}, ${stage}`),
            signal,
          },
        ),
      );
      report.baselines = baselines;
      results.push(ours);
    }
    const median = (figure: keyof Row) =>
      percentile(
        results.map((result) => result[figure]),
        0.5,
      );
    report.models[model] = {
      hr10: median("hr10"),
      ndcg10: median("ndcg10"),
      seeds: results.map(({ hr10, ndcg10 }) => ({ hr10, ndcg10 })),
    };
  }
  return report as FileReport;
}

function table(file: string, { models, baselines }: FileReport, seeds: number[]): string {
  const line = (name: string, { hr10, ndcg10 }: Row) =>
    `  ${name.padEnd(34)}${hr10.toFixed(4).padStart(8)}${ndcg10.toFixed(4).padStart(10)}`;
  const published = PUBLISHED[basename(file).replace(/\..*$/, "").toLowerCase()] ?? {};
  return [
    `${file}, medians of seeds ${seeds.join(", ")}; standard error ${baselines.transitions.standardError.toFixed(4)}`,
    `  ${"".padEnd(34)}   HR@10   NDCG@10`,
    ...Object.entries(models).map(([name, row]) => line(name, row)),
    ...Object.entries(baselines).map(([name, row]) => line(name, row)),
    ...Object.entries(published).map(([name, [hr10, ndcg10]]) => line(`published: ${name}`, { hr10, ndcg10 })),
  ].join("\n");
}

function kindOf(name: string): InterestKind {
  const kind = INTEREST_KINDS.find((known) => known === name);
  if (kind) return kind;
  throw new BadInputError(`There is no model named ${name}.`, {
    code: "bad-option",
    field: "--model",
    hint: `Name one of ${INTEREST_KINDS.join(", ")}.`,
  });
}

function seedsOf(list: string): number[] {
  const seeds = list.split(",").map(Number);
  if (list !== "" && seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31)) return seeds;
  throw new BadInputError(`Seeds can't be ${JSON.stringify(list)}.`, {
    code: "bad-option",
    field: "--seeds",
    hint: "Give whole numbers with commas between: 1,2,3.",
  });
}
