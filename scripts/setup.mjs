#!/usr/bin/env node
// Runs one of the project's TypeScript programs under the project's own Node 24, installing whatever is missing first.
// Plain JavaScript, and nothing but Node's own modules, because it must start under Node 20 with no node_modules.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const node24 = join(root, "node_modules", ".bin", process.platform === "win32" ? "node.cmd" : "node");
// Written only after a complete install, so that an interrupted one is noticed and done again.
const stamp = join(root, "node_modules", ".heed-install");

// Two installs at once would tear each other's node_modules apart, so the second waits for the first.
const lock = join(root, ".heed-installing");

const usage = `Usage: node scripts/setup.mjs [program.ts [arguments …]]

Installs the packages named in package-lock.json if they are missing, incomplete or out of date,
then runs the program under the project's own Node 24. Without a program it only installs.`;

const [program, ...args] = process.argv.slice(2);
if (program === "--help") {
  console.log(usage);
  process.exit(0);
}

const wanted = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");
const installed = () => existsSync(node24) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;

if (!installed()) holdLock();
if (!installed()) {
  const startedAt = Date.now();
  console.error("• Installing packages (once; a minute or two) …");
  // npm under Node 20 silently leaves out the packages that ask for Node 22 (Hardhat's EVM among them), hence node@24.
  const install = spawnSync(
    "npx",
    ["--yes", "--package", "node@24", "npm", "ci", "--loglevel=error", "--no-audit", "--no-fund", "--prefer-offline"],
    { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" },
  );
  if (install.status !== 0) {
    console.error(
      `✗ Installing packages failed (npm ci ended with ${install.status ?? install.signal}). ` +
        "Check the network connection and the free disk space, then run the same command again.",
    );
    process.exit(install.signal === "SIGINT" ? 130 : 1);
  }
  writeFileSync(stamp, wanted);
  console.error(`✓ Packages installed in ${Math.round((Date.now() - startedAt) / 1000)} s`);
}
releaseLock();

if (program) {
  // Ctrl-C reaches the child through the terminal's process group; here we only wait for it to finish its clean-up.
  const child = spawn(node24, [join(root, program), ...args], { stdio: "inherit" });
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  process.on("SIGHUP", () => child.kill("SIGHUP"));
  // npm and its shell die of a SIGTERM without passing it on: being orphaned is the only sign of it.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 500).unref();
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
}

/** Waits until no other process installs, then makes this one the installer. */
function holdLock() {
  const mine = `${lock}.${process.pid}`;
  // Linked when complete: a lock that can be seen names its holder.
  writeFileSync(mine, String(process.pid));
  process.on("exit", releaseLock);
  for (let waited = false; ; waited = true) {
    try {
      linkSync(mine, lock);
      rmSync(mine);
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = holderOf(lock);
    if (holder === undefined) continue;
    if (!alive(holder)) takeAway(holder);
    else if (!waited) console.error(`• Waiting for another installation (process ${holder}) …`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  }
}

/** Removes the lock that a dead holder left. Another process may have done so first, and hold the lock by now: that one is put back. */
function takeAway(holder) {
  const aside = `${lock}.${process.pid}.old`;
  try {
    renameSync(lock, aside);
    if (!Object.is(holderOf(aside), holder)) linkSync(aside, lock);
  } catch (error) {
    // Taken away already; or taken anew in between, by a third process.
    if (error.code !== "ENOENT" && error.code !== "EEXIST") throw error;
  }
  rmSync(aside, { force: true });
}

function releaseLock() {
  if (holderOf(lock) === process.pid) rmSync(lock, { force: true });
}

/** The process that a lock names; undefined where there is no lock. */
function holderOf(file) {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function alive(pid) {
  if (!pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}
