import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Deployment } from "@heed/contracts/deployment";
import { node, root } from "./child.ts";

/**
 * Epochs of a minute whose reports are final twenty seconds later: for a person who watches. They can be settled for thirty days, so that
 * a machine that slept over night misses none. Of `npm run deploy`.
 */
export const demoPeriods = "--epoch 60 --challenge-window 20 --report-window 3600 --settlement-window 2592000".split(
  " ",
);

/**
 * Compiles and deploys the protocol on a local chain, in a process of its own: Hardhat's run-time takes memory that nothing needs
 * afterwards, and puts its own matchers into the chai of whoever loads it.
 * @param options `periods`: options of `npm run deploy` that say how long epochs and windows last; default its own
 * @throws Error with what `npm run deploy` says against it
 */
export async function deployContracts(
  rpcUrl: string,
  { signal, periods = [] }: { signal?: AbortSignal; periods?: readonly string[] } = {},
): Promise<Deployment> {
  const args = ["scripts/deploy.ts", "--rpc-url", rpcUrl, "--json", ...periods];
  try {
    const { stdout } = await promisify(execFile)(node, args, { cwd: root, signal });
    return JSON.parse(stdout.trim().split("\n").at(-1)!) as Deployment;
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(stderr?.trim().replace(/^✗ /, "") || String(error), { cause: error });
  }
}
