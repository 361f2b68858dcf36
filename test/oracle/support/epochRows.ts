import { sql } from "drizzle-orm";
import type { Database } from "../../../oracle/store/database.ts";
import { campaignBriefs } from "../../../oracle/store/schema/campaigns.ts";
import { campaigns, openedPayouts, reports, rewardClaims } from "../../../oracle/store/schema/chain.ts";
import {
  epochCells,
  epochPayouts,
  epochReductions,
  epochRows,
  epochs,
  epochViewers,
} from "../../../oracle/store/schema/settlement.ts";

const hash = (digit: string) => `0x${digit.repeat(64)}`;
const zero = hash("0");

/** An epoch with one cell in which two campaigns bought 60 of 100 s at 0.01 HEED a second, from one viewer and one creator. */
export async function writeEpoch(
  db: Database,
  {
    epoch,
    state,
    viewer,
    account,
    creator,
  }: Record<"state" | "viewer" | "account" | "creator", string> & { epoch: number },
): Promise<void> {
  const rateWei = 10n ** 16n;
  await db.insert(epochs).values({
    ...{ epoch, state, fromMs: epoch * 60_000, toMs: (epoch + 1) * 60_000, frozenAtMs: (epoch + 1) * 60_000 + 5_000 },
    ...{
      block: 1,
      previousRateWei: rateWei,
      report: { rate: rateWei.toString() },
      digest: hash((epoch % 10).toString()),
    },
  });
  await db.insert(epochViewers).values({
    ...{ epoch, viewer, account, shareBps: 3_000, capMs: 14_400_000, usedMs: 0, newcomer: false },
    ...{ place: 1, campaigns: ["1"], contentIds: ["1"], contentMs: [100_000] },
  });
  await db
    .insert(epochCells)
    .values({ epoch, cell: 0, campaigns: ["1", "2"], supplyMs: 100_000, spentWei: [4n * 10n ** 17n, 2n * 10n ** 17n] });
  await db.insert(epochRows).values([
    { epoch, account, role: 0, cell: 0, units: sql`700000000` },
    { epoch, account: creator, role: 1, cell: 0, units: sql`300000000` },
  ]);
  await db.insert(epochPayouts).values([
    { epoch, account, amountWei: 42n * 10n ** 16n },
    { epoch, account: creator, amountWei: 18n * 10n ** 16n },
  ]);
  await db.insert(epochReductions).values({ epoch, viewer, rule: "daily-cap", cutMs: 7_000 });
}

/** The chain has the campaign, and somebody deposited its brief, with an ad of this title. */
export async function announceCampaign(
  db: Database,
  campaignId: string,
  creative: { title: string; language: string },
): Promise<void> {
  const of = { advertiser: "0xad", audienceHash: hash("a") };
  await db.insert(campaignBriefs).values({ ...of, audience: {}, creative, createdAtMs: 0 });
  const dates = { startsAt: 0, endsAt: 1, firstEndsAt: 1, createdAtMs: 0 };
  await db.insert(campaigns).values({ ...of, campaignId, maxRateWei: 1n, ...dates, block: 1 });
}

/** The chain has the epoch's report, to be vetoed until `challengeEndsAt` (Unix s). */
export async function postReport(db: Database, epoch: number, challengeEndsAt: number): Promise<void> {
  await db.insert(reports).values({
    ...{ digest: hash((epoch % 10).toString()), epoch, parent: zero, rateWei: 10n ** 16n, payoutsRoot: zero },
    ...{ payoutsTotalWei: 6n * 10n ** 17n, spendsRoot: zero, dataHash: zero, modelHash: zero },
    ...{ challengeEndsAt, signers: 2, txHash: zero, block: epoch, atMs: epoch },
  });
}

/** Claims are checked against the epoch's tree from now on. */
export async function openPayouts(db: Database, epoch: number): Promise<void> {
  await db.insert(openedPayouts).values({
    txHash: hash("a"),
    logIndex: epoch,
    block: epoch,
    atMs: epoch,
    epoch,
    root: zero,
    totalWei: 6n * 10n ** 17n,
  });
}

export async function claimed(db: Database, account: string, amountWei: bigint): Promise<void> {
  await db.insert(rewardClaims).values({ txHash: hash("c"), logIndex: 0, block: 1, atMs: 1, account, amountWei });
}
