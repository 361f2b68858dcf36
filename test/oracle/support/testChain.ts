import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attentionMarketAbi, attentionTokenAbi } from "@heed/contracts/abis";
import type { Deployment } from "@heed/contracts/deployment";
import {
  type Address,
  createPublicClient,
  createTestClient,
  createWalletClient,
  type Hex,
  http,
  parseEventLogs,
  publicActions,
  toHex,
} from "viem";
import { mnemonicToAccount, privateKeyToAccount } from "viem/accounts";
import { configuredChain } from "../../../oracle/chain/client.ts";
import { startChain } from "../../../scripts/stack/chain.ts";
import { deployContracts } from "../../../scripts/stack/contracts.ts";
import { freePort } from "../../../scripts/stack/ports.ts";

/** Hardhat's accounts: #0 deployer and treasury, #1 quote signer, the rest are free. */
export const account = (index: number) => privateKeyToAccount(privateKeyOf(index));

export const privateKeyOf = (index: number): Hex => {
  const phrase = "test test test test test test test test test test test junk";
  const key = mnemonicToAccount(phrase, { addressIndex: index }).getHdKey().privateKey!;
  return toHex(key);
};

export type TestChain = Awaited<ReturnType<typeof startTestChain>>;

/** A Hardhat node of its own with the protocol on it (epochs of an hour unless `periods` says otherwise), and short forms of what tests do there. */
export async function startTestChain(port?: number, { periods }: { periods?: readonly string[] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "heed-chain-"));
  const usedPort = port ?? (await freePort());
  const node = await startChain({ port: usedPort, logFile: join(folder, "chain.log") });
  const deployment: Deployment = await deployContracts(node.url, { periods });
  const chain = configuredChain({ chainId: 31337, rpcUrl: node.url });
  const client = createPublicClient({ chain, transport: http(node.url), pollingInterval: 20, cacheTime: 0 });
  const test = createTestClient({ chain, mode: "hardhat", transport: http(node.url) }).extend(publicActions);
  const wallet = (index: number) => createWalletClient({ account: account(index), chain, transport: http(node.url) });
  const market = { address: deployment.market, abi: attentionMarketAbi } as const;
  const token = { address: deployment.token, abi: attentionTokenAbi } as const;
  const mined = async (hash: Hex) => {
    const receipt = await client.waitForTransactionReceipt({ hash });
    if (receipt.status !== "success") throw new Error(`Transaction ${hash} reverted.`);
    return receipt;
  };

  return {
    url: node.url,
    port: usedPort,
    deployment,
    client,
    test,
    wallet,
    market,
    token,
    mined,
    /** Publishes with a split of the creator's own; returns the content's id. */
    async publish(creator: number, contentHash: Hex, floor: bigint, ceiling: bigint, partners: Address[] = []) {
      const payees = [deployment.treasury, account(creator).address, ...partners];
      const part = Math.floor(9_750 / (payees.length - 1));
      const bps = payees.map((_, index) => (index === 0 ? 10_000 - part * (payees.length - 1) : part));
      const split = await mined(
        await wallet(creator).writeContract({ ...market, functionName: "createSplit", args: [payees, bps] }),
      );
      const [created] = parseEventLogs({ abi: attentionMarketAbi, eventName: "SplitCreated", logs: split.logs });
      const args = [`heed:work:${contentHash}`, contentHash, floor, ceiling, created!.args.splitId] as const;
      const receipt = await mined(await wallet(creator).writeContract({ ...market, functionName: "publish", args }));
      const [published] = parseEventLogs({ abi: attentionMarketAbi, eventName: "Published", logs: receipt.logs });
      return { contentId: published!.args.contentId, splitId: created!.args.splitId, block: receipt.blockNumber };
    },
    /** Gives HEED from the treasury and lets the market take it. */
    async fund(index: number, amount: bigint) {
      await mined(
        await wallet(0).writeContract({ ...token, functionName: "transfer", args: [account(index).address, amount] }),
      );
      await mined(
        await wallet(index).writeContract({ ...token, functionName: "approve", args: [deployment.market, amount] }),
      );
    },
    async stop() {
      await node.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
