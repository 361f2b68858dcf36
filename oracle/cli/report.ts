import { setTimeout as delay } from "node:timers/promises";
import { Command } from "commander";
import { explainError, HeedError } from "../service/errors.ts";
import { printProgress } from "./output.ts";

interface ReportOptions {
  oracle: string;
  once?: boolean;
}

const POLL_MS = 1_000;
const LOCAL_POLL_MS = 300;

/** `report`: a reporter's own process. */
export function reportCommand(): Command {
  return new Command("report")
    .description(
      "Check each epoch's proposed report by an own recomputation and an own node, and sign what agrees, until stopped",
    )
    .option("--oracle <url>", "the oracle whose reports are checked", "http://127.0.0.1:8787")
    .option("--once", "answer what waits now, and end")
    .addHelpText(
      "after",
      "\nHEED_REPORTER_KEY is the reporter's key, HEED_RPC_URL its node, HEED_CHAIN_ID the chain. Each reporter runs one of these, best on a machine of its own.",
    )
    .action(report);
}

async function report({ oracle, once }: ReportOptions): Promise<void> {
  const { LOCAL_CHAIN_ID, readReporterOptions } = await import("../service/options.ts");
  const { readDeployment } = await import("@heed/contracts/deployment");
  const { privateKeyToAccount } = await import("viem/accounts");
  const { createChainClient } = await import("../chain/client.ts");
  const { createReporter } = await import("../settle/reporter.ts");
  const { reachOracle } = await import("./reportedOracle.ts");

  const options = readReporterOptions();
  const deployment = readDeployment(options.chainId);
  const account = privateKeyToAccount(options.reporterKey);
  const reached = reachOracle(oracle, account, deployment.oracle);
  const reporter = createReporter(account, createChainClient(options), deployment, reached);
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stop.abort());

  printProgress(`• reporter ${reporter.address} checks the reports of ${new URL(oracle).origin}`);
  let problem = "";
  const pollMs = options.chainId === LOCAL_CHAIN_ID ? LOCAL_POLL_MS : POLL_MS;
  while (!stop.signal.aborted) {
    try {
      for (const answer of await reporter.round()) {
        if (answer.outcome === "signed") printProgress(`✓ epoch ${answer.epoch}: signed ${answer.digest}`);
        else {
          const { place, proposed, recomputed } = answer.difference;
          printProgress(`✗ epoch ${answer.epoch}: ${place}: proposed ${proposed}, recomputed ${recomputed}`);
        }
      }
      problem = "";
    } catch (error) {
      if (once) throw error;
      const words = error instanceof HeedError ? explainError(error) : String((error as Error).message).split("\n")[0]!;
      if (words !== problem) printProgress(`✗ ${words}`);
      problem = words;
    }
    if (once) return;
    await delay(pollMs, undefined, { signal: stop.signal }).catch(() => {});
  }
}
