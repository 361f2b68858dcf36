import type { DeploymentParameters, IgnitionModule } from "@nomicfoundation/ignition-core";
import hre from "hardhat";

/** What a deployment takes, found by doing it. */
export interface Rehearsal {
  transactions: number;
  gas: bigint;
}

/**
 * Deploys on a chain of this process, so that what would fail fails here, and for nothing.
 *
 * @param timestamp The real chain's, Unix seconds.
 */
export async function rehearse(
  module: IgnitionModule,
  parameters: DeploymentParameters,
  timestamp: number,
): Promise<Rehearsal> {
  const override = { initialDate: new Date(timestamp * 1000) };
  const connection = await hre.network.create({ network: "default", override });
  try {
    await connection.ignition.deploy(module, { parameters });
    const { provider } = connection.ethers;
    const rehearsal = { transactions: 0, gas: 0n };
    for (let number = await provider.getBlockNumber(); number > 0; number--) {
      const block = (await provider.getBlock(number))!;
      rehearsal.transactions += block.length;
      rehearsal.gas += block.gasUsed;
    }
    return rehearsal;
  } finally {
    await connection.close();
  }
}
