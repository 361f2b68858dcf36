"use client";

import { attentionMarketAbi } from "@heed/contracts/abis";
import { type Abi, type Address, parseEventLogs, type TransactionReceipt } from "viem";
import { useReadContract } from "wagmi";
import { useConfig } from "../config/context.tsx";
import { useOracle } from "../oracle/context.tsx";
import type { Share, SplitTerms } from "../studio/split.ts";
import { useTransact } from "./useTransact.ts";

export interface Publication {
  title: string;
  summary: string;
  language: string;
  topics: string[];
  body: string;
  floor: bigint;
  ceiling: bigint;
  shares: readonly Share[];
  /** A split that shares alike; null if one has to be made. */
  splitId: string | null;
  /** The content that this is a new edition of, and that goes off sale for it. */
  replaces: string | null;
}

/** What the market asks of every split; undefined until the chain has said it. */
export function useSplitTerms(): SplitTerms | undefined {
  const { market, chainId } = useConfig();
  const { data } = useReadContract({ address: market, abi: attentionMarketAbi, functionName: "terms", chainId });
  return (
    data && { treasury: data.treasury, protocolFeeBps: Number(data.protocolFeeBps), maxPayees: Number(data.maxPayees) }
  );
}

/**
 * Deposits the text with the oracle, makes the split if it is new, publishes, and takes the edition before off sale: each a transaction
 * that is simulated first. Resolves to the content's id, or null where a step failed: the toast says why, and nothing after it was sent.
 * Throws OracleError if the oracle refuses the text.
 */
export function usePublish() {
  const oracle = useOracle();
  const transact = useTransact();
  const { market } = useConfig();
  const call = (functionName: string, args: readonly unknown[]) => async () => ({
    ...{ address: market, abi: attentionMarketAbi as Abi },
    ...{ functionName, args },
  });
  return async (piece: Publication): Promise<string | null> => {
    const { title, summary, language, topics, body, floor, ceiling, shares, replaces } = piece;
    const work = { title, summary, language, topics, body, ...(replaces === null ? {} : { replaces }) };
    const { contentHash, uri } = await oracle.deposit(work);
    let splitId = piece.splitId;
    if (splitId === null) {
      const made = call("createSplit", [shares.map(({ payee }) => payee), shares.map(({ bps }) => bps)]);
      const confirmed = (receipt: TransactionReceipt) => {
        splitId = idIn(receipt, market, "SplitCreated");
      };
      if ((await transact({ kind: "split", subject: title, prepare: made, confirmed })) !== null) return null;
    }
    let contentId: string | null = null;
    const published = call("publish", [uri, contentHash, floor, ceiling, BigInt(splitId ?? 0)]);
    const confirmed = (receipt: TransactionReceipt) => {
      contentId = idIn(receipt, market, "Published");
    };
    if ((await transact({ kind: "publish", subject: title, prepare: published, confirmed })) !== null) return null;
    if (replaces !== null)
      await transact({ kind: "unlist", subject: title, prepare: call("unlist", [BigInt(replaces)]) });
    return contentId;
  };
}

function idIn({ logs }: TransactionReceipt, market: Address, eventName: "SplitCreated" | "Published"): string | null {
  const [found] = parseEventLogs({
    abi: attentionMarketAbi,
    eventName,
    logs: logs.filter(({ address }) => address.toLowerCase() === market.toLowerCase()),
  });
  if (!found) return null;
  return String("contentId" in found.args ? found.args.contentId : found.args.splitId);
}
