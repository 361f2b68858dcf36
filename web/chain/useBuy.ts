"use client";

import { attentionMarketAbi, attentionOracleAbi, attentionTokenAbi } from "@heed/contracts/abis";
import { purchaseData, supportData } from "@heed/contracts/payment";
import type { Abi, Address, Hex } from "viem";
import { type Config, useConfig as useWagmi } from "wagmi";
import { readContract } from "wagmi/actions";
import { useConfig } from "../config/context.tsx";
import { checkQuote } from "../content/checkQuote.ts";
import { formatHeed } from "../money/heed.ts";
import type { SignedQuote } from "../oracle/types.ts";
import { type Failure, TransactionFailure } from "./failure.ts";
import { useTransact } from "./useTransact.ts";

/** The token's functions, and the errors of everything that transferAndCall reaches. */
const payAbi = [
  ...attentionTokenAbi,
  ...[...attentionMarketAbi, ...attentionOracleAbi].filter((item) => item.type === "error"),
] as Abi;

/** A quote this close to its end would expire in the wallet's dialog. */
const LEAST_LIFE_SECONDS = 10;

/** Throws TransactionFailure where the account can't pay `amount` HEED wei. */
export function useCheckBalance() {
  const wagmi = useWagmi() as Config;
  const { token, chainId } = useConfig();
  return async (amount: bigint, account: Address) => {
    const balance = await readContract(wagmi, {
      address: token,
      abi: attentionTokenAbi,
      functionName: "balanceOf",
      args: [account],
      chainId,
    });
    if (balance < amount) {
      throw new TransactionFailure({
        code: "too-little-heed",
        detail: `${formatHeed(balance)} / ${formatHeed(amount)}`,
      });
    }
  };
}

/** Throws TransactionFailure where the chain knows another creator of a content than the page names: its money would go elsewhere. */
function useCheckCreator() {
  const wagmi = useWagmi() as Config;
  const { market, chainId } = useConfig();
  return async (contentId: string, creator: string) => {
    const args = [BigInt(contentId)] as const;
    const onChain = await readContract(wagmi, {
      address: market,
      abi: attentionMarketAbi,
      functionName: "content",
      args,
      chainId,
    });
    if (onChain.creator.toLowerCase() !== creator.toLowerCase()) {
      throw new TransactionFailure({ code: "answer-differs", detail: "creator" });
    }
  };
}

export interface Purchase {
  title: string;
  /** Of the page's address */
  contentId: string;
  /** As the page names it */
  creator: string;
  quote: SignedQuote;
  /** What stands on the screen, HEED wei */
  unitPriceWei: string;
  quantity: number;
  /** Who gets the licences, where that isn't the buyer */
  gift: Address | undefined;
}

/** Buys at a signed quote in one transaction without approval (ERC-1363). Resolves to null, or to why it failed. */
export function useBuy() {
  const transact = useTransact();
  const checkBalance = useCheckBalance();
  const checkCreator = useCheckCreator();
  const { token, market } = useConfig();
  return ({
    title,
    contentId,
    creator,
    quote: signed,
    unitPriceWei,
    quantity,
    gift,
  }: Purchase): Promise<Failure | null> =>
    transact({
      kind: gift ? "gift" : "buy",
      subject: title,
      prepare: async (buyer) => {
        const { expiresAt } = signed;
        const recipient = gift ?? buyer;
        const { quote, differs } = checkQuote(signed, {
          contentId,
          buyer,
          recipient,
          quantity,
          unitPriceWei,
          expiresAt,
        });
        if (differs) throw new TransactionFailure({ code: "answer-differs", detail: differs });
        if (expiresAt - Date.now() / 1000 < LEAST_LIFE_SECONDS) {
          throw new TransactionFailure({ code: "quote-expired" });
        }
        await checkCreator(contentId, creator);
        const amount = quote.unitPrice * BigInt(quantity);
        await checkBalance(amount, buyer);
        const data = purchaseData({ quote, quantity: BigInt(quantity), signature: signed.signature as Hex });
        return { address: token, abi: payAbi, functionName: "transferAndCall", args: [market, amount, data] };
      },
    });
}

export interface Support {
  title: string;
  /** Of the page's address */
  contentId: string;
  /** As the page names it */
  creator: string;
  /** HEED wei */
  amount: bigint;
}

/** Gives a content's split an amount, without quote, licence or approval. */
export function useSupport() {
  const transact = useTransact();
  const checkBalance = useCheckBalance();
  const checkCreator = useCheckCreator();
  const { token, market } = useConfig();
  return ({ title, contentId, creator, amount }: Support): Promise<Failure | null> =>
    transact({
      kind: "support",
      subject: title,
      prepare: async (account) => {
        await checkCreator(contentId, creator);
        await checkBalance(amount, account);
        const data = supportData(BigInt(contentId));
        return { address: token, abi: payAbi, functionName: "transferAndCall", args: [market, amount, data] };
      },
    });
}
