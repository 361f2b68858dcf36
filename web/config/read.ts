import { endpointsFor } from "./endpoints.ts";
import { LOCAL_CHAIN_ID, type RuntimeConfig } from "./runtime.ts";

/** Reads environment and deployment for one request; null where nothing is deployed on the chain yet. */
export async function readConfig(pageHost: string): Promise<RuntimeConfig | null> {
  const chainId = Number(process.env.HEED_CHAIN_ID ?? LOCAL_CHAIN_ID);
  // Left to Node at run time: bundled, the module would look for the deployments beside the bundle.
  const { findDeployment } = await import(/* turbopackIgnore: true */ "@heed/contracts/deployment");
  const deployment = findDeployment(chainId);
  if (deployment === null) return null;
  const { token, market, oracle, rewards, treasury, deployedAtBlock } = deployment;
  return { ...endpointsFor(pageHost), chainId, token, market, oracle, rewards, treasury, deployedAtBlock };
}
