import { attentionTokenAbi } from "@heed/contracts/abis";
import { purchaseData } from "@heed/contracts/payment";
import type { Address, Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { Client } from "../../oracle/api/client.ts";
import { answerOf } from "./api.ts";
import type { Chain } from "./chain.ts";

/** A quote as it was bought at. */
export interface Bought {
  unitPriceWei: bigint;
  hash: Hex;
}

/** Buys one licence at the personal price, or the standard one where there is none, in one transaction without approval. */
export async function buy(chain: Chain, client: Client, from: PrivateKeyAccount, contentId: string): Promise<Bought> {
  const answer = await answerOf(await client.quotes[":contentId"].$get({ param: { contentId }, query: {} }));
  const { message, signature } = answer.personal ?? answer.standard;
  const quote = {
    buyer: message.buyer as Address,
    recipient: message.recipient as Address,
    contentId: BigInt(message.contentId),
    unitPrice: BigInt(message.unitPrice),
    maxQuantity: BigInt(message.maxQuantity),
    referrer: message.referrer as Address,
    expiresAt: BigInt(message.expiresAt),
    counter: BigInt(message.counter),
  };
  const hash = await chain.send({
    from,
    to: chain.deployment.token,
    abi: attentionTokenAbi,
    functionName: "transferAndCall",
    args: [
      chain.deployment.market,
      quote.unitPrice,
      purchaseData({ quote, quantity: 1n, signature: signature as Hex }),
    ],
  });
  return { unitPriceWei: quote.unitPrice, hash };
}
