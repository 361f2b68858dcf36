import { type Answer, Visitor } from "./server.ts";
import { account, startTestChain } from "./testChain.ts";
import { openTestMarket } from "./testMarket.ts";

export const HEED = 10n ** 18n;
/** Hardhat's accounts in this market; the last two have 100 HEED each. */
export const CREATOR = 2;
export const PARTNER = 3;
export const BUYER = 5;
export const OTHER = 6;
/** 400 words: 100 seconds, half of which an untrained oracle assumes, at 0.01 HEED each. */
export const TEXT = Array.from({ length: 400 }, (_, index) => `word${index}`).join(" ");
export const ASSUMED_WEI = HEED / 2n;

export const code = (answer: Answer) => [answer.status, answer.body.error?.code];

/** An oracle on a chain of its own, with one content on sale, and somebody who isn't signed in. */
export async function openMarketApi() {
  const chain = await startTestChain();
  const oracle = await openTestMarket(chain);
  const contentId = await oracle.publish(CREATOR, TEXT, { floor: HEED / 100n, partners: [account(PARTNER).address] });
  await chain.fund(BUYER, 100n * HEED);
  await chain.fund(OTHER, 100n * HEED);
  return { chain, oracle, anyone: new Visitor(oracle.url), contentId };
}

export type MarketApi = Awaited<ReturnType<typeof openMarketApi>>;
