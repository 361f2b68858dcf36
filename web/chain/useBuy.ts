"use client";

import { attentionMarketAbi, attentionOracleAbi, attentionTokenAbi } from "@heed/contracts/abis";
import { type Abi, type Address, encodeAbiParameters, getAbiItem, type Hex } from "viem";
import { type Config, useConfig as useWagmi } from "wagmi";
import { readContract } from "wagmi/actions";
import { useConfig } from "../config/context.tsx";
import { formatHeed } from "../money/heed.ts";
import type { SignedQuote } from "../oracle/types.ts";
import { type Failure, TransactionFailure } from "./failure.ts";
import { useTransact } from "./useTransact.ts";

/** The token's functions, and the errors of everything that transferAndCall reaches. */
const payAbi = [
  ...attentionTokenAbi,
  ...[...attentionMarketAbi, ...attentionOracleAbi].filter((item) => item.type === "error"),
] as Abi;

/** The market's `buy` takes exactly what transferAndCall's data must hold. */
const buyInputs = getAbiItem({ abi: attentionMarketAbi, name: "buy" }).inputs;

/** A quote this close to its end would expire in the wallet's dialog. */
const LEAST_LIFE_SECONDS = 10;

/** Throws TransactionFailure where the account can't pay `amount` HEED wei. */
function useCheckBalance() {
  const wagmi = useWagmi() as Config;
  const { token, chainId } = useConfig();
  return (amount: bigint) => async (account: `0x${string}`) => {
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

export interface Purchase {
  title: string;
  quote: SignedQuote;
  quantity: number;
  gift: boolean;
}

/** Buys at a signed quote in one transaction without approval (ERC-1363). Resolves to null, or to why it failed. */
export function useBuy() {
  const transact = useTransact();
  const checkBalance = useCheckBalance();
  const { token, market } = useConfig();
  return ({ title, quote, quantity, gift }: Purchase): Promise<Failure | null> => {
    const { message } = quote;
    // The oracle's schema says that these are addresses; its types say only strings.
    const [buyer, recipient, referrer] = [message.buyer, message.recipient, message.referrer] as [
      Address,
      Address,
      Address,
    ];
    const amount = BigInt(message.unitPrice) * BigInt(quantity);
    const onChain = {
      buyer,
      recipient,
      contentId: BigInt(message.contentId),
      unitPrice: BigInt(message.unitPrice),
      maxQuantity: BigInt(message.maxQuantity),
      referrer,
      expiresAt: BigInt(message.expiresAt),
      counter: BigInt(message.counter),
    };
    const data = encodeAbiParameters(buyInputs, [onChain, BigInt(quantity), quote.signature as Hex]);
    return transact({
      kind: gift ? "gift" : "buy",
      subject: title,
      check: async (account) => {
        if (quote.expiresAt - Date.now() / 1000 < LEAST_LIFE_SECONDS) {
          throw new TransactionFailure({ code: "quote-expired" });
        }
        await checkBalance(amount)(account);
      },
      call: { address: token, abi: payAbi, functionName: "transferAndCall", args: [market, amount, data] },
    });
  };
}

/** Gives a content's split an amount, without quote, licence or approval. */
export function useSupport() {
  const transact = useTransact();
  const checkBalance = useCheckBalance();
  const { token, market } = useConfig();
  return (title: string, contentId: string, amount: bigint): Promise<Failure | null> =>
    transact({
      kind: "support",
      subject: title,
      check: checkBalance(amount),
      call: {
        address: token,
        abi: payAbi,
        functionName: "transferAndCall",
        args: [market, amount, encodeAbiParameters([{ type: "uint256" }], [BigInt(contentId)])],
      },
    });
}
