import { Command } from "commander";
import type { Explanation } from "../price/explain.ts";
import { withOracle } from "./askOracle.ts";
import { printAnswer } from "./output.ts";

/** `explain`: derives a stored quote again. Exit code 0 if it holds, 2 if it doesn't. */
export function explainCommand(): Command {
  return new Command("explain")
    .description("Derive a stored quote again from its inputs and model, and say whether it holds and where it differs")
    .argument("<digest>", "the quote's EIP-712 digest, as GET /quotes answered it")
    .option("--buyer <address>", "the buyer, who isn't stored: with it the digest itself is derived again")
    .option("--json", "print one JSON object and nothing else")
    .addHelpText("after", "\nExit code: 0 if the quote holds, 2 if it differs, 1 on an error.")
    .action(async (digest: string, options: { buyer?: string; json?: boolean }) => {
      const query = options.buyer ? `?buyer=${encodeURIComponent(options.buyer)}` : "";
      const path = `/explanations/${encodeURIComponent(digest)}${query}`;
      const explanation = await withOracle((ask) => ask<Explanation>(path));
      printAnswer(options.json, explanation, () => describe(explanation));
      if (!explanation.holds) process.exitCode = 2;
    });
}

function describe(explanation: Explanation): string {
  const { stored, recomputed, differences, reasons, events } = explanation;
  const rows = (Object.keys(stored) as (keyof typeof stored)[]).map((field) => {
    const differs = differences.some((difference) => difference.field === field);
    const again = recomputed === null ? "not derived" : (recomputed[field] ?? "–");
    return `${differs ? "✗" : " "} ${field.padEnd(14)}${String(stored[field] ?? "–").padEnd(70)}${differs ? again : ""}`;
  });
  return [
    `${explanation.holds ? "✓ The quote holds" : "✗ The quote does not hold"}: ${explanation.kind} price of content ${explanation.contentId}`,
    `  model ${explanation.model}, ${new Date(explanation.createdAtMs).toISOString()}, ${events.found} of ${events.read} events found`,
    "",
    ...rows,
    "",
    ...differences.map(({ text }) => `✗ ${text}`),
    ...reasons.map(({ text }) => `· ${text}`),
  ].join("\n");
}
