import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import { type Address, type Hash, isAddressEqual } from "viem";
import type { Deployment } from "../../contracts/deployment.ts";
import { ADMIN_ROLE, GUARDIAN_ROLE, ORACLE_ROLE, SIGNER_ROLE } from "../../ignition/modules/Heed.ts";
import type { Beginning } from "./journal.ts";

/** How many blocks a node is asked for at once: some answer for no more. */
const BLOCKS = 5_000;

/**
 * Makes sure, on the chain, that each role is held by whom it was meant for and that the deployer keeps none, and that nobody
 * else has used the deployer's key meanwhile: every change of the rules and keys comes from a transaction of this deployment.
 *
 * @param sent The deployment's transactions.
 * @throws Error naming what is not as it should be.
 */
export async function requireHandover(
  { provider, getContractAt }: HardhatEthers,
  { accessManager, oracle }: Deployment,
  { deployer, owner, guardian, adminDelay, deployedAtBlock }: Beginning,
  sent: Hash[],
): Promise<void> {
  const alarm = (found: string): never => {
    throw new Error(
      `${found}. Use these contracts for nothing: somebody else may have the deployer's key. Deploy anew.`,
    );
  };
  const manager = await getContractAt("AccessManager", accessManager);
  const kept = isAddressEqual(owner, deployer);
  const delay = kept ? 0 : adminDelay;
  const wanted: [role: bigint, holder: Address, delay: number][] = [
    [ADMIN_ROLE, owner, delay],
    [SIGNER_ROLE, owner, delay],
    [GUARDIAN_ROLE, guardian, 0],
    [ORACLE_ROLE, oracle, 0],
  ];
  for (const [role, holder, wait] of wanted) {
    const [isMember, waits] = await manager.getFunction("hasRole")(role, holder);
    if (!isMember || Number(waits) !== wait) alarm(`${holder} does not hold role ${role} with a delay of ${wait} s`);
    const [left] = await manager.getFunction("hasRole")(role, deployer);
    if (left && !isAddressEqual(holder, deployer)) alarm(`The deployer ${deployer} still holds role ${role}`);
  }
  const ours = new Set<string>(sent);
  const latest = await provider.getBlockNumber();
  for (let fromBlock = deployedAtBlock; fromBlock <= latest; fromBlock += BLOCKS) {
    const logs = await provider.getLogs({
      address: [accessManager, oracle],
      fromBlock,
      toBlock: Math.min(fromBlock + BLOCKS - 1, latest),
    });
    const foreign = logs.find(({ transactionHash }) => !ours.has(transactionHash));
    if (foreign) alarm(`Transaction ${foreign.transactionHash}, none of this deployment's, changed ${foreign.address}`);
  }
}
