import { attentionMarketAbi, attentionTokenAbi } from "@heed/contracts/abis";
import { type Address, parseEther } from "viem";

import type { PrivateKeyAccount } from "viem/accounts";
import { createClient } from "../../oracle/api/client.ts";
import { answerOf, type Place, signIn } from "./api.ts";
import type { SimulatedViewer } from "./audience/simulate.ts";
import { buy } from "./buy.ts";
import type { Chain } from "./chain.ts";
import { people } from "./creators.ts";
import { demoAccount, demoViewer } from "./keys.ts";

const BUYERS = 6;
const EACH = 3;
const ENOUGH_WEI = parseEther("10");
const SUPPORT_WEI = parseEther("0.5");

interface Buyer {
  account: PrivateKeyAccount;
  /** Content ids. */
  wanted: string[];
}

/**
 * Lets the most appreciative readers buy some of what they liked, at quotes signed for them, one of them support a piece, and its
 * creator claim: so that library, revenue and claims have something to show. Who owns a piece already doesn't buy it again. The
 * case study's viewer gets HEED to spend.
 * @returns how many pieces were bought
 */
export async function trade(chain: Chain, place: Place, audience: readonly SimulatedViewer[]): Promise<number> {
  const readers = audience
    .map(({ name, events }) => ({ name, liked: events.flatMap((e) => (e.kind === "like" ? [e.contentId] : [])) }))
    .sort((a, b) => b.liked.length - a.liked.length)
    .slice(0, BUYERS);
  const buyers: Buyer[] = await Promise.all(
    readers.map(async ({ name, liked }) => {
      const account = demoAccount(name);
      const wanted = liked.slice(0, EACH);
      const owned = await Promise.all(wanted.map((contentId) => licences(chain, account, contentId)));
      return { account, wanted: wanted.filter((_, i) => owned[i] === 0n) };
    }),
  );
  const willing = buyers.filter(({ wanted }) => wanted.length > 0);
  if (willing.length === 0) return 0;

  await fillPurse(chain, place, demoViewer.address);
  for (const { account, wanted } of willing) {
    const client = await signIn(place, account);
    await fillPurse(chain, place, account.address);
    for (const contentId of wanted) await buy(chain, client, account, contentId);
  }
  await supportAndClaim(chain, willing[0]!);
  return willing.reduce((sum, { wanted }) => sum + wanted.length, 0);
}

/** Asks the faucet, as anybody may once, unless there is enough already. */
async function fillPurse(chain: Chain, { oracleUrl }: Place, address: Address): Promise<void> {
  const balance = await chain.client.readContract({
    address: chain.deployment.token,
    abi: attentionTokenAbi,
    functionName: "balanceOf",
    args: [address],
  });
  if (balance < ENOUGH_WEI) await answerOf(await createClient(oracleUrl).faucet.$post({ json: { address } }));
}

async function licences(chain: Chain, account: PrivateKeyAccount, contentId: string): Promise<bigint> {
  return await chain.client.readContract({
    address: chain.deployment.market,
    abi: attentionMarketAbi,
    functionName: "balanceOf",
    args: [account.address, BigInt(contentId)],
  });
}

async function supportAndClaim(chain: Chain, { account, wanted }: Buyer): Promise<void> {
  const { market, token } = chain.deployment;
  const contentId = BigInt(wanted[0]!);
  const toMarket = { to: market, abi: attentionMarketAbi } as const;
  await chain.send({
    from: account,
    to: token,
    abi: attentionTokenAbi,
    functionName: "approve",
    args: [market, SUPPORT_WEI],
  });
  await chain.send({ from: account, ...toMarket, functionName: "support", args: [contentId, SUPPORT_WEI] });
  const { creator, splitId } = await chain.client.readContract({
    address: market,
    abi: attentionMarketAbi,
    functionName: "content",
    args: [contentId],
  });
  const author = people.map(({ slug }) => demoAccount(slug)).find(({ address }) => address === creator);
  if (author) await chain.send({ from: author, ...toMarket, functionName: "claim", args: [[splitId]] });
}
