import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { answers, type Child, node, root, startChild } from "./child.ts";

const web = join(root, "web");
const next = join(root, "node_modules", "next", "dist", "bin", "next");
const stamp = join(web, ".next", "heed-build");

/** Hash of everything that goes into the web build: the same hash means that the last build is still right. */
function buildInputs(): string {
  const hash = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  const files = globSync(["web/**/*.{ts,tsx,css,mjs,json,svg,png,ico}", "contracts/**/*.ts", "oracle/api/*.ts"], {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|\.next)(\/|$)/.test(path),
  });
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

/**
 * Builds the dApp unless the last build was made of the same files.
 * @returns whether a build was needed
 */
export async function buildWeb(onLine: (line: string) => void = () => {}, signal?: AbortSignal): Promise<boolean> {
  const inputs = buildInputs();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === inputs) return false;
  const output: string[] = [];
  const code = await new Promise<number | null>((resolve, reject) => {
    const build = spawn(node, [next, "build"], {
      cwd: web,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
      stdio: ["ignore", "pipe", "pipe"],
      signal,
    });
    for (const stream of [build.stdout, build.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output.push(text);
        const line = text.trim().split("\n").at(-1);
        if (line) onLine(line);
      });
    }
    build.on("error", reject).on("close", resolve);
  });
  if (code !== 0) throw new Error(`The dApp could not be built:\n${output.join("").split("\n").slice(-40).join("\n")}`);
  writeFileSync(stamp, inputs);
  return true;
}

/** Serves the built dApp and waits until its first page answers. */
export async function startWeb(options: {
  port: number;
  oracleUrl: string;
  rpcUrl: string;
  chainId?: number;
  logFile: string;
}): Promise<Child & { url: string }> {
  const url = `http://localhost:${options.port}`;
  const child = await startChild({
    name: "dApp",
    args: [next, "start", "--hostname", "localhost", "--port", String(options.port)],
    cwd: web,
    env: {
      NODE_ENV: "production",
      HEED_ORACLE_URL: options.oracleUrl,
      HEED_RPC_URL: options.rpcUrl,
      HEED_CHAIN_ID: String(options.chainId ?? 31337),
      // What only the oracle may know.
      HEED_SECRET: undefined,
      HEED_SIGNER_KEY: undefined,
      HEED_FAUCET_KEY: undefined,
      HEED_RELAYER_KEY: undefined,
      HEED_REPORTER_KEY: undefined,
      HEED_OPERATOR_TOKEN: undefined,
      DATABASE_URL: undefined,
    },
    logFile: options.logFile,
    ready: () => answers(url),
  });
  return { ...child, url };
}
