import { Command } from "commander";
import { UnavailableError } from "../service/errors.ts";
import { readOptions } from "../service/options.ts";
import { findRunningOracle } from "../store/lock.ts";
import { printAnswer } from "./output.ts";

/** `status`: what a running oracle says of itself. */
export function statusCommand(): Command {
  return new Command("status")
    .description("Show whether the oracle is running, its chain, its model and its counts")
    .option(
      "--url <url>",
      "the oracle's address (default: the one that holds HEED_HOME, else this machine's HEED_PORT)",
    )
    .option("--json", "print one JSON object and nothing else")
    .action(async (options: { url?: string; json?: boolean }) => {
      const { home, port } = readOptions();
      const status = await fetchStatus(options.url ?? findRunningOracle(home) ?? `http://127.0.0.1:${port}`);
      printAnswer(options.json, status, () => describe(status));
    });
}

async function fetchStatus(url: string): Promise<object> {
  const response = await fetch(`${url.replace(/\/$/, "")}/status`, { signal: AbortSignal.timeout(5000) }).catch(
    (cause: unknown) => {
      throw new UnavailableError(`No oracle answers at ${url}.`, {
        code: "oracle-unreachable",
        hint: "Start it with npm start, or give its address with --url.",
        cause,
      });
    },
  );
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body && typeof body === "object") return body;
  throw new UnavailableError(`What answers at ${url} (HTTP ${response.status}) is not a Heed oracle.`, {
    code: "not-an-oracle",
    hint: "Give the oracle's address with --url.",
  });
}

function describe(value: object, indent = ""): string {
  return Object.entries(value)
    .map(([name, part]) =>
      part !== null && typeof part === "object" && !Array.isArray(part)
        ? `${indent}${name}\n${describe(part as object, `${indent}  `)}`
        : `${indent}${name.padEnd(28 - indent.length)} ${wordOf(part)}`,
    )
    .join("\n");
}

/** Fractions to four places: more digits of a metric say nothing to a reader, and --json has them all. */
function wordOf(part: unknown): string {
  if (part === null) return "none";
  return typeof part === "number" && !Number.isInteger(part) ? part.toFixed(4) : String(part);
}
