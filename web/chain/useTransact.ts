"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { Abi, Address, TransactionReceipt } from "viem";
import { type Config, useConnection, useConfig as useWagmi } from "wagmi";
import { getBalance, simulateContract, waitForTransactionReceipt, writeContract } from "wagmi/actions";
import { useConfig } from "../config/context.tsx";
import type { OracleClient } from "../oracle/client.ts";
import { useOracle } from "../oracle/context.tsx";
import { isPublic } from "../oracle/keys.ts";
import { useTransactionStore } from "../transactions/context.tsx";
import type { TransactionKind } from "../transactions/store.ts";
import { type Failure, failureOf, TransactionFailure } from "./failure.ts";

export interface Call {
  address: Address;
  /** With the custom errors of every contract the call can reach, so that a revert has a name */
  abi: Abi;
  functionName: string;
  args: readonly unknown[];
}

export interface Intent {
  kind: TransactionKind;
  subject: string;
  /** Checks whatever can be checked beforehand and says what to call; throws TransactionFailure */
  prepare(account: Address): Promise<Call>;
  /** Told of the block's receipt, before the index has it. */
  confirmed?(receipt: TransactionReceipt): void;
}

const INDEX_POLL_MS = 400;
const INDEX_PATIENCE_MS = 20_000;

/** Resolves when the oracle has indexed `block`, or when patience runs out: the queries refresh by themselves later. */
export async function indexed(oracle: OracleClient, block: bigint): Promise<void> {
  const until = Date.now() + INDEX_PATIENCE_MS;
  while (Date.now() < until) {
    const status = await oracle.status().catch(() => null);
    if (status !== null && BigInt(status.chain.indexedBlock) >= block) return;
    await new Promise((resolve) => setTimeout(resolve, INDEX_POLL_MS));
  }
}

/** Waits for a sent transaction and brings every figure on the page up to date. Shared by new and resumed transactions. */
export function useSettle() {
  const wagmi = useWagmi() as Config;
  const oracle = useOracle();
  const cache = useQueryClient();
  const store = useTransactionStore();
  const { chainId } = useConfig();
  return async (id: string, hash: `0x${string}`, confirmed?: Intent["confirmed"]): Promise<Failure | null> => {
    try {
      const receipt = await waitForTransactionReceipt(wagmi, { hash, chainId, timeout: 90_000 });
      if (receipt.status !== "success") throw new TransactionFailure({ code: "reverted" });
      store.update(id, { state: "done" });
      confirmed?.(receipt);
      await cache.invalidateQueries({ predicate: isPublic });
      void indexed(oracle, receipt.blockNumber).then(() => cache.invalidateQueries());
      return null;
    } catch (error) {
      const failure = failureOf(error);
      store.update(id, { state: "failed", failure });
      return failure;
    }
  };
}

/**
 * Runs one transaction through its whole life: simulated first, so that the wallet never opens for what must fail, then
 * signed, sent, waited for. Each step is on screen. Resolves to null, or to why it failed.
 */
export function useTransact() {
  const wagmi = useWagmi() as Config;
  const store = useTransactionStore();
  const settle = useSettle();
  const { chainId } = useConfig();
  const connection = useConnection();
  return async ({ kind, subject, prepare, confirmed }: Intent): Promise<Failure | null> => {
    const id = store.add(kind, subject);
    try {
      const account = connection.address;
      if (account === undefined) throw new TransactionFailure({ code: "no-wallet" });
      if (connection.chainId !== chainId) throw new TransactionFailure({ code: "wrong-network" });
      const call = await prepare(account);
      if ((await getBalance(wagmi, { address: account, chainId })).value === 0n) {
        throw new TransactionFailure({ code: "too-little-eth" });
      }
      const { request } = await simulateContract(wagmi, { ...call, account, chainId });
      store.update(id, { state: "awaiting" });
      const hash = await writeContract(wagmi, request);
      store.update(id, { state: "pending", hash });
      return await settle(id, hash, confirmed);
    } catch (error) {
      const failure = failureOf(error);
      store.update(id, { state: "failed", failure });
      return failure;
    }
  };
}
