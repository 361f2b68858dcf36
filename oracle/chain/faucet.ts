import { attentionTokenAbi } from "@heed/contracts/abis";
import { type Address, createWalletClient, type Hex, http, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Options } from "../service/options.ts";
import { isUnreachable } from "./chainErrors.ts";
import { type ChainClient, configuredChain } from "./client.ts";

export const FAUCET_ETH = parseEther("10");
export const FAUCET_HEED = parseEther("100");

const ATTEMPTS = 5;

/**
 * Sends test money of the local chain: ether for gas, then HEED. One at a time, since all grants come from one account; other
 * programs may use that account too, so a nonce taken meanwhile is tried again.
 */
export function createFaucet(
  client: ChainClient,
  { chainId, rpcUrl }: Pick<Options, "chainId" | "rpcUrl">,
  key: Hex,
): (token: Address, to: Address) => Promise<Hex> {
  const chain = configuredChain({ chainId, rpcUrl });
  const wallet = createWalletClient({ account: privateKeyToAccount(key), chain, transport: http(rpcUrl) });
  let turn: Promise<unknown> = Promise.resolve();

  async function send(transaction: () => Promise<Hex>): Promise<Hex> {
    for (let attempt = 1; ; attempt++) {
      try {
        const hash = await transaction();
        const receipt = await client.waitForTransactionReceipt({ hash, pollingInterval: 50 });
        if (receipt.status === "success") return hash;
        throw new Error(`The faucet's transaction ${hash} was reverted.`);
      } catch (error) {
        const nonceTaken = error instanceof Error && /nonce/i.test(error.message) && !isUnreachable(error);
        if (!nonceTaken || attempt === ATTEMPTS) throw error;
      }
    }
  }

  async function grant(token: Address, to: Address): Promise<Hex> {
    await send(() => wallet.sendTransaction({ to, value: FAUCET_ETH }));
    return await send(() =>
      wallet.writeContract({
        address: token,
        abi: attentionTokenAbi,
        functionName: "transfer",
        args: [to, FAUCET_HEED],
      }),
    );
  }

  return (token, to) => {
    const granted = turn.then(() => grant(token, to));
    turn = granted.catch(() => {});
    return granted;
  };
}
