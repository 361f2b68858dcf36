import { attentionTokenAbi } from "@heed/contracts/abis";
import { purchaseData } from "@heed/contracts/payment";
import type { Quote } from "@heed/contracts/quote";
import type { Address, Hex } from "viem";
import { createApp } from "../../../oracle/api/app.ts";
import { listen } from "../../../oracle/api/listen.ts";
import { type Clock, systemClock } from "../../../oracle/service/clock.ts";
import type { Context } from "../../../oracle/service/context.ts";
import { createMarket } from "../../../oracle/service/market.ts";
import type { Options } from "../../../oracle/service/options.ts";
import { openMemoryStore } from "../../../oracle/store/open.ts";
import { testContext } from "./context.ts";
import { type Answer, signIn, signInConsenting, type Visitor } from "./server.ts";
import { account, type TestChain } from "./testChain.ts";

export type TestMarket = Awaited<ReturnType<typeof openTestMarket>>;

/** A whole oracle on a chain: a store in memory, the index caught up by hand, the API over HTTP. */
export async function openTestMarket(chain: TestChain, options: Partial<Options> = {}, clock: Clock = systemClock) {
  const store = await openMemoryStore();
  const context: Context = testContext(store, { clock, options: { rpcUrl: chain.url, ...options } });
  const market = createMarket(context);
  await market.models.reload();
  await market.indexer.catchUp();
  const listening = await listen(createApp(context, market), { host: "127.0.0.1", port: 0 });
  return {
    context,
    market,
    url: listening.url,
    /** Signs one of Hardhat's accounts in. */
    signIn: (index: number) => signIn(listening.url, context, account(index)),
    signInConsenting: (index: number) => signInConsenting(listening.url, context, account(index)),
    /** Deposits a text and publishes it; the index knows it afterwards. Returns the content's id. */
    async publish(
      creator: number,
      body: string,
      { floor = 1n, ceiling = 10n ** 18n, partners = [] as Address[] } = {},
    ) {
      const { contentHash } = await deposit(await signIn(listening.url, context, account(creator)), body);
      const { contentId } = await chain.publish(creator, contentHash, floor, ceiling, partners);
      await market.indexer.catchUp();
      return contentId.toString();
    },
    async close() {
      await listening.close();
      await market.stop();
      await store.close();
    },
  };
}

/** Deposits a text with a title and topics of no importance. */
export async function deposit(visitor: Visitor, body: string, topics = ["testing"]) {
  const work = { title: body.slice(0, 20), summary: "A text.", language: "en", topics, body };
  const answer = await visitor.send("POST", "/works", work);
  if (answer.status !== 200) throw new Error(`Depositing failed: ${JSON.stringify(answer.body)}`);
  return answer.body as { contentHash: Hex; uri: string };
}

/** A quote of the API's as the contract takes it. */
export function quoteOf(signed: Answer["body"]): { quote: Quote; signature: Hex } {
  const { message, signature } = signed;
  return {
    quote: {
      ...message,
      contentId: BigInt(message.contentId),
      unitPrice: BigInt(message.unitPrice),
      maxQuantity: BigInt(message.maxQuantity),
      expiresAt: BigInt(message.expiresAt),
      counter: BigInt(message.counter),
    },
    signature,
  };
}

/** Pays a quote by the token's transferAndCall, from one of Hardhat's accounts. */
export async function buy(chain: TestChain, index: number, signed: Answer["body"], quantity = 1n) {
  const { quote, signature } = quoteOf(signed);
  const data = purchaseData({ quote, quantity, signature });
  return await chain.mined(
    await chain.wallet(index).writeContract({
      address: chain.deployment.token,
      abi: attentionTokenAbi,
      functionName: "transferAndCall",
      args: [chain.deployment.market, quote.unitPrice * quantity, data],
    }),
  );
}
