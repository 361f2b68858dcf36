import { readDeployment } from "@heed/contracts/deployment";
import {
  type Abi,
  type Address,
  type BaseError,
  type ContractFunctionArgs,
  type ContractFunctionName,
  createPublicClient,
  createTestClient,
  type EncodeFunctionDataParameters,
  encodeFunctionData,
  type Hash,
  http,
  parseEther,
} from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { hardhat } from "viem/chains";

/** More than any of the demo's transactions needs; what isn't used isn't paid. */
const GAS = 2_000_000n;
const ETHER_EACH = parseEther("100");

type Change = "nonpayable";

/** One call of a contract by one of the demo's people. */
export interface Call<A extends Abi, F extends ContractFunctionName<A, Change>> {
  from: PrivateKeyAccount;
  to: Address;
  abi: A;
  functionName: F;
  args: ContractFunctionArgs<A, Change, F>;
}

export type Chain = Awaited<ReturnType<typeof openChain>>;

/**
 * Opens the local chain to the demo's people.
 * @throws Error on any other chain, because the demo's keys are public, and where none answers
 */
export async function openChain(rpcUrl: string) {
  const transport = http(rpcUrl, { batch: true });
  const client = createPublicClient({ chain: hardhat, transport });
  const chainId = await client.getChainId().catch((cause: BaseError) => {
    throw new Error(`No chain answers at ${rpcUrl} (${cause.details}). Start one, or name its address.`, { cause });
  });
  if (chainId !== hardhat.id) {
    throw new Error(
      `The demo's keys are public, so it is seeded on a local chain (${hardhat.id}) only; ${rpcUrl} is chain ${chainId}.`,
    );
  }
  const development = createTestClient({ mode: "hardhat", chain: hardhat, transport });
  const { maxFeePerGas, maxPriorityFeePerGas } = await client.estimateFeesPerGas();
  const nonces = new Map<Address, number>();

  return {
    client,
    deployment: readDeployment(chainId),

    /** Sends a transaction; Hardhat mines it before it answers, and a revert is thrown. */
    async send<const A extends Abi, F extends ContractFunctionName<A, Change>>(call: Call<A, F>): Promise<Hash> {
      const { from, to, abi, functionName, args } = call;
      const nonce = nonces.get(from.address) ?? (await client.getTransactionCount({ address: from.address }));
      const data = encodeFunctionData({ abi, functionName, args } as unknown as EncodeFunctionDataParameters);
      const serializedTransaction = await from.signTransaction({
        ...{ chainId, to, data, nonce, gas: GAS, type: "eip1559" as const },
        // A block may cost up to an eighth more than the one before; none of it matters on a chain of play money.
        ...{ maxFeePerGas: maxFeePerGas * 10n, maxPriorityFeePerGas },
      });
      const hash = await client.sendRawTransaction({ serializedTransaction }).catch((error: BaseError) => {
        throw new Error(`${functionName} by ${from.address} failed: ${error.details}`, { cause: error });
      });
      nonces.set(from.address, nonce + 1);
      return hash;
    },

    /** Gives accounts ether to pay gas with: made from nothing, which only a development chain allows. */
    async fund(addresses: readonly Address[]): Promise<void> {
      await Promise.all(addresses.map((address) => development.setBalance({ address, value: ETHER_EACH })));
    },
  };
}
