import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../../../oracle/service/options.ts";
import { openStore } from "../../../oracle/store/open.ts";

/** Makes a temporary data folder (HEED_HOME) for each test of the enclosing describe; with `store` there is an empty store in it. */
export function useFolder({ store = false } = {}): () => string {
  let folder = "";
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "heed-test-"));
    if (!store) return;
    template ??= makeTemplate();
    cpSync(await template, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

// Making a database takes seconds, copying one doesn't.
let template: Promise<string> | undefined;

async function makeTemplate(): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), "heed-test-template-"));
  const store = await openStore({ home, databaseUrl: null });
  await store.close();
  return home;
}

after(async () => {
  if (template) rmSync(await template, { recursive: true, force: true });
});

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
