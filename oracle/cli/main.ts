import { Command } from "commander";
import { appealsCommand } from "./appeals.ts";
import { auditCommand } from "./audit.ts";
import { demoCommand } from "./demo.ts";
import { epochsCommand } from "./epochs.ts";
import { evaluateCommand } from "./evaluate.ts";
import { explainCommand } from "./explain.ts";
import { importCommand } from "./import.ts";
import { modelsCommand } from "./models.ts";
import { printError } from "./output.ts";
import { quoteCommand } from "./quote.ts";
import { reportCommand } from "./report.ts";
import { statusCommand } from "./status.ts";
import { trainCommand } from "./train.ts";
import { valueCommand } from "./value.ts";
import { workerCommand } from "./worker.ts";

// One command a file. What is heavy to load (TensorFlow, the database) is imported inside a command's action.
const commands = [
  importCommand,
  trainCommand,
  modelsCommand,
  workerCommand,
  reportCommand,
  epochsCommand,
  evaluateCommand,
  valueCommand,
  statusCommand,
  quoteCommand,
  explainCommand,
  auditCommand,
  appealsCommand,
  demoCommand,
];

const program = new Command("heed")
  .description("Attention to price to payout: import and train, value, quote, explain, and the whole path in one demo.")
  .usage("COMMAND [options]   (npm run heed -- COMMAND [options])")
  .showHelpAfterError("(add --help for what the command takes)");
for (const command of commands) program.addCommand(command());

try {
  await program.parseAsync();
} catch (error) {
  printError(error, process.argv.includes("--json"));
  // A command may have set a code of its own, such as 130 after Ctrl-C.
  process.exitCode ??= 1;
}
