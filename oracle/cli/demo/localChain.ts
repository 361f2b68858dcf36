import type { Deployment } from "@heed/contracts/deployment";
import { type ContractFunctionParameters, createPublicClient, createWalletClient, http, type PublicClient } from "viem";
import { type HDAccount, mnemonicToAccount } from "viem/accounts";
import { configuredChain } from "../../chain/client.ts";

/** The accounts of a local chain, in the parts they play in the demo. */
export interface LocalChain {
  reader: PublicClient;
  /** Holds the supply, and the protocol's share of every split. */
  treasury: HDAccount;
  creators: readonly HDAccount[];
  editor: HDAccount;
  buyers: readonly HDAccount[];
  /** The account that buys for a viewer: always the same for the same viewer. Throws when there are more viewers than accounts. */
  buyerOf(viewer: string): HDAccount;
  /** Simulates a call, sends it, waits until it is mined. Returns what the call returned. Throws what the contract says against it. */
  write(from: HDAccount, call: ContractFunctionParameters): Promise<unknown>;
}

// The public mnemonic of Hardhat's node: account #0 deploys, #1 signs quotes, the others are free.
const MNEMONIC = "test test test test test test test test test test test junk";
const CREATORS = [2, 3, 4, 5];
const EDITOR = 6;
const BUYERS = [7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19];

/** Opens the local chain for the demo's cast. */
export function openLocalChain(rpcUrl: string, { chainId }: Deployment): LocalChain {
  const chain = configuredChain({ chainId, rpcUrl });
  const transport = http(rpcUrl);
  const reader = createPublicClient({ chain, transport, pollingInterval: 20, cacheTime: 0 });
  const account = (addressIndex: number) => mnemonicToAccount(MNEMONIC, { addressIndex });
  const buyers = BUYERS.map(account);
  const buyerOf = new Map<string, HDAccount>();
  return {
    reader: reader as PublicClient,
    treasury: account(0),
    creators: CREATORS.map(account),
    editor: account(EDITOR),
    buyers,
    buyerOf(viewer) {
      const known = buyerOf.get(viewer);
      if (known) return known;
      const next = buyers[buyerOf.size];
      if (!next) throw new RangeError(`The local chain has accounts for ${buyers.length} viewers, not for more.`);
      buyerOf.set(viewer, next);
      return next;
    },
    async write(from, call) {
      const { request, result } = await reader.simulateContract({ ...call, account: from } as never);
      const hash = await createWalletClient({ account: from, chain, transport }).writeContract(request as never);
      const receipt = await reader.waitForTransactionReceipt({ hash });
      if (receipt.status !== "success") throw new Error(`${call.functionName}: transaction ${hash} was reverted.`);
      return result;
    },
  };
}
