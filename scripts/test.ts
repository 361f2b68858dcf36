// `npm test`: the static checks and every suite, one after the other, and a count of them all at the end.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { Command } from "commander";
import { node, root } from "./stack/child.ts";

interface Suite {
  name: string;
  /** A mocha suite counts its tests; a check is one test. */
  kind: "check" | "mocha";
  args: string[];
}

const bin = (name: string) => join(root, "node_modules", name);
const mocha = (name: string, folder: string): Suite => ({
  name,
  kind: "mocha",
  args: [bin("mocha/bin/mocha.js"), `test/${folder}/**/*.test.ts`],
});

const suites: Suite[] = [
  { name: "format and lint", kind: "check", args: [bin("@biomejs/biome/bin/biome"), "ci", "."] },
  { name: "solhint", kind: "check", args: [bin("solhint/solhint.js"), "--max-warnings", "0", "contracts/**/*.sol"] },
  { name: "types", kind: "check", args: [bin("typescript/bin/tsc")] },
  { name: "types of the dApp", kind: "check", args: [bin("typescript/bin/tsc"), "-p", "web"] },
  { name: "generated files are up to date", kind: "check", args: ["scripts/checkGenerated.ts"] },
  { name: "contracts", kind: "mocha", args: [bin("hardhat/dist/src/cli.js"), "test", "mocha"] },
  mocha("oracle", "oracle"),
  mocha("scenarios", "scenarios"),
  mocha("dApp", "web"),
];

const command = new Command("npm test --")
  .description("Runs every check and test. Name suites to run only those.")
  .argument("[suites...]", `any of: ${suites.map(({ name }) => `"${name}"`).join(", ")}`)
  .parse();
const unknown = command.args.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) command.error(`There is no suite "${unknown[0]}". Run npm test -- --help for their names.`);

const sum = { passed: 0, failed: 0, skipped: 0 };
let running: ReturnType<typeof spawn> | undefined;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    running?.kill(signal);
    process.exitCode = 130;
  });
}

/** Runs one suite, printing what it prints, and adds up its closing counts. */
async function run(suite: Suite): Promise<void> {
  console.log(`\n── ${suite.name} ${"─".repeat(Math.max(0, 70 - suite.name.length))}`);
  const child = spawn(node, suite.args, { cwd: root, stdio: ["ignore", "pipe", "inherit"], env: { ...process.env } });
  running = child;
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    process.stdout.write(text);
    output += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  if (suite.kind === "check") {
    sum[code === 0 ? "passed" : "failed"]++;
    console.log(code === 0 ? "  ✔ clean" : "  ✗ not clean");
    return;
  }
  const count = (word: string) =>
    [...output.matchAll(new RegExp(`^\\s*(\\d+) ${word}\\b`, "gm"))].reduce((total, [, n]) => total + Number(n), 0);
  const [passed, failed] = [count("passing"), count("failing")];
  sum.passed += passed;
  sum.skipped += count("pending");
  // A suite that broke before it could count is a failure too, and so is one that found nothing to run.
  sum.failed += failed > 0 ? failed : code !== 0 || passed === 0 ? 1 : 0;
}

for (const suite of suites) {
  if (process.exitCode === 130) break;
  if (command.args.length === 0 || command.args.includes(suite.name)) await run(suite);
}
console.log(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ""}`);
if (sum.failed > 0) process.exitCode = 1;
