import { type Brief, briefHash } from "@heed/contracts/brief";
import { keccak256, toHex } from "viem";
import { createApp } from "../../../oracle/api/app.ts";
import { type Listening, listen } from "../../../oracle/api/listen.ts";
import { createChainClient } from "../../../oracle/chain/client.ts";
import { createRelayer, type Relayer } from "../../../oracle/chain/relayer.ts";
import { reachOracle } from "../../../oracle/cli/reportedOracle.ts";
import type { Context } from "../../../oracle/service/context.ts";
import { createMarket } from "../../../oracle/service/market.ts";
import { createKeeper, type KeeperParts } from "../../../oracle/settle/keeper.ts";
import { createReporter } from "../../../oracle/settle/reporter.ts";
import type { Database } from "../../../oracle/store/database.ts";
import { openMemoryStore, type Store } from "../../../oracle/store/open.ts";
import { attention } from "../../../oracle/store/schema/behaviour.ts";
import { adImpressions, campaignBriefs, earners } from "../../../oracle/store/schema/campaigns.ts";
import { works } from "../../../oracle/store/schema/catalogue.ts";
import { epochs } from "../../../oracle/store/schema/settlement.ts";
import { SetClock, testContext } from "./context.ts";
import { account, startTestChain, type TestChain } from "./testChain.ts";
import { REPORTERS, rewardsOn } from "./testRewards.ts";

export const EPOCH_S = 60;
/** Long enough for two more reports before the first is final. */
const PERIODS = "--epoch 60 --challenge-window 200 --report-window 3600 --settlement-window 7200".split(" ");
const HEED = 10n ** 18n;
/** What every campaign here asks for: anything. */
export const brief: Brief = {
  audience: { topics: [], languages: [], matching: "standard" },
  creative: { title: "An ad", text: "For sale.", link: "https://example.org", language: "en" },
};

export type TestEpochs = Awaited<ReturnType<typeof openTestEpochs>>;

/** A chain with epochs of a minute, and on it a campaign and a content. */
export async function startEpochChain(periods: readonly string[] = PERIODS) {
  const chain = await startTestChain(undefined, { periods });
  const { contentId } = await chain.publish(2, keccak256(toHex("attended to")), 1n, HEED, [account(3).address]);
  const campaignId = await rewardsOn(chain).createCampaign(5, 100n * HEED, { audienceHash: briefHash(brief) });
  return { chain, contentId: contentId.toString(), campaignId: campaignId.toString() };
}

/** An oracle with a keeper that tests drive by hand, its clock and the chain's set together, and its reporters over HTTP. */
export async function openTestEpochs(
  place: { chain: TestChain; contentId: string; campaignId: string },
  store?: Store,
) {
  const { chain, contentId, campaignId } = place;
  const opened = store ?? (await openMemoryStore());
  const clock = new SetClock(Number((await chain.client.getBlock()).timestamp) * 1000);
  const context: Context = testContext(opened, { clock, options: { rpcUrl: chain.url } });
  const market = createMarket(context);
  const client = createChainClient(context.options);
  const relayer: Relayer = createRelayer(client, context.options, context.options.relayerKey!);
  const listening: Listening = await listen(createApp(context, market), { host: "127.0.0.1", port: 0 });
  const { db } = opened;

  const keeperOf = (changes: Partial<KeeperParts> = {}, in_: Pick<Context, "store"> = context) =>
    createKeeper(
      { ...context, ...in_ },
      { client, indexer: market.indexer, relayer, modelHash: () => `0x${"0e".repeat(32)}`, pollMs: 20, ...changes },
    );
  const keeper = keeperOf();
  const reporterOf = (index: number) => {
    const reached = reachOracle(listening.url, account(index), chain.deployment.oracle, () => clock.nowMs());
    return createReporter(account(index), client, chain.deployment, reached, () => clock.nowMs());
  };
  const reporters = REPORTERS.map(reporterOf);

  /** Both clocks to a second (Unix). */
  const goTo = async (seconds: number) => {
    clock.ms = seconds * 1000;
    await chain.test.setNextBlockTimestamp({ timestamp: BigInt(seconds) });
    await chain.test.mine({ blocks: 1 });
  };

  return {
    ...place,
    context,
    market,
    db,
    url: listening.url,
    clock,
    client,
    relayer,
    keeper,
    keeperOf,
    reporterOf,
    reporters,
    goTo,
    /** Who can be paid, since long ago: opted in, with the brief deposited and the content's work known. */
    people: (count: number) => addPeople(db, contentId, count),
    /** The next whole epoch, in which everybody sees the ad and reads for `seconds`; both clocks stand seven seconds after its end. */
    async attend(count: number, seconds = 30): Promise<number> {
      const epoch = Math.floor(clock.ms / 1000 / EPOCH_S) + 1;
      await attendIn(db, { contentId, campaignId }, { epoch, durationS: EPOCH_S, people: count, seconds });
      await goTo((epoch + 1) * EPOCH_S + 7);
      return epoch;
    },
    /** Past the challenge window of the latest report. */
    async finalize() {
      const { challengeEndsAt } = await rewardsOn(chain).latest();
      await goTo(Number(challengeEndsAt) + 1);
    },
    async stateOf(epoch: number) {
      return (await db.select().from(epochs)).find((row) => row.epoch === epoch)?.state;
    },
    async row(epoch: number) {
      return (await db.select().from(epochs)).find((row) => row.epoch === epoch)!;
    },
    async close() {
      await listening.close();
      await keeper.stop();
      await market.stop();
      if (!store) await opened.close();
    },
  };
}

async function addPeople(db: Database, contentId: string, count: number): Promise<void> {
  const advertiser = account(5).address;
  await db.insert(campaignBriefs).values({ ...brief, audienceHash: briefHash(brief), advertiser, createdAtMs: 0 });
  await db.insert(works).values({
    contentHash: keccak256(toHex("attended to")),
    creator: account(2).address,
    title: "Attended to",
    summary: "",
    language: "en",
    topics: ["testing"],
    body: "attended to",
    words: 2,
    lengthSeconds: 60,
    createdAtMs: 0,
  });
  for (let index = 0; index < count; index++) {
    const viewer = `v_${index}`;
    const terms = { shareBps: 3_000, dailySeconds: null, sinceMs: 0 };
    await db.insert(earners).values({ viewer, account: account(20 + index).address, ...terms });
    for (const fromMs of [1_000, 86_401_000])
      await db.insert(attention).values({ viewer, contentId, fromMs, toMs: fromMs + 1_000 });
  }
}

interface Attending {
  epoch: number;
  durationS: number;
  people: number;
  seconds: number;
}

async function attendIn(
  db: Database,
  { contentId, campaignId }: { contentId: string; campaignId: string },
  { epoch, durationS, people, seconds }: Attending,
): Promise<void> {
  const atMs = epoch * durationS * 1000;
  for (let index = 0; index < people; index++) {
    const viewer = `v_${index}`;
    const seen = { viewer, campaignId, place: "feed", servedAtMs: atMs, viewedAtMs: atMs + 1_000 };
    await db.insert(adImpressions).values({ ...seen, id: crypto.randomUUID() });
    await db.insert(attention).values({ viewer, contentId, fromMs: atMs + 2_000, toMs: atMs + 2_000 + seconds * 1000 });
  }
}

/** People who can be paid, and who see the ad and read in each of some epochs to come. */
export async function attendEpochs(
  db: Database,
  what: { contentId: string; campaignId: string },
  { from, count, durationS, people }: { from: number; count: number; durationS: number; people: number },
): Promise<void> {
  await addPeople(db, what.contentId, people);
  for (let epoch = from; epoch < from + count; epoch++)
    await attendIn(db, what, { epoch, durationS, people, seconds: durationS - 3 });
}
