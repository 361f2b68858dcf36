// `npm start`: the whole of Heed on this machine. Chain, contracts, oracle, demo audience, model, dApp.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { Listr, type ListrTask } from "listr2";
import { sparingly } from "../oracle/cli/sparingly.ts";
import { advertise, seed, trade } from "./seed.ts";
import { startChain } from "./stack/chain.ts";
import { type Child, root } from "./stack/child.ts";
import { demoPeriods, deployContracts } from "./stack/contracts.ts";
import { operatorTokenOf } from "./stack/operatorToken.ts";
import { startOracle } from "./stack/oracle.ts";
import { freePortFrom } from "./stack/ports.ts";
import { startReporters } from "./stack/reporter.ts";
import { clearRunning, readRunning, writeRunning } from "./stack/running.ts";
import { trainModel } from "./stack/training.ts";
import { buildWeb, startWeb } from "./stack/web.ts";

function port(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) {
    throw new InvalidArgumentError("A port is a whole number from 1 to 65535.");
  }
  return number;
}

const options = new Command("npm start --")
  .description(
    "Starts a local chain, the contracts, the oracle, a demo audience and the dApp, and prints where to look.",
  )
  .option("--home <folder>", "where database, secret and logs are kept", process.env.HEED_HOME ?? join(root, ".heed"))
  .option("--web-port <port>", "the dApp's port, or the next free one", port, 3000)
  .option("--oracle-port <port>", "the oracle's port, or the next free one", port, 8787)
  .option("--chain-port <port>", "the chain's port, or the next free one", port, 8545)
  .option("--fresh", "forget everything that earlier runs stored")
  .parse()
  .opts<{ home: string; webPort: number; oraclePort: number; chainPort: number; fresh?: boolean }>();

const running = readRunning(options.home);
if (running) {
  console.error(
    `✗ Heed already runs here (process ${running.pid}): ${running.url}. Stop it first with Ctrl-C, or kill ${running.pid}.`,
  );
  process.exit(1);
}
if (options.fresh) rmSync(options.home, { recursive: true, force: true });

const logs = join(options.home, "logs");
const children: Child[] = [];
const abort = new AbortController();

/** Stops what was started, the last first, and ends this process. */
async function stopAll(exitCode: number): Promise<never> {
  abort.abort();
  for (const child of children.splice(0).reverse()) await child.stop();
  clearRunning(options.home);
  process.exit(exitCode);
}

for (const [signal, exitCode] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const) {
  process.once(signal, () => {
    console.log("\nStopping …");
    void stopAll(exitCode);
  });
}

function keep<T extends Child>(child: T): T {
  if (abort.signal.aborted) void child.stop();
  else children.push(child);
  return child;
}

interface Context {
  ports: { chain: number; oracle: number; web: number };
  rpcUrl: string;
  oracleUrl: string;
  webUrl: string;
}

/** Shows a task's lines in place on a terminal; elsewhere, where each stays, the few that tell something new. */
function outputOf(task: { output: string }): (line: string) => void {
  const show = (line: string) => {
    task.output = line;
  };
  return process.stdout.isTTY ? show : sparingly(show);
}

const findPorts: ListrTask<Context> = {
  title: "Find free ports",
  task: async (context, task) => {
    const chain = await freePortFrom(options.chainPort);
    const oracle = await freePortFrom(options.oraclePort, new Set([chain]));
    const web = await freePortFrom(options.webPort, new Set([chain, oracle]));
    context.ports = { chain, oracle, web };
    context.webUrl = `http://localhost:${web}`;
    writeRunning(options.home, context.webUrl);
    const wanted = { chain: options.chainPort, oracle: options.oraclePort, web: options.webPort };
    const moved = (["chain", "oracle", "web"] as const)
      .filter((name) => wanted[name] !== context.ports[name])
      .map((name) => `${wanted[name]} is busy, so the ${name} takes ${context.ports[name]}`);
    if (moved.length > 0) task.title = `Find free ports: ${moved.join("; ")}`;
  },
};

const backEnd: ListrTask<Context>[] = [
  {
    title: "Start the chain",
    task: async (context) => {
      context.rpcUrl = keep(await startChain({ port: context.ports.chain, logFile: join(logs, "chain.log") })).url;
    },
  },
  {
    title: "Compile and deploy the contracts",
    task: async ({ rpcUrl }) => {
      await deployContracts(rpcUrl, { signal: abort.signal, periods: demoPeriods });
    },
  },
  {
    title: "Start the oracle",
    task: async (context) => {
      const oracle = await startOracle({
        port: context.ports.oracle,
        home: options.home,
        rpcUrl: context.rpcUrl,
        webOrigins: [context.webUrl],
        logFile: join(logs, "oracle.log"),
      });
      context.oracleUrl = keep(oracle).url;
    },
  },
  {
    title: "Start three reporters",
    task: async ({ oracleUrl, rpcUrl }) => {
      for (const reporter of await startReporters({ oracleUrl, rpcUrl, logs })) keep(reporter);
    },
  },
  {
    title: "Seed the demo",
    task: async ({ oracleUrl, rpcUrl, webUrl }, task) => {
      const operatorToken = operatorTokenOf(options.home);
      await seed({ oracleUrl, rpcUrl, webOrigin: webUrl, operatorToken }, outputOf(task));
    },
  },
  {
    title: "Train the models",
    task: async ({ oracleUrl }, task) => {
      const operatorToken = operatorTokenOf(options.home);
      const trained = await trainModel(oracleUrl, operatorToken, outputOf(task), abort.signal);
      if (!trained) task.title = "Train the models: those of the last run are still good";
    },
  },
  {
    title: "Let the demo's readers buy and its creators claim",
    task: async ({ oracleUrl, rpcUrl, webUrl }) => {
      await trade({ oracleUrl, rpcUrl, webOrigin: webUrl });
    },
  },
  {
    title: "Let an advertiser create campaigns and some readers opt in",
    task: async ({ oracleUrl, rpcUrl, webUrl }) => {
      // They read on for some minutes, while the dApp can be used already.
      await advertise({ oracleUrl, rpcUrl, webOrigin: webUrl }, abort.signal);
    },
  },
];

const buildDapp: ListrTask<Context> = {
  title: "Build the dApp",
  task: async (_, task) => {
    const built = await buildWeb(outputOf(task), abort.signal);
    if (!built) task.title = "Build the dApp: nothing changed since the last time";
  },
};

const serveDapp: ListrTask<Context> = {
  title: "Serve the dApp",
  task: async ({ ports, rpcUrl, oracleUrl }) => {
    keep(await startWeb({ port: ports.web, oracleUrl, rpcUrl, logFile: join(logs, "web.log") }));
  },
};

const sideBySide: ListrTask<Context> = {
  title: "Prepare both halves",
  task: (_, task) =>
    task.newListr(
      [
        { title: "Chain, oracle, demo", task: (_context, half) => half.newListr(backEnd, { concurrent: false }) },
        buildDapp,
      ],
      {
        concurrent: true,
      },
    ),
};

const startedAt = Date.now();
try {
  const context = await new Listr<Context>([findPorts, sideBySide, serveDapp], {
    registerSignalListeners: false,
    fallbackRenderer: "simple",
    rendererOptions: { collapseSubtasks: false },
  }).run({} as Context);
  console.log(`
  Heed is ready after ${Math.round((Date.now() - startedAt) / 1000)} s. Open  ${context.webUrl}

  oracle  ${context.oracleUrl}/openapi.json
  chain   ${context.rpcUrl} (chain 31337)
  logs    ${logs}

  Ctrl-C stops all of it.
`);
  const first = await Promise.race(children.map(async (child) => ({ child, code: await child.exited })));
  if (!abort.signal.aborted) {
    console.error(`✗ The ${first.child.name} ended by itself with code ${first.code}; its log is in ${logs}.`);
    await stopAll(1);
  }
} catch (error) {
  if (!abort.signal.aborted) {
    console.error(`\n✗ ${error instanceof Error ? error.message : error}\n  Logs are in ${logs}.`);
    await stopAll(1);
  }
}
