import { getAddress, keccak256, toHex } from "viem";
import { createRandom } from "../../../oracle/interest/random.ts";
import type { EpochToFreeze, FrozenCampaign } from "../../../oracle/settle/freeze.ts";
import type { Database } from "../../../oracle/store/database.ts";
import { attention } from "../../../oracle/store/schema/behaviour.ts";
import { adImpressions, campaignBriefs, earners } from "../../../oracle/store/schema/campaigns.ts";
import { works } from "../../../oracle/store/schema/catalogue.ts";
import { campaigns, contents, splits } from "../../../oracle/store/schema/chain.ts";

const HOUR_MS = 3_600_000;
/** An epoch of an hour at ten in the morning, UTC. */
export const EPOCH = 491_338;
export const FROM_MS = EPOCH * HOUR_MS;
export const TO_MS = FROM_MS + HOUR_MS;
export const RATE = 10n ** 16n;

/** A checksummed address of no other meaning. */
export const addressOf = (name: string) => getAddress(`0x${keccak256(toHex(name)).slice(-40)}`);

export interface WorldViewer {
  name: string;
  shareBps?: number;
  dailySeconds?: number | null;
  sinceMs?: number;
  /** Attended to something on two days long ago, unless said otherwise. */
  newcomer?: boolean;
  /** Ids of campaigns whose ads were seen in the epoch. */
  saw?: string[];
  /** [content, seconds]: one after the other from the epoch's beginning, unless `fromMs` says otherwise. */
  read?: [string, number][];
  fromMs?: number;
}

export interface World {
  contents: { id: string; creator: string; topics?: string[]; language?: string | null; payees?: [string, number][] }[];
  campaigns: (Partial<FrozenCampaign> & { id: string; topics?: string[]; languages?: string[] })[];
  viewers: WorldViewer[];
}

/** Writes a world into the tables that an epoch is frozen from, and says how to freeze it. */
export async function writeWorld(db: Database, world: World): Promise<EpochToFreeze> {
  await writeContents(db, world.contents);
  await writeCampaigns(db, world.campaigns);
  for (const viewer of world.viewers) await writeViewer(db, viewer);
  return {
    epoch: EPOCH,
    fromMs: FROM_MS,
    toMs: TO_MS,
    block: 1,
    previousRateWei: RATE,
    campaigns: world.campaigns.map(
      ({ id, maxRateWei = RATE, availableWei = 10n ** 21n, spendableWei = availableWei }) => ({
        campaignId: id,
        maxRateWei,
        availableWei,
        spendableWei,
      }),
    ),
    nowMs: TO_MS + 5000,
  };
}

async function writeContents(db: Database, given: World["contents"]): Promise<void> {
  for (const { id, creator, topics = [], language = "en", ...rest } of given) {
    const payees: [string, number][] = rest.payees ?? [[creator, 10_000]];
    const contentHash = keccak256(toHex(id));
    await db.insert(splits).values({
      splitId: id,
      payees: payees.map(([name]) => addressOf(name)),
      bps: payees.map(([, bps]) => bps),
      block: 1,
    });
    const shared = { creator: addressOf(creator), contentHash };
    await db.insert(contents).values({
      ...shared,
      contentId: id,
      splitId: id,
      uri: "",
      floorWei: 1n,
      ceilingWei: 2n,
      referralBps: 0,
      listed: true,
      block: 1,
      publishedAtMs: 0,
    });
    if (language === null) continue;
    await db.insert(works).values({
      ...shared,
      title: id,
      summary: "",
      language,
      topics,
      body: "",
      words: 1,
      lengthSeconds: 60,
      createdAtMs: 0,
    });
  }
}

async function writeCampaigns(db: Database, given: World["campaigns"]): Promise<void> {
  for (const { id, topics = [], languages = [], maxRateWei = RATE } of given) {
    const audienceHash = keccak256(toHex(`brief ${id}`));
    const advertiser = addressOf(`advertiser ${id}`);
    const audience = { topics, languages, matching: "standard" };
    await db.insert(campaignBriefs).values({ audienceHash, advertiser, audience, creative: {}, createdAtMs: 0 });
    const dates = { startsAt: 0, endsAt: 2 ** 32, firstEndsAt: 2 ** 32 };
    await db
      .insert(campaigns)
      .values({ campaignId: id, advertiser, maxRateWei, ...dates, audienceHash, block: 1, createdAtMs: 0 });
  }
}

export async function writeViewer(db: Database, given: WorldViewer): Promise<void> {
  const { name, shareBps = 3000, dailySeconds = null, sinceMs = 0, newcomer = false, saw = [], read = [] } = given;
  const viewer = `v_${name}`;
  await db.insert(earners).values({ viewer, account: addressOf(name), shareBps, dailySeconds, sinceMs });
  if (!newcomer) {
    for (const longAgo of [TO_MS - 80 * HOUR_MS, TO_MS - 40 * HOUR_MS])
      await db.insert(attention).values({ viewer, contentId: "1", fromMs: longAgo, toMs: longAgo + 1 });
  }
  for (const campaignId of saw) {
    const at = { servedAtMs: FROM_MS, viewedAtMs: FROM_MS + 1000 };
    await db.insert(adImpressions).values({ id: `${name} ${campaignId}`, campaignId, viewer, place: "feed", ...at });
  }
  let atMs = given.fromMs ?? FROM_MS;
  for (const [contentId, seconds] of read) {
    await db.insert(attention).values({ viewer, contentId, fromMs: atMs, toMs: atMs + seconds * 1000 });
    atMs += seconds * 1000;
  }
}

/** A world of chance: every rule, share, audience and bid occurs in some. */
export function randomWorld(seed: number): World {
  const random = createRandom(seed);
  const some = <T>(of: readonly T[], chance: number) => of.filter(() => random.next() < chance);
  const topics = ["bread", "stars", "rivers"];
  const names = Array.from({ length: 3 + random.below(25) }, (_, i) => `reader ${seed} ${i}`);
  const contentIds = Array.from({ length: 1 + random.below(12) }, (_, i) => String(i + 1));
  const campaignIds = Array.from({ length: random.below(6) }, (_, i) => String(1 + i * 7));
  return {
    contents: contentIds.map((id) => {
      const payees = [names[random.below(names.length)]!, `author ${random.below(4)}`, "treasury"];
      const bps = [random.below(5000), random.below(5000)];
      return {
        id,
        creator: random.next() < 0.2 ? payees[0]! : payees[1]!,
        topics: some(topics, 0.5),
        language: random.next() < 0.1 ? null : random.next() < 0.5 ? "en" : "zh",
        payees: [...new Set(payees)].map((name, i, all): [string, number] => [
          name,
          i < all.length - 1 ? bps[i]! : 10_000 - bps.slice(0, all.length - 1).reduce((a, b) => a + b, 0),
        ]),
      };
    }),
    campaigns: campaignIds.map((id) => ({
      id,
      topics: some(topics, 0.4),
      languages: some(["en", "zh"], 0.3),
      maxRateWei: (RATE * BigInt(30 + random.below(250))) / 100n,
      availableWei: 10n ** 22n,
      spendableWei:
        random.next() < 0.1 ? 0n : BigInt(1 + random.below(1_000_000)) * BigInt(10 ** (3 + random.below(12))),
    })),
    viewers: names.map((name) => ({
      name,
      shareBps: random.next() < 0.3 ? random.below(10_001) : 3000,
      dailySeconds: random.next() < 0.2 ? random.below(2000) : null,
      newcomer: random.next() < 0.3,
      sinceMs: random.next() < 0.1 ? FROM_MS + random.below(HOUR_MS) : 0,
      saw: some(campaignIds, 0.6),
      read: Array.from({ length: random.below(8) }, (): [string, number] => [
        contentIds[random.below(contentIds.length)]!,
        1 + random.below(700),
      ]),
    })),
  };
}
