import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { printError } from "../oracle/cli/output.ts";
import { BadInputError } from "../oracle/service/errors.ts";

const folder = import.meta.dirname;
// A bench is a file that exports `run`; what several benches share lies in a subfolder.
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ts") && file !== "main.ts")
  .map((file) => file.slice(0, -".ts".length));

const usage = `Usage: npm run bench -- NAME [options]

Measures one of the figures that the README quotes, and prints the limit or peer beside it.

Benches: ${names.join(", ")}
Options: --json   print one JSON object and nothing else
         --help   print this, or with NAME what that bench does`;

async function main([name, ...args]: string[]): Promise<void> {
  if (!name || name === "--help" || name === "-h") {
    console.log(usage);
    return;
  }
  if (!names.includes(name) || !existsSync(join(folder, `${name}.ts`))) {
    throw new BadInputError(`There is no bench named ${name}.`, {
      code: "no-such-bench",
      field: "NAME",
      hint: `Name one of ${names.join(", ")}.`,
    });
  }
  const bench = (await import(`./${name}.ts`)) as { run(args: string[]): Promise<void> };
  await bench.run(args);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  printError(error, process.argv.includes("--json"));
  process.exitCode = 1;
}
