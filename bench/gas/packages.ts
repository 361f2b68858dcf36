import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { peersFolder } from "./artifacts.ts";

/**
 * Installs the peers' packages of a folder where they are missing or out of date. No script of theirs runs.
 *
 * @throws Error where they can't be had.
 */
export async function installPeers(folder = peersFolder, size = "34 MB, 220 MB unpacked"): Promise<void> {
  // Written only after a complete install, so that an interrupted one is noticed and done again.
  const stamp = join(folder, "node_modules", ".heed-install");
  const lock = readFileSync(join(folder, "package-lock.json"));
  const wanted = createHash("sha256").update(lock).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  const startedAt = Date.now();
  console.error(`• Installing the peers' packages into ${relative(process.cwd(), folder)} (once; ${size}) …`);
  const flags = [
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--prefer-offline",
    "--fetch-retries=1",
    "--loglevel=error",
  ];
  const npm = spawn("npm", ["ci", ...flags], {
    cwd: folder,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  const code = await new Promise<number | string | null>((resolve) => {
    npm.on("exit", (status, signal) => resolve(status ?? signal));
    npm.on("error", (error) => resolve(error.message));
  });
  if (code !== 0)
    throw new Error(`their packages couldn't be installed (npm ci ended with ${code}); check the network connection`);
  writeFileSync(stamp, wanted);
  console.error(`✓ Installed in ${Math.round((Date.now() - startedAt) / 1000)} s`);
}
