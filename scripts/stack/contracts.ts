import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Deployment } from "@heed/contracts/deployment";
import { node, root } from "./child.ts";

/**
 * Compiles and deploys the protocol on a local chain, in a process of its own: Hardhat's run-time takes memory that nothing needs
 * afterwards, and puts its own matchers into the chai of whoever loads it.
 * @throws Error with what `npm run deploy` says against it
 */
export async function deployContracts(rpcUrl: string, signal?: AbortSignal): Promise<Deployment> {
  const args = ["scripts/deploy.ts", "--rpc-url", rpcUrl, "--json"];
  try {
    const { stdout } = await promisify(execFile)(node, args, { cwd: root, signal });
    return JSON.parse(stdout.trim().split("\n").at(-1)!) as Deployment;
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(stderr?.trim().replace(/^✗ /, "") || String(error), { cause: error });
  }
}
