import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Address } from "viem";

/** Where the protocol is on one chain. */
export interface Deployment {
  chainId: number;
  token: Address;
  oracle: Address;
  market: Address;
  rewards: Address;
  accessManager: Address;
  /** The block before which the contracts have no history. */
  deployedAtBlock: number;
  /** Holds the protocol's share of every split. */
  treasury: Address;
  /** Its least share, in ten-thousandths. */
  protocolFeeBps: number;
}

const folder = new URL("./deployments/", import.meta.url);

/** The file that names a chain's contracts. */
export function deploymentPath(chainId: number): string {
  return fileURLToPath(new URL(`${chainId}.json`, folder));
}

/**
 * Where the protocol is on a chain, or null where it was never deployed from here.
 *
 * @throws SyntaxError where the file is broken.
 */
export function findDeployment(chainId: number): Deployment | null {
  try {
    return JSON.parse(readFileSync(deploymentPath(chainId), "utf8")) as Deployment;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/**
 * Where the protocol is on a chain.
 *
 * @throws Error that names the remedy where it was never deployed from here.
 */
export function readDeployment(chainId: number): Deployment {
  const deployment = findDeployment(chainId);
  if (deployment) return deployment;
  throw new Error(
    `Heed is not deployed on chain ${chainId}: run «npm run deploy -- --network NAME» (or «npm start» for the local chain) first.`,
  );
}

/** Writes a chain's file, whole or not at all. */
export function writeDeployment(deployment: Deployment): void {
  mkdirSync(folder, { recursive: true });
  const path = deploymentPath(deployment.chainId);
  writeFileSync(`${path}.${process.pid}`, `${JSON.stringify(deployment, null, 2)}\n`);
  renameSync(`${path}.${process.pid}`, path);
}
