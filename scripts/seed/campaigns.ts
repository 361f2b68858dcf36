import { setTimeout as delay } from "node:timers/promises";
import { attentionTokenAbi } from "@heed/contracts/abis";
import { type Brief, briefHash } from "@heed/contracts/brief";
import { campaignData } from "@heed/contracts/payment";
import { type Address, type Hex, parseEther, toHex } from "viem";
import { mnemonicToAccount, privateKeyToAccount } from "viem/accounts";
import { createClient } from "../../oracle/api/client.ts";
import { answerOf, type Place, signIn } from "./api.ts";
import type { Chain } from "./chain.ts";
import { inParallel } from "./inParallel.ts";
import { demoAccount } from "./keys.ts";

/** Who pays in the demo. Invented, like everybody in it. */
export const ADVERTISER = {
  slug: "northlight",
  name: "Northlight Workshop",
  bio: "Makes things that can be repaired, and would like somebody to notice.",
} as const;

const briefs: readonly (Brief & { maxRateWei: bigint })[] = [
  {
    audience: { topics: ["astronomy", "history", "nature", "physics"], languages: ["en"], matching: "standard" },
    creative: {
      title: "A telescope you can take apart",
      text: "Eight screws, two mirrors, one evening. Spare parts for thirty years, at cost.",
      link: "https://example.org/northlight/telescope",
      language: "en",
    },
    maxRateWei: parseEther("0.02"),
  },
  {
    audience: { topics: ["chemistry", "cooking"], languages: [], matching: "personal" },
    creative: {
      title: "The scale that weighs salt",
      text: "To a tenth of a gram, without a battery. For bread, brine and other experiments.",
      link: "https://example.org/northlight/scale",
      language: "en",
    },
    maxRateWei: parseEther("0.015"),
  },
];

const BUDGET_WEI = parseEther("12000");
const DAY_S = 24 * 3600;
const SIGNED_IN_AT_ONCE = 12;
const INDEXED_WITHIN_MS = 30_000;
const POLL_MS = 50;

/** Opts these readers of the demo in to ads and to being paid. */
export async function optIn(place: Place, readers: readonly string[]): Promise<void> {
  await inParallel(readers, SIGNED_IN_AT_ONCE, async (name) => {
    const client = await signIn(place, demoAccount(name));
    await answerOf(await client.me.earning.$put({ json: {} }));
  });
}

/**
 * Lets the demo's advertiser create two campaigns for a day, unless some still run.
 * @returns how many were created now
 */
export async function createCampaigns(chain: Chain, place: Place): Promise<number> {
  const from = demoAccount(ADVERTISER.slug);
  const own = async () => {
    const answer = await createClient(place.oracleUrl).campaigns.$get({ query: { advertiser: from.address } });
    return (await answerOf(answer)).campaigns;
  };
  const before = await own();
  if (before.some(({ state }) => state === "running" || state === "scheduled")) return 0;
  const client = await signIn(place, from);
  await answerOf(await client.creators.me.$put({ json: { name: ADVERTISER.name, bio: ADVERTISER.bio } }));
  await chain.fund([from.address]);
  await chain.send({
    from: treasury(),
    to: chain.deployment.token,
    abi: attentionTokenAbi,
    functionName: "transfer",
    args: [from.address, BUDGET_WEI * BigInt(briefs.length)],
  });
  const startsAtS = Math.floor(Date.now() / 1000);
  const endsAtS = startsAtS + DAY_S;
  for (const { maxRateWei, audience, creative } of briefs) {
    const terms = { budgetWei: BUDGET_WEI.toString(), maxRateWei: maxRateWei.toString(), startsAtS, endsAtS };
    const brief = {
      audience: { ...audience, topics: [...audience.topics], languages: [...audience.languages] },
      creative,
      terms,
    };
    const { audienceHash } = await answerOf(await client.campaigns.briefs.$post({ json: brief }));
    // What goes on chain is our own hash of our own brief.
    if (audienceHash !== briefHash({ audience, creative }))
      throw new Error("The oracle keeps another brief than ours.");
    const data = campaignData({
      maxRate: maxRateWei,
      startsAt: 0n,
      endsAt: BigInt(endsAtS),
      audienceHash: audienceHash as Hex,
    });
    await chain.send({
      from,
      to: chain.deployment.token as Address,
      abi: attentionTokenAbi,
      functionName: "transferAndCall",
      args: [chain.deployment.rewards, BUDGET_WEI, data],
    });
  }
  for (const deadline = Date.now() + INDEXED_WITHIN_MS; (await own()).length < before.length + briefs.length; ) {
    if (Date.now() > deadline)
      throw new Error("The oracle hasn't indexed the demo's campaigns: does it follow this chain?");
    await delay(POLL_MS);
  }
  return briefs.length;
}

/** Hardhat's account #0, which holds the local chain's HEED; its key is in every copy of Hardhat. */
function treasury() {
  const { privateKey } = mnemonicToAccount("test test test test test test test test test test test junk").getHdKey();
  return privateKeyToAccount(toHex(privateKey!));
}
