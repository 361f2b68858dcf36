import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import { trackTransaction } from "@nomicfoundation/ignition-core";
import type { EthereumProvider } from "hardhat/types/providers";
import type { Address, Hash } from "viem";
import { type Periods, periodsOf } from "./periods.ts";
import type { Roles } from "./roles.ts";

/** What a deployment was begun with, kept beside Ignition's journal of it. */
export interface Beginning extends Roles, Periods {
  deployer: Address;
  /** The height before the first transaction. */
  deployedAtBlock: number;
  /** Unix seconds. */
  signerExpiresAt: number;
}

const pathIn = (folder: string) => join(folder, "heed-parameters.json");

/** What the deployment in this folder was begun with, or null. */
export function recall(folder: string): Beginning | null {
  if (!existsSync(pathIn(folder))) return null;
  // A journal of before periods could be chosen was begun with the defaults.
  return { ...periodsOf({}), ...(JSON.parse(readFileSync(pathIn(folder), "utf8")) as Beginning) };
}

/** Keeps what a deployment is begun with, whole or not at all. */
export function remember(folder: string, beginning: Beginning): void {
  const path = pathIn(folder);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(beginning, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}

/**
 * Refuses to go on with other parameters than a deployment was begun with.
 *
 * @throws Error naming the first that differs.
 */
export function requireSame(folder: string, beginning: Beginning, asked: Partial<Beginning>): void {
  for (const [name, value] of Object.entries(asked)) {
    const begun = beginning[name as keyof Beginning];
    if (value === undefined || String(value) === String(begun)) continue;
    throw new Error(
      `This deployment was begun with ${name} ${begun}, not ${value}. Go on with the same, or move ${folder} away to begin anew.`,
    );
  }
}

/**
 * Refuses a journal whose contracts are not on this chain: it is of another with the same id, a fork or a restarted node.
 *
 * @throws Error naming the journal.
 */
export async function requireThisChain(folder: string, { provider }: HardhatEthers): Promise<void> {
  const path = join(folder, "deployed_addresses.json");
  if (!existsSync(path)) return;
  for (const address of Object.values(JSON.parse(readFileSync(path, "utf8")) as Record<string, Address>)) {
    if ((await provider.getCode(address)) !== "0x") continue;
    throw new Error(`${folder} is the journal of another chain with the same id: move it away and deploy again.`);
  }
}

interface Message {
  type: string;
  futureId: string;
  networkInteractionId: number;
  nonce?: number;
  transaction?: { hash: Hash };
}

function read(folder: string): Message[] {
  const path = join(folder, "journal.jsonl");
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Message);
}

/** The transactions that a journal knows to have been sent. */
export function sentTransactions(folder: string): Hash[] {
  return read(folder).flatMap(({ transaction }) => transaction?.hash ?? []);
}

/** How far a deployment is: how many of its transactions are confirmed, and the last one that is sent and not yet confirmed. */
export function progressOf(folder: string): { confirmed: number; pending: { future: string; hash: Hash } | null } {
  const messages = read(folder);
  const done = new Set(messages.filter(({ type }) => type === "TRANSACTION_CONFIRM").map(keyOf));
  const sent = messages.findLast((message) => message.type === "TRANSACTION_SEND" && !done.has(keyOf(message)));
  const pending = sent ? { future: sent.futureId, hash: sent.transaction!.hash } : null;
  return { confirmed: done.size, pending };
}

const keyOf = ({ futureId, networkInteractionId }: Message) => `${futureId} ${networkInteractionId}`;

/**
 * Tells the journal of transactions that reached the chain although whoever sent them was killed before hearing so. Ignition
 * never sends such a one again, but leaves it to its user to look the hash up.
 *
 * @throws Error naming the remedy where such a transaction can't be found.
 */
export async function adoptUnheard(
  folder: string,
  { deployer, deployedAtBlock }: Beginning,
  { ethers, provider }: { ethers: HardhatEthers; provider: EthereumProvider },
): Promise<void> {
  const unheard = new Map<string, number>();
  for (const message of read(folder)) {
    const { type, nonce } = message;
    const key = keyOf(message);
    if (type === "TRANSACTION_PREPARE_SEND") unheard.set(key, nonce!);
    else if (/^(TRANSACTION_SEND|ONCHAIN_INTERACTION_(DROPPED|REPLACED_BY_USER))$/.test(type)) unheard.delete(key);
  }
  const mined = await ethers.provider.getTransactionCount(deployer);
  for (const nonce of unheard.values()) {
    if (nonce >= mined) continue;
    const hash = await findTransaction(ethers, deployer, nonce, deployedAtBlock).catch(() => null);
    if (!hash) {
      throw new Error(
        `A transaction of ${deployer} with nonce ${nonce} was sent and not recorded, and this node can't say which. ` +
          `Look it up in an explorer: npx hardhat ignition track-tx HASH DEPLOYMENT-ID --network NAME. Then deploy again.`,
      );
    }
    await trackTransaction(folder, hash, provider);
  }
}

/** The transaction of an account with a nonce, mined after a height: the block is found by halving, which takes few requests. */
async function findTransaction(
  { provider }: HardhatEthers,
  from: Address,
  nonce: number,
  after: number,
): Promise<Hash | null> {
  let [low, high] = [after, await provider.getBlockNumber()];
  while (low + 1 < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await provider.getTransactionCount(from, middle)) > nonce) high = middle;
    else low = middle;
  }
  const block = await provider.getBlock(high, true);
  const found = block?.prefetchedTransactions.find((sent) => sent.from === from && sent.nonce === nonce);
  return (found?.hash as Hash | undefined) ?? null;
}
