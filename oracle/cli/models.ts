import { Command } from "commander";
import type { ModelEntry } from "../store/models.ts";
import { withOracle } from "./askOracle.ts";
import { printAnswer } from "./output.ts";

interface ModelsOptions {
  json?: boolean;
}

/** `models`: what is stored, and which of it serves. */
export function modelsCommand(): Command {
  return new Command("models")
    .description("List the stored models, each with how it stood against the one it was to replace")
    .option("--json", "print one JSON object and nothing else")
    .action(async ({ json }: ModelsOptions) => {
      const answer = await withOracle((ask) => ask<{ models: ModelEntry[] }>("/models"));
      printAnswer(json, answer, () => answer.models.map(describeModel).join("\n") || "No model was trained yet.");
    })
    .addCommand(
      new Command("serve")
        .description("Let a stored model serve: roll back to an older one, or take one that wasn't served")
        .argument("<name>", "as `models` lists it")
        .option("--json", "print one JSON object and nothing else")
        .action(async (name: string, _: ModelsOptions, command: Command) => {
          const { json } = command.optsWithGlobals<ModelsOptions>();
          const path = `/models/${encodeURIComponent(name)}/serve`;
          const answer = await withOracle((ask) => ask<{ active: string }>(path, { method: "POST" }));
          printAnswer(json, answer, () => `${answer.active} serves now.`);
        }),
    );
}

/** A model in a line: whether it serves, its name, when it was made, and both figures of its comparison. */
export function describeModel({ name, active, trainedAtMs, comparison }: ModelEntry): string {
  const seconds = (value: number | null) => (value === null ? "–" : `${value.toFixed(2)} s`);
  const beside = comparison
    ? `  newest day: ${seconds(comparison.maeSeconds)} off, ${comparison.rival ?? "the population's mean"} ${seconds(comparison.rivalMaeSeconds)}`
    : "";
  return `${active ? "●" : "○"} ${name}  ${new Date(trainedAtMs).toISOString()}${beside}`;
}
