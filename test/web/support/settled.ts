import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { keccak256, toHex } from "viem";
import { findViewer } from "../../../oracle/privacy/viewers.ts";
import { freezeEpoch } from "../../../oracle/settle/freeze.ts";
import { proposeEpoch } from "../../../oracle/settle/propose.ts";
import { attention } from "../../../oracle/store/schema/behaviour.ts";
import { adImpressions, campaignBriefs } from "../../../oracle/store/schema/campaigns.ts";
import { epochs, epochWriteOffs } from "../../../oracle/store/schema/settlement.ts";
import { freePort } from "../../../scripts/stack/ports.ts";
import { buildWeb, startWeb } from "../../../scripts/stack/web.ts";
import { WEB_ORIGIN } from "../../oracle/support/server.ts";
import { account, startTestChain } from "../../oracle/support/testChain.ts";
import { openTestMarket } from "../../oracle/support/testMarket.ts";
import { rewardsOn } from "../../oracle/support/testRewards.ts";
import { launchBrowser } from "./browser.ts";

/** Hardhat's accounts in this market. */
export const READER = 3;
const CREATOR = 4;
export const ADVERTISER = 5;
const HEED = 10n ** 18n;
/** What the reader allows to be sold a day, so that the rest is cut by the rule. */
const DAILY_SECONDS = 60;
const READ_SECONDS = 100;

/**
 * A market with one reader who was shown an ad and read, in an epoch that ended: frozen, proposed, signed by two reporters and
 * posted, step by step as the test asks, with a dApp and a browser. A chain of its own, whose clock can be moved.
 */
export async function openSettledMarket() {
  const folder = mkdtempSync(join(tmpdir(), "heed-settled-"));
  const chain = await startTestChain();
  const webPort = await freePort();
  const webUrl = `http://localhost:${webPort}`;
  const market = await openTestMarket(chain, { webOrigins: [WEB_ORIGIN, webUrl] });
  const { context } = market;
  const { db } = context.store;
  const rewards = rewardsOn(chain);
  await buildWeb();
  const logFile = join(folder, "web.log");
  const web = await startWeb({ port: webPort, oracleUrl: market.url, rpcUrl: chain.url, logFile });
  const browser = await launchBrowser();

  const contentId = await market.publish(CREATOR, "What the reader reads.");
  const audienceHash = keccak256(toHex("everybody"));
  const advertiser = account(ADVERTISER).address;
  const audience = { topics: [], languages: [], matching: "standard" };
  const creative = { title: "Ink", text: "Ink that dries.", link: "https://example.com", language: "en" };
  await db.insert(campaignBriefs).values({ audienceHash, advertiser, audience, creative, createdAtMs: 0 });
  const budget = 100n * HEED;
  const campaignId = await rewards.createCampaign(ADVERTISER, budget, { audienceHash, seconds: 864_000n });

  const reader = await market.signInConsenting(READER);
  await reader.send("PUT", "/me/earning", { shareBps: 3_000, dailySeconds: DAILY_SECONDS });
  const viewer = (await findViewer(context, account(READER).address))!;

  // An epoch in which the campaign ran from beginning to end.
  const duration = await rewards.duration();
  await chain.test.increaseTime({ seconds: Number(2n * duration) });
  await chain.test.mine({ blocks: 1 });
  await market.market.indexer.catchUp();
  const epoch = Number((await rewards.now()) / duration) - 1;
  const fromMs = epoch * Number(duration) * 1000;
  const readTo = fromMs + 1_000 + READ_SECONDS * 1_000;
  await db.insert(attention).values({ viewer, contentId, fromMs: fromMs + 1_000, toMs: readTo });
  const seen = { servedAtMs: fromMs, viewedAtMs: fromMs + 1_000 };
  await db
    .insert(adImpressions)
    .values({ id: "ad", campaignId: campaignId.toString(), viewer, place: "feed", ...seen });
  const { digest: parent, rate } = await rewards.latest();
  await freezeEpoch(db, {
    ...{ epoch, fromMs, toMs: fromMs + Number(duration) * 1000, block: 1, previousRateWei: rate, nowMs: fromMs },
    campaigns: [
      { campaignId: campaignId.toString(), maxRateWei: HEED, availableWei: budget, spendableWei: budget / 2n },
    ],
  });
  const { report, spends } = await proposeEpoch(db, { epoch, parent, modelHash: `0x${"0e".repeat(32)}` });
  if (report === null) throw new Error("The epoch came to nothing.");

  return {
    ...{ chain, market, browser, webUrl, epoch, contentId, campaignId, operatorToken: context.operatorToken },
    /** Puts the report on the chain, signed. */
    async post() {
      await rewards.post(report);
      const { digest } = await rewards.latest();
      await db.update(epochs).set({ state: "posted", digest }).where(eq(epochs.epoch, epoch));
      await market.market.indexer.catchUp();
    },
    /** Lets the challenge window pass and charges the campaign. */
    async settle() {
      await rewards.finalize();
      await rewards.settle(report, spends);
      await db.update(epochs).set({ state: "settled" }).where(eq(epochs.epoch, epoch));
      await market.market.indexer.catchUp();
    },
    /** As if nobody had settled it in time, and the next epoch's report had left out half a HEED of the reader's. */
    async writeOff() {
      const { fromMs, toMs } = (await db.select().from(epochs).where(eq(epochs.epoch, epoch)))[0]!;
      const times = { fromMs: toMs, toMs: 2 * toMs - fromMs, frozenAtMs: toMs, block: 1, previousRateWei: rate };
      const plan = { base: epoch, held: [], writtenOff: [epoch], repeats: null };
      await db.insert(epochs).values({ ...times, epoch: epoch + 1, state: "posted", plan });
      const lost = { epoch: epoch + 1, ofEpoch: epoch, account: account(READER).address, amountWei: HEED / 2n };
      await db.insert(epochWriteOffs).values(lost);
      await db.update(epochs).set({ state: "written-off" }).where(eq(epochs.epoch, epoch));
    },
    /** The campaign is over, and from this second on no report can charge it any more. */
    async end() {
      const args = [campaignId] as const;
      const timestamp = await chain.client.readContract({ ...rewards.rewards, functionName: "refundableAt", args });
      await chain.test.setNextBlockTimestamp({ timestamp });
      await chain.test.mine({ blocks: 1 });
      await market.market.indexer.catchUp();
    },
    async close() {
      await browser.close();
      await web.stop();
      await market.close();
      await chain.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type SettledMarket = Awaited<ReturnType<typeof openSettledMarket>>;
