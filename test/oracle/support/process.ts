import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../../../oracle/service/options.ts";

/** Makes a temporary folder for the tests of the enclosing describe, one a test. */
export function useFolder(): () => string {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "heed-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  pid: number;
  /** Resolves with the first match of a pattern in what it prints; rejects if the process ends without one. */
  said(pattern: RegExp): Promise<RegExpMatchArray>;
  ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts one of the project's programs under the Node that runs the tests. It is killed after the test if it still runs. */
export function startProgram(program: string, args: string[], env: Record<string, string>): Running {
  const child = spawn(process.execPath, [join(REPOSITORY_ROOT, program), ...args], {
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const [printed, listeners] = [{ stdout: "", stderr: "" }, new Set<() => void>()];
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code) => {
      running.delete(child);
      resolve({ code, ...printed });
    });
  });
  const said = (pattern: RegExp) =>
    new Promise<RegExpMatchArray>((resolve, reject) => {
      const look = () => {
        const match = printed.stdout.match(pattern) ?? printed.stderr.match(pattern);
        if (match) resolve(match);
      };
      listeners.add(look);
      look();
      void ended.then(({ stderr }) => reject(new Error(`${program} ended without saying ${pattern}: ${stderr}`)));
    });
  return { pid: child.pid!, said, ended, kill: (signal) => child.kill(signal) };
}

const running = new Set<ReturnType<typeof spawn>>();
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
});
