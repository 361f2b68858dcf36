import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { deploymentPath } from "../../../contracts/deployment.ts";
import { sourcesPaths } from "../../../scripts/deploy/sources.ts";
import { node, root } from "../../../scripts/stack/child.ts";

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Somebody's machine: a home folder of its own with Hardhat's keystore in it, and an environment without CI in it. */
export class Machine {
  readonly home = mkdtempSync(join(tmpdir(), "heed-deployer-"));
  readonly key = generatePrivateKey();
  readonly address = privateKeyToAccount(this.key).address;
  readonly password = "correct horse battery staple";

  get env(): Record<string, string | undefined> {
    const { PATH, LANG } = process.env;
    return { PATH, LANG, HOME: this.home, XDG_CONFIG_HOME: join(this.home, ".config") };
  }

  /** Puts a value into the keystore by Hardhat's own command, answering its questions as they come. */
  async keep(name: string, value: string, ...flags: string[]): Promise<void> {
    const child = this.spawn(["node_modules/hardhat/dist/src/cli.js", "keystore", "set", name, ...flags]);
    const ended = outcome(child);
    // What it says may come in pieces.
    let said = "";
    child.stdout!.on("data", (piece: Buffer) => {
      said += piece;
      if (/Enter secret .*: $/.test(said)) child.stdin!.end(`${value}\n`);
      else if (/password: $/.test(said)) child.stdin!.write(`${this.password}\n`);
      else return;
      said = "";
    });
    const { code, stdout, stderr } = await ended;
    if (code !== 0) throw new Error(stdout + stderr);
  }

  /** Starts `npm run deploy -- …` as npm does. */
  start(args: string[], env: Record<string, string> = {}): ChildProcess {
    return this.spawn(["scripts/deploy.ts", ...args], env);
  }

  /** Runs `npm run deploy -- …` with something on its standard input. */
  deploy(args: string[], { input = "", env = {} as Record<string, string> } = {}): Promise<Outcome> {
    const child = this.start(args, env);
    child.stdin!.on("error", () => {}).end(input);
    return outcome(child);
  }

  spawn(args: string[], env: Record<string, string> = {}): ChildProcess {
    return spawn(node, args, { cwd: root, env: { ...this.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
  }

  dispose(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** What a process said until it ended. */
export async function outcome(child: ChildProcess): Promise<Outcome> {
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]!.setEncoding("utf8").on("data", (chunk: string) => {
      said[stream] += chunk;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, ...said };
}

/** Where a chain's deployment is written to. */
export function filesOf(chainId: number) {
  const journal = join(root, "ignition", "deployments", `chain-${chainId}`);
  return { journal, deployment: deploymentPath(chainId), ...sourcesPaths(chainId) };
}

/** Puts a real deployment to this chain aside, and forgets what tests left. */
export function setAside(chainId: number): void {
  for (const path of Object.values(filesOf(chainId))) {
    // What lies aside already is the real one, left there by a test run that was killed.
    if (existsSync(path) && !existsSync(aside(path))) renameSync(path, aside(path));
  }
  forget(chainId);
}

/** Forgets what tests have deployed to this chain. */
export function forget(chainId: number): void {
  for (const path of Object.values(filesOf(chainId))) rmSync(path, { recursive: true, force: true });
}

/** Forgets it, and puts the real deployment back. */
export function putBack(chainId: number): void {
  forget(chainId);
  for (const path of Object.values(filesOf(chainId))) {
    if (existsSync(aside(path))) renameSync(aside(path), path);
  }
}

const aside = (path: string) => `${path}.aside`;
