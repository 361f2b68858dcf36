import type { DeploymentParameters, IgnitionModule } from "@nomicfoundation/ignition-core";
import type { Contract, EventLog } from "ethers";
import hre from "hardhat";

/** What a deployment takes, found by doing it. */
export interface Rehearsal {
  transactions: number;
  gas: bigint;
  terms: Terms;
}

/** What the contracts hold everybody to from then on. */
export interface Terms {
  /** All of it, in HEED's least unit; the holder has it. */
  supply: bigint;
  holder: string;
  /** Ten-thousandths of every split. */
  protocolFeeBps: number;
  /** Seconds, as are the windows. */
  epochDuration: number;
  challengeWindow: number;
  reportWindow: number;
  settlementWindow: number;
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
    const contracts = (await connection.ignition.deploy(module, { parameters })) as Record<string, Contract>;
    const { provider } = connection.ethers;
    const rehearsal = { transactions: 0, gas: 0n, terms: await termsOf(contracts) };
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

/** Read from the contracts themselves, so that what is told is what will stand. */
async function termsOf({ token, market, oracle, rewards }: Record<string, Contract>): Promise<Terms> {
  const number = async (contract: Contract | undefined, name: string) => Number(await contract!.getFunction(name)());
  const [minted] = await token!.queryFilter("Transfer", 0);
  return {
    supply: await token!.getFunction("totalSupply")(),
    holder: (minted as EventLog).args.to,
    protocolFeeBps: Number((await market!.getFunction("terms")()).protocolFeeBps),
    epochDuration: await number(oracle, "epochDuration"),
    challengeWindow: await number(oracle, "challengeWindow"),
    reportWindow: await number(oracle, "reportWindow"),
    settlementWindow: await number(rewards, "settlementWindow"),
  };
}
