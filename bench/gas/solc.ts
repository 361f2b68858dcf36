import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import type { Artifact } from "./artifacts.ts";
import type { Sources } from "./compile.ts";

// The worker that runs one compiler from npm once: see compile.ts.
const { root, sources } = workerData as { root: string; sources: Sources };

interface Output {
  errors?: { severity: string; formattedMessage: string }[];
  contracts: Record<string, Record<string, { abi: []; evm: { bytecode: { object: string } } }>>;
}

interface Solc {
  compile(input: string, callbacks: { import(path: string): { contents: string } | { error: string } }): string;
}

function load(path: string): { contents: string } | { error: string } {
  try {
    return { contents: readFileSync(join(root, path), "utf8") };
  } catch (error) {
    return { error: String(error) };
  }
}

const home = sources.compiler === "solc" ? root : join(root, "bench", "peers");
const solc = createRequire(join(home, "package.json"))(sources.compiler) as Solc;
const files = [...new Set(Object.values(sources.contracts))];
const input = {
  language: "Solidity",
  sources: Object.fromEntries(files.map((file) => [file, { content: readFileSync(join(root, file), "utf8") }])),
  settings: { ...sources.settings, outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } } },
};
const output = JSON.parse(solc.compile(JSON.stringify(input), { import: load })) as Output;
const failure = output.errors?.find(({ severity }) => severity === "error");
if (failure) throw new Error(`it doesn't compile: ${failure.formattedMessage}`);

const artifacts: Record<string, Artifact> = {};
for (const [name, file] of Object.entries(sources.contracts)) {
  const { abi, evm } = output.contracts[file]![name]!;
  artifacts[name] = { abi, bytecode: `0x${evm.bytecode.object}` };
}
parentPort!.postMessage(artifacts);
