import { spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { printAnswer } from "../oracle/cli/output.ts";
import { HeedError } from "../oracle/service/errors.ts";
import type { Branch } from "./coverage/branches.ts";

const BARS = { lines: 100, branches: 98 };
const root = join(import.meta.dirname, "..");

const usage = `Usage: npm run bench -- coverage [--json]

Runs the contracts' tests with coverage and prints, for each contract but those that only tests use, how many of its lines ran and how
many of its branches were taken: both outcomes of every if and ?:, of the left side of every && and ||, and every clause of a try.
Ends with 1 below ${BARS.lines} % of lines or ${BARS.branches} % of branches, or if a test fails.

  --json  one JSON object on standard output and nothing else`;

interface FileCoverage {
  lines: number;
  linesRun: number;
  branches: number;
  branchesTaken: number;
}

/** Tests leave too much out. */
class LowCoverageError extends HeedError {
  override readonly name = "LowCoverageError";
  constructor(lines: number, branches: number, missing: string[]) {
    super(
      `${lines.toFixed(2)} % of lines and ${branches.toFixed(2)} % of branches, where ${BARS.lines} % and ${BARS.branches} % are asked.`,
      { code: "low-coverage", status: 500, hint: `Not reached:\n  ${missing.join("\n  ")}` },
    );
  }
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: "boolean" }, help: { type: "boolean" } } });
  if (values.help) return console.log(usage);
  await runTests();
  const { files, missing } = readCoverage();
  const sum = (field: keyof FileCoverage) => [...files.values()].reduce((total, file) => total + file[field], 0);
  const lines = (100 * sum("linesRun")) / sum("lines");
  const branches = (100 * sum("branchesTaken")) / sum("branches");
  printAnswer(values.json, { lines, branches, files: Object.fromEntries(files), missing }, () =>
    table(files, lines, branches),
  );
  if (lines < BARS.lines || branches < BARS.branches) throw new LowCoverageError(lines, branches, missing);
  for (const place of missing) process.stderr.write(`not reached: ${place}\n`);
}

/** The contracts' suite, its output on standard error. */
async function runTests(): Promise<void> {
  rmSync(join(root, "coverage"), { recursive: true, force: true });
  const child = spawn(
    process.execPath,
    [
      join(root, "node_modules/hardhat/dist/src/cli.js"),
      ...["--config", join(root, "bench/coverage/hardhat.config.ts")],
      ...["--coverage", "test", "mocha"],
    ],
    { cwd: root, stdio: ["ignore", 2, 2] },
  );
  const stop = (signal: NodeJS.Signals) => child.kill(signal);
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  process.removeListener("SIGINT", stop).removeListener("SIGTERM", stop);
  if (code === 0) return;
  throw new HeedError("The contracts' tests failed under coverage.", {
    code: "tests-failed",
    status: 500,
    hint: "Their output is above; run npm test -- contracts without coverage first.",
  });
}

/** What Hardhat and `coverage/hardhat.config.ts` left in `coverage/`. */
function readCoverage(): { files: Map<string, FileCoverage>; missing: string[] } {
  const files = new Map<string, FileCoverage>();
  const missing: string[] = [];
  for (const [, file, rest] of read("lcov.info").matchAll(/SF:(.+)\n([\s\S]*?)end_of_record/g)) {
    if (file!.startsWith("contracts/test/")) continue;
    const lines = [...rest!.matchAll(/DA:(\d+),(\d+)/g)];
    for (const [, line, count] of lines) if (count === "0") missing.push(`${file}:${line}`);
    const linesRun = lines.filter(([, , count]) => count !== "0").length;
    files.set(file!, { lines: lines.length, linesRun, branches: 0, branchesTaken: 0 });
  }
  const folder = join(root, "coverage/data/mocha");
  const hits = new Set(
    readdirSync(folder).flatMap((name) => Object.keys(JSON.parse(read(`data/mocha/${name}`)) as object)),
  );
  for (const { file, line, taken, tag } of JSON.parse(read("branches.json")) as Branch[]) {
    const coverage = files.get(file)!;
    coverage.branches += 1;
    if (hits.has(tag)) coverage.branchesTaken += 1;
    else missing.push(`${file}:${line} ${taken}`);
  }
  return { files, missing };
}

function read(name: string): string {
  return readFileSync(join(root, "coverage", name), "utf8");
}

function table(files: Map<string, FileCoverage>, lines: number, branches: number): string {
  const row = (name: string, one: string, two: string) => `${name.padEnd(44)}${one.padStart(12)}${two.padStart(12)}`;
  const rows = [...files].toSorted(([a], [b]) => a.localeCompare(b));
  return [
    row("contract", "lines", "branches"),
    ...rows.map(([file, of]) => row(file, `${of.linesRun}/${of.lines}`, `${of.branchesTaken}/${of.branches}`)),
    row("all", `${lines.toFixed(2)} %`, `${branches.toFixed(2)} %`),
  ].join("\n");
}
