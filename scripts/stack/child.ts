import { execFileSync, spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** The project's own Node 24. */
export const node = join(root, "node_modules", ".bin", "node");

export interface ChildOptions {
  /** What the process is called in messages: "chain", "oracle", "web". */
  name: string;
  /** The program and its arguments, run by the project's own Node. */
  args: string[];
  env?: Record<string, string | undefined>;
  cwd?: string;
  /** Everything the process prints is appended here. */
  logFile: string;
  /** Asked again and again until it answers true. */
  ready(): Promise<boolean>;
  /** After how many ms without readiness to give up; default two minutes. */
  deadlineMs?: number;
}

export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Settles when the process has ended, with its exit code. */
  readonly exited: Promise<number>;
  /** Asks the process to finish, waits until it has. */
  stop(): Promise<void>;
  /** Kills the process at once (SIGKILL), as a crash would. */
  kill(): Promise<void>;
}

/** A child process that ended, or never became ready. The message holds the last lines that it printed. */
export class ChildFailed extends Error {}

const tailLines = 25;
const pollMs = 75;

/** Starts a process that can't outlive this one, and waits until it is ready. Throws {@link ChildFailed}. */
export async function startChild(options: ChildOptions): Promise<Child> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = createWriteStream(options.logFile, { flags: "a" });
  const tail: string[] = [];
  const leash = join(root, "scripts", "stack", "leash.ts");
  const child = spawn(node, [leash, node, ...options.args], {
    cwd: options.cwd ?? root,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  child.stdin.on("error", () => {});
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      log.write(text);
      tail.push(...text.split("\n").filter(Boolean));
      tail.splice(0, Math.max(0, tail.length - tailLines));
    });
  }
  let ended = false;
  const exited = new Promise<number>((resolve) => {
    child.on("close", (code) => {
      ended = true;
      log.end();
      resolve(code ?? 1);
    });
  });
  const stop = async () => {
    child.stdin.end();
    await exited;
  };

  const deadline = Date.now() + (options.deadlineMs ?? 120_000);
  while (!(await options.ready())) {
    if (ended) {
      throw new ChildFailed(`The ${options.name} stopped with code ${await exited}. It said last:\n${tail.join("\n")}`);
    }
    if (Date.now() > deadline) {
      await stop();
      throw new ChildFailed(`The ${options.name} did not become ready in time. It said last:\n${tail.join("\n")}`);
    }
    await delay(pollMs);
  }
  return {
    name: options.name,
    pid: child.pid!,
    exited,
    stop,
    kill: async () => {
      // The leash is alone in its group; the command's group is the leash's child. Killing the command ends both.
      const pids = execFileSync("ps", ["-o", "pid=", "--ppid", String(child.pid)], { encoding: "utf8" });
      for (const pid of pids.split("\n").map(Number).filter(Boolean)) process.kill(-pid, "SIGKILL");
      await exited;
    },
  };
}

/** Whether an HTTP address answers with success. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
