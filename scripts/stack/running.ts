import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What `npm start` notes about itself in HEED_HOME, so that a second one can say what is already there. */
export interface Running {
  pid: number;
  url: string;
}

const file = (home: string) => join(home, "running.json");

/** The `npm start` that is using a folder, or null. A note left by one that was killed doesn't count. */
export function readRunning(home: string): Running | null {
  try {
    const running = JSON.parse(readFileSync(file(home), "utf8")) as Running;
    process.kill(running.pid, 0);
    return running;
  } catch {
    return null;
  }
}

/** Notes that this process uses the folder. */
export function writeRunning(home: string, url: string): void {
  mkdirSync(home, { recursive: true });
  writeFileSync(file(home), JSON.stringify({ pid: process.pid, url } satisfies Running));
}

/** Takes the note back. */
export function clearRunning(home: string): void {
  rmSync(file(home), { force: true });
}
