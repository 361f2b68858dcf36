import type { Brief } from "@heed/contracts/brief";
import { expect } from "chai";
import { eq, sql } from "drizzle-orm";
import { saveBrief } from "../../../oracle/store/campaignBriefs.ts";
import { attention } from "../../../oracle/store/schema/behaviour.ts";
import { adImpressions, campaignBriefs, earners } from "../../../oracle/store/schema/campaigns.ts";
import { works } from "../../../oracle/store/schema/catalogue.ts";
import { campaigns } from "../../../oracle/store/schema/chain.ts";
import { epochCampaigns, epochs } from "../../../oracle/store/schema/settlement.ts";
import { publishContents } from "./contents.ts";
import { SetClock } from "./context.ts";
import { type Answer, Visitor } from "./server.ts";
import { account, startTestChain, type TestChain } from "./testChain.ts";
import { openTestMarket, type TestMarket } from "./testMarket.ts";
import { rewardsOn } from "./testRewards.ts";

export const HEED = 10n ** 18n;
/** Hardhat's accounts in this market. */
export const ADVERTISER = 2;
export const READER = 3;
export const STRANGER = 4;
export const LATE = 5;
/** The last is about cooking, the others about tests. */
export const PIECES = 24;
/** The test chain's. */
export const EPOCH_MS = 3_600_000;
export const brief: Brief = {
  audience: { topics: ["test"], languages: ["en"], matching: "standard" },
  creative: { title: "A telescope", text: "Made to last.", link: "https://example.org/", language: "en" },
};

export const code = ({ status, body }: Answer) => [status, body.error?.code];

/** An oracle on a chain for the tests of the enclosing describe: before each nothing runs and nobody is opted in. */
export function useCampaignMarket() {
  let chain: TestChain;
  let oracle: TestMarket;
  let anyone: Visitor;
  let made = 0;
  /** Stands in the middle of an epoch, however long a test takes. */
  const clock = new SetClock((Math.floor(Date.now() / EPOCH_MS) + 0.5) * EPOCH_MS);
  const db = () => oracle.context.store.db;

  before(async () => {
    chain = await startTestChain();
    oracle = await openTestMarket(chain, {}, clock);
    anyone = new Visitor(oracle.url);
    await publishContents(db(), PIECES);
    await db()
      .update(works)
      .set({ topics: ["cooking"] })
      .where(eq(works.title, "Piece 24"));
    oracle.market.catalogue.invalidate();
  });
  after(async () => {
    await oracle?.close();
    await chain?.stop();
  });

  /** Nothing runs and nobody is opted in; what earlier tests began is over. */
  beforeEach(async () => {
    for (const table of [adImpressions, earners, attention, epochCampaigns, epochs, campaignBriefs])
      await db().delete(table);
    await db().update(campaigns).set({ endsAt: 1 });
    await forgetRunning();
  });

  /** What runs is remembered for a second, or until the next block with news. */
  async function forgetRunning() {
    await chain.test.mine({ blocks: 1 });
    await oracle.market.indexer.catchUp();
  }

  /** Creates a campaign with a brief of its own, and waits until it is served. */
  async function begin(changes: Partial<Brief["audience"]> = {}, budget = 10_000n * HEED, advertiser = ADVERTISER) {
    const own = {
      audience: { ...brief.audience, ...changes },
      creative: { ...brief.creative, title: `Ad ${++made}` },
    };
    const audienceHash = await saveBrief(db(), account(advertiser).address, own, clock.nowMs());
    const id = await rewardsOn(chain).createCampaign(advertiser, budget, { audienceHash });
    await oracle.market.indexer.catchUp();
    // A chain that mined many blocks in a second is ahead of the clock.
    await db().update(campaigns).set({ startsAt: 0 }).where(eq(campaigns.campaignId, id.toString()));
    await forgetRunning();
    return id.toString();
  }

  return {
    clock,
    db,
    begin,
    forgetRunning,
    get chain() {
      return chain;
    },
    get oracle() {
      return oracle;
    },
    get anyone() {
      return anyone;
    },
    /** How many campaigns were created so far. */
    get made() {
      return made;
    },
    async optIn(index: number) {
      const visitor = await oracle.signInConsenting(index);
      expect((await visitor.send("PUT", "/me/earning", {})).status).to.equal(200);
      return visitor;
    },
    adsOf: async (visitor: Visitor) => (await visitor.send("GET", "/feed")).body.ads,
    /** As if every ad had been served so long ago. */
    age: (ms: number) =>
      db()
        .update(adImpressions)
        .set({ servedAtMs: sql`${adImpressions.servedAtMs} - ${ms}` }),
  };
}
