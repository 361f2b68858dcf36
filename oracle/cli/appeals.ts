import { Command } from "commander";
import { BadInputError } from "../service/errors.ts";
import { withOracle } from "./askOracle.ts";
import { printAnswer } from "./output.ts";

interface Appeal {
  id: string;
  viewer: string;
  rule: string;
  epoch: number | null;
  cutMs: number;
  message: string;
  state: string;
  answer: string | null;
  createdAtMs: number;
}

/** `appeals`: what viewers object to, and the operator's answers. */
export function appealsCommand(): Command {
  return new Command("appeals")
    .description("List the viewers' open appeals against reductions of their attention")
    .option("--all", "those that were answered too")
    .option("--json", "print one JSON object and nothing else")
    .action(async ({ all, json }: { all?: boolean; json?: boolean }) => {
      const answer = await withOracle((ask) => ask<{ appeals: Appeal[] }>(`/appeals${all ? "" : "?state=open"}`));
      printAnswer(json, answer, () => answer.appeals.map(describeAppeal).join("\n\n") || "No appeal is open.");
    })
    .addCommand(
      new Command("answer")
        .description("Answer an appeal, once; the viewer reads it on the wallet page")
        .argument("<id>", "as `appeals` lists it")
        .argument("<words>", "why, and what follows from it")
        .option("--uphold", "the viewer is right")
        .option("--refuse", "the reduction was right")
        .option("--json", "print one JSON object and nothing else")
        .action(async (id: string, words: string, _: object, command: Command) => {
          const { uphold, refuse, json } = command.optsWithGlobals<Record<"uphold" | "refuse" | "json", boolean>>();
          if (Boolean(uphold) === Boolean(refuse)) throw undecided();
          const body = { state: uphold ? "upheld" : "refused", answer: words };
          const path = `/appeals/${encodeURIComponent(id)}/answer`;
          const answer = await withOracle((ask) => ask<Appeal>(path, { method: "POST", body }));
          printAnswer(json, answer, () => `Appeal ${id} is ${answer.state}.`);
        }),
    );
}

function describeAppeal({ id, viewer, rule, epoch, cutMs, message, state, answer, createdAtMs }: Appeal): string {
  const where = epoch === null ? "at intake" : `in epoch ${epoch}`;
  return [
    `${id}  ${state}  ${new Date(createdAtMs).toISOString()}`,
    `  ${viewer}: «${rule}» took off ${(cutMs / 1000).toFixed(1)} s ${where}`,
    `  ${indented(message)}`,
    ...(answer === null ? [] : [`  → ${indented(answer)}`]),
  ].join("\n");
}

/** So that no line of a message looks like another appeal. */
const indented = (text: string) => text.replaceAll("\n", "\n  ");

function undecided(): BadInputError {
  return new BadInputError("Neither or both of --uphold and --refuse were given.", {
    code: "undecided",
    field: "--uphold",
    hint: "Give one of the two.",
  });
}
