import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import hre from "hardhat";
import type { Deployment } from "../../contracts/deployment.ts";

/** The contracts of the protocol, by their names in a deployment's file. */
export const contractNames = {
  accessManager: "AccessManager",
  token: "AttentionToken",
  market: "AttentionMarket",
  oracle: "AttentionOracle",
  rewards: "AttentionRewards",
} as const satisfies Partial<Record<keyof Deployment, string>>;

/** Whether this build's code stands at a deployment's addresses. Immutables are left out of the comparison. */
export async function isDeployed({ provider }: HardhatEthers, deployment: Deployment): Promise<boolean> {
  for (const [key, name] of Object.entries(contractNames) as [keyof typeof contractNames, string][]) {
    const artifact = await hre.artifacts.readArtifact(name);
    const references = Object.values(artifact.immutableReferences ?? {}).flat();
    const withoutImmutables = (code: string) => {
      const bytes = Buffer.from(code.slice(2), "hex");
      for (const { start, length } of references) bytes.fill(0, start, start + length);
      return bytes;
    };
    // A file of an older build may lack a contract.
    const code = deployment[key] ? await provider.getCode(deployment[key]) : "0x";
    if (!withoutImmutables(code).equals(withoutImmutables(artifact.deployedBytecode))) return false;
  }
  return true;
}
