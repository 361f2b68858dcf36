import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "../service/errors.ts";

interface Holder {
  pid: number;
  /** When that process started, as the kernel counts it; tells a reused process id apart. Null off Linux. */
  started: string | null;
  /** Where the holder's API answers, once it does. */
  url: string | null;
}

export interface StoreLock {
  /** Writes the API's address into the lock, for whoever is turned away. */
  announce(url: string): void;
  release(): void;
}

/**
 * Takes the data folder for this process: PGlite must not be opened twice.
 * @throws {SetupError} if a living process holds it, naming that process and its API.
 */
export function takeStoreLock(home: string): StoreLock {
  mkdirSync(home, { recursive: true });
  const path = join(home, "store.lock");
  const self: Holder = { pid: process.pid, started: startOf(process.pid), url: null };
  while (!create(path, self)) {
    const holder = read(path);
    if (holder && isAlive(holder)) throw held(home, holder);
    discard(path, home);
  }
  return {
    announce: (url) => writeFileSync(path, JSON.stringify({ ...self, url })),
    release: () => rmSync(path, { force: true }),
  };
}

/** Returns the address of the oracle that holds the data folder, or null if none does. */
export function findRunningOracle(home: string): string | null {
  const holder = read(join(home, "store.lock"));
  return holder && isAlive(holder) ? holder.url : null;
}

function create(path: string, holder: Holder): boolean {
  try {
    writeFileSync(path, JSON.stringify(holder), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw new SetupError(`The data folder can't be written: ${path}.`, {
      code: "home-unwritable",
      hint: "Set HEED_HOME to a folder that this user may write.",
      cause: error,
    });
  }
}

function read(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    // Gone meanwhile, or torn by a crash: nobody holds it.
    return null;
  }
}

// Renaming first: if another process replaced the dead holder's lock meanwhile, its lock is what we find in our hands, and it gets it back.
function discard(path: string, home: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const holder = read(aside);
  if (holder && isAlive(holder)) {
    renameSync(aside, path);
    throw held(home, holder);
  }
  rmSync(aside, { force: true });
}

function isAlive(holder: Holder): boolean {
  if (holder.pid === process.pid) return holder.started === startOf(process.pid);
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return holder.started === null || holder.started === startOf(holder.pid);
}

function startOf(pid: number): string | null {
  try {
    // Field 22 of /proc/PID/stat; the command name before it may hold spaces, so count from its closing bracket.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function held(home: string, holder: Holder): SetupError {
  const where = holder.url ? `, which answers at ${holder.url}` : "";
  return new SetupError(`The store in ${home} is in use by process ${holder.pid}${where}.`, {
    code: "store-locked",
    hint: "Use that oracle's API, or stop it first; HEED_HOME=another/folder gives this one a store of its own.",
  });
}
