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

/** Who the dApp lets a visitor be: her page must have something to claim. */
const SHOWN_CREATOR = "ines-marlow";
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
 * Lets the most appreciative readers buy some of what they liked, and one of them a piece of the creator whom visitors can be, at
 * quotes signed for them; supports that creator and leaves it to her to claim, while another creator claims: so that library,
 * revenue and claims have something to show. Who owns a piece already doesn't buy it again. The case study's viewer gets HEED to spend.
 * @returns how many pieces were bought
 */
export async function trade(chain: Chain, place: Place, audience: readonly SimulatedViewer[]): Promise<number> {
  const readers = audience
    .map(({ name, events }) => ({ name, liked: events.flatMap((e) => (e.kind === "like" ? [e.contentId] : [])) }))
    .sort((a, b) => b.liked.length - a.liked.length)
    .slice(0, BUYERS);
  const shown = await firstPieceOf(place, demoAccount(SHOWN_CREATOR).address);
  const buyers: Buyer[] = await Promise.all(
    readers.map(async ({ name, liked }, rank) => {
      const account = demoAccount(name);
      const wanted = liked.slice(0, EACH);
      if (rank === 0 && shown && !wanted.includes(shown)) wanted.push(shown);
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
  if (shown) await support(chain, willing[0]!.account, BigInt(shown));
  await claimOne(chain, willing.flatMap(({ wanted }) => wanted).map(BigInt));
  return willing.reduce((sum, { wanted }) => sum + wanted.length, 0);
}

/** Content id of the piece that somebody published first; undefined where there is none. */
async function firstPieceOf({ oracleUrl }: Place, creator: Address): Promise<string | undefined> {
  const { contents } = await answerOf(await createClient(oracleUrl).contents.$get({ query: { creator } }));
  const [first] = contents.map(({ contentId }) => BigInt(contentId)).sort((a, b) => (a < b ? -1 : 1));
  return first?.toString();
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

async function support(chain: Chain, from: PrivateKeyAccount, contentId: bigint): Promise<void> {
  const { market, token } = chain.deployment;
  const approval = [market, SUPPORT_WEI] as const;
  await chain.send({ from, to: token, abi: attentionTokenAbi, functionName: "approve", args: approval });
  const args = [contentId, SUPPORT_WEI] as const;
  await chain.send({ from, to: market, abi: attentionMarketAbi, functionName: "support", args });
}

/** Lets one creator of these pieces claim, but not the one whom visitors can be: that is theirs to do. */
async function claimOne(chain: Chain, contentIds: readonly bigint[]): Promise<void> {
  const { market } = chain.deployment;
  const authors = new Map(
    people.filter(({ slug }) => slug !== SHOWN_CREATOR).map(({ slug }) => [demoAccount(slug).address, slug]),
  );
  for (const contentId of contentIds) {
    const { creator, splitId } = await chain.client.readContract({
      address: market,
      abi: attentionMarketAbi,
      functionName: "content",
      args: [contentId],
    });
    const slug = authors.get(creator);
    if (slug === undefined) continue;
    const from = demoAccount(slug);
    await chain.send({ from, to: market, abi: attentionMarketAbi, functionName: "claim", args: [[splitId]] });
    return;
  }
}
