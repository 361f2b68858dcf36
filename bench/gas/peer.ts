import type { BaseContract, InterfaceAbi, TransactionResponse } from "ethers";
import hre from "hardhat";
import { type Deployed, HEED, PRICE } from "../../test/contracts/support/protocol.ts";
import type { Artifact } from "./artifacts.ts";
import type { Sources } from "./compile.ts";

/**
 * A way of selling, paying or pricing on chain that others use.
 *
 * Its scenarios carry the names of Heed's figures wherever they do what that figure does (`buyNew`, `claimOne`, …), with a suffix
 * (`buyNew5Payees`) where the number of payees matters to the peer; scenarios of other names have no counterpart.
 */
export interface Peer {
  name: string;
  /** What was measured, and from what code. */
  about: string;
  /** What must be compiled first, where the package ships no bytecode as it is deployed. */
  sources?: readonly Sources[];
  /** Gas by scenario, on a chain of its own; the artifacts are those of `sources`, by contract. */
  measure(chain: PeerChain, artifacts: Record<string, Artifact>): Promise<Record<string, number>>;
}

export type PeerChain = Awaited<ReturnType<typeof openPeerChain>>;

/** A fresh chain on the rules that Heed is measured by, with HEED to pay in: everybody named holds some, so that recipients are warm. */
export async function openPeerChain() {
  // Limits that only what puts a peer up could meet: no measured transaction comes near them.
  const connection = await hre.network.create({
    override: { allowUnlimitedContractSize: true, transactionGasCap: false },
  });
  const { ethers, networkHelpers } = connection;
  const [deployer, creator, buyer, other, referrer, signer, ...payees] = await ethers.getSigners();
  if (!deployer || !creator || !buyer || !other || !referrer || !signer)
    throw new Error("The chain has too few accounts.");
  const token = (await ethers.deployContract("AttentionToken", [deployer.address])) as unknown as Deployed;
  for (const person of [creator, buyer, other, referrer, signer, ...payees]) {
    await token.transfer(person.address, 10_000n * HEED);
  }

  /** Puts a contract on the chain, to be called by its deployer unless connected to another. */
  const deploy = async (artifact: Artifact, ...args: unknown[]): Promise<Deployed> => {
    const contract = await new ethers.ContractFactory(artifact.abi, artifact.bytecode, deployer).deploy(...args);
    await contract.waitForDeployment();
    return contract as BaseContract as Deployed;
  };
  const at = (address: string, abi: InterfaceAbi): Deployed =>
    new ethers.Contract(address, abi, deployer) as BaseContract as Deployed;
  /** What the receipt says that a transaction used. */
  const gasOf = async (transaction: Promise<TransactionResponse>): Promise<number> =>
    Number((await (await transaction).wait())!.gasUsed);
  /** Lets a contract take any amount of somebody's HEED, which OpenZeppelin's token doesn't count down. */
  const approve = (owner: typeof buyer, spender: Deployed) =>
    token.connect(owner).approve(spender.target, 2n ** 256n - 1n);

  const people = { deployer, creator, buyer, other, referrer, signer, payees };
  return { connection, ethers, networkHelpers, ...people, token, price: PRICE, deploy, at, gasOf, approve };
}
