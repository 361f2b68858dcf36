import { BaseError, createWalletClient, formatEther, type Hex, http, InsufficientFundsError } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { UnavailableError } from "../service/errors.ts";
import type { Options } from "../service/options.ts";
import { type ChainClient, configuredChain } from "./client.ts";

export type Relayer = ReturnType<typeof createRelayer>;

/** Sends the oracle's own transactions, one after the other, and waits for each. It needs ether for gas, and no role: anybody may post and settle. */
export function createRelayer(client: ChainClient, options: Pick<Options, "chainId" | "rpcUrl">, key: Hex) {
  const account = privateKeyToAccount(key);
  const chain = configuredChain(options);
  const wallet = createWalletClient({ account, chain, transport: http(options.rpcUrl) });

  return {
    address: account.address,
    /**
     * Sends the transaction that `write` makes, and waits until it is mined.
     * @throws {UnavailableError} relayer-without-gas, or relayer-waits while an earlier one isn't mined
     */
    async send(write: (from: typeof wallet) => Promise<Hex>): Promise<Hex> {
      await requireIdle(client, account.address);
      const hash = await write(wallet).catch(async (error: unknown) => {
        if (!lacksGas(error)) throw error;
        throw withoutGas(account.address, await client.getBalance({ address: account.address }), error);
      });
      const receipt = await client.waitForTransactionReceipt({ hash, pollingInterval: 100, timeout: 60_000 });
      if (receipt.status !== "success") throw new Error(`The relayer's transaction ${hash} was reverted.`);
      return hash;
    },
  };
}

/** After a crash an earlier transaction may still be on its way: sending another beside it would only cost gas. */
async function requireIdle(client: ChainClient, address: Hex): Promise<void> {
  const [mined, sent] = await Promise.all([
    client.getTransactionCount({ address, blockTag: "latest" }),
    client.getTransactionCount({ address, blockTag: "pending" }),
  ]);
  if (sent <= mined) return;
  throw new UnavailableError(`A transaction of the relayer ${address} isn't mined yet.`, {
    code: "relayer-waits",
    hint: "It is waited for. If it stays, its gas price is too low: replace it (nonce and all) from the same key.",
  });
}

function lacksGas(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false;
  if (error.walk((cause) => cause instanceof InsufficientFundsError)) return true;
  return /insufficient funds|doesn't have enough funds|exceeds the balance|gas required exceeds/i.test(error.message);
}

function withoutGas(address: Hex, balance: bigint, cause: unknown): UnavailableError {
  return new UnavailableError(`The relayer ${address} has too little ether for gas: ${formatEther(balance)}.`, {
    code: "relayer-without-gas",
    hint: "Send it ether; it tries again by itself. Anybody else may post the signed report, too.",
    cause,
  });
}
