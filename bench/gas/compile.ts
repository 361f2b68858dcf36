import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { type Artifact, peersFolder } from "./artifacts.ts";

/** What one run of a compiler needs; every path is the repository's, with `/`. */
export interface Sources {
  /** Shown while it compiles. */
  name: string;
  /** The compiler's package: the project's `solc`, or one of bench/peers. */
  compiler: "solc" | "solc-0.8.17" | "solc-0.8.24";
  settings: { remappings: string[]; [setting: string]: unknown };
  /** File by contract. */
  contracts: Record<string, string>;
}

const root = join(import.meta.dirname, "..", "..");
const cache = join(peersFolder, "cache");
const begun = new Map<Sources, Promise<Record<string, Artifact>>>();

/** Compiles, or takes what an earlier run compiled from the same sources, settings and packages. */
export function compile(sources: Sources): Promise<Record<string, Artifact>> {
  const earlier = begun.get(sources);
  if (earlier) return earlier;
  const artifacts = compileOnce(sources);
  begun.set(sources, artifacts);
  return artifacts;
}

async function compileOnce(sources: Sources): Promise<Record<string, Artifact>> {
  const hash = createHash("sha256").update(JSON.stringify(sources));
  const lock = sources.compiler === "solc" ? "package-lock.json" : "bench/peers/package-lock.json";
  const files = [...Object.values(sources.contracts), lock];
  for (const file of files) hash.update(readFileSync(join(root, file)));
  const cached = join(cache, `${hash.digest("hex").slice(0, 16)}.json`);
  if (existsSync(cached)) return JSON.parse(readFileSync(cached, "utf8"));

  const startedAt = Date.now();
  console.error(`• Compiling ${sources.name} (once; a minute or more) …`);
  const artifacts = await compileInWorker(sources);
  mkdirSync(cache, { recursive: true });
  writeFileSync(`${cached}.${process.pid}`, JSON.stringify(artifacts));
  renameSync(`${cached}.${process.pid}`, cached);
  console.error(`✓ Compiled ${sources.name} in ${Math.round((Date.now() - startedAt) / 1000)} s`);
  return artifacts;
}

/** Away from the main thread, so that several compile at once and Ctrl-C is heard. */
function compileInWorker(sources: Sources): Promise<Record<string, Artifact>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./solc.ts", import.meta.url), { workerData: { root, sources } });
    worker.on("message", resolve);
    worker.on("error", reject);
  });
}
