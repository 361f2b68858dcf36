import { and, asc, desc, eq, inArray, lt, sql } from "drizzle-orm";
import { readAdTitles } from "../store/campaigns.ts";
import { type Database, rows } from "../store/database.ts";
import { campaignPayments, openedPayouts, reports } from "../store/schema/chain.ts";
import {
  epochCampaigns,
  epochReductions,
  epochs,
  reportObjections,
  reportSignatures,
} from "../store/schema/settlement.ts";

/** Nothing is said of groups of fewer viewers. */
const LEAST_VIEWERS = 10;

/** An epoch as everybody may see it. Wei as decimal text. */
export interface EpochSummary {
  epoch: number;
  fromMs: number;
  toMs: number;
  state: string;
  rateWei: string;
  /** These three are null for fewer than ten viewers too: they would be what one or two people did. */
  supplyMs: number | null;
  soldMs: number | null;
  demandWei: string | null;
  spentWei: string;
  /** Null for fewer than ten. */
  viewers: number | null;
  campaigns: number;
  challengeEndsAtMs: number | null;
  txHash: string | null;
  /** What is wrong with it, or what must be done until when. */
  problem: string | null;
}

type EpochRow = typeof epochs.$inferSelect;
type ReportRow = typeof reports.$inferSelect;

/** Reads the epochs, newest first: at most `limit`, those before the epoch `before` only. */
export async function readEpochs(db: Database, limit: number, before?: number): Promise<EpochSummary[]> {
  const found = await db
    .select()
    .from(epochs)
    .where(before === undefined ? undefined : lt(epochs.epoch, before))
    .orderBy(desc(epochs.epoch))
    .limit(limit);
  const posted = await postedOf(db, found);
  const bidders = await countBidders(db, found);
  return found.map((row) => summaryOf(row, posted.get(row.digest ?? "") ?? null, bidders.get(row.epoch) ?? 0));
}

/**
 * Reads one epoch with everything that may be said of it, or null where there is none.
 * @param forOperator says of objections what row they are about: that may be somebody's attention
 */
export async function readEpoch(db: Database, epoch: number, forOperator = false) {
  const [row] = await db.select().from(epochs).where(eq(epochs.epoch, epoch));
  if (!row) return null;
  const posted = (await postedOf(db, [row])).get(row.digest ?? "") ?? null;
  const spends = await db.select().from(epochCampaigns).where(eq(epochCampaigns.epoch, epoch));
  const summary = summaryOf(row, posted, spends.length);
  const report = row.report as Record<string, string> | null;
  return {
    ...summary,
    digest: row.digest,
    parent: report?.parent ?? null,
    payoutsRoot: report?.payoutsRoot ?? null,
    payoutsTotalWei: report?.payoutsTotal ?? null,
    spendsRoot: report?.spendsRoot ?? null,
    dataHash: report?.dataHash ?? null,
    modelHash: report?.modelHash ?? null,
    signed: row.digest === null ? [] : await readSigners(db, row.digest),
    objections: row.digest === null ? [] : await readObjections(db, row.digest, forOperator),
    holdsBack: (row.plan?.repeats ?? null) !== null,
    ...(await readWriteOffs(db, row)),
    reductions: summary.viewers === null ? null : await readReductions(db, epoch),
    campaignSpends: spends
      .filter(({ spentWei }) => spentWei > 0n)
      .sort((a, b) => Number(BigInt(a.campaignId) - BigInt(b.campaignId)))
      .map(({ campaignId, spentWei, boughtMs }) => ({ campaignId, spentWei: spentWei.toString(), boughtMs })),
    adTitles: await readAdTitles(
      db,
      spends.map(({ campaignId }) => campaignId),
    ),
    settleTxHashes: await readSettlements(db, epoch),
    openedTxHash: await readOpening(db, epoch),
  };
}

function summaryOf(row: EpochRow, posted: ReportRow | null, bidders: number): EpochSummary {
  const totals = row.totals as Record<string, string | number> | null;
  const enough = Number(totals?.viewers ?? 0) >= LEAST_VIEWERS;
  return {
    epoch: row.epoch,
    fromMs: row.fromMs,
    toMs: row.toMs,
    state: row.state,
    rateWei: (row.report as { rate?: string } | null)?.rate ?? row.previousRateWei.toString(),
    supplyMs: enough ? Number(totals?.supplyMs) : null,
    soldMs: enough ? Number(totals?.soldMs) : null,
    demandWei: enough ? String(totals?.demandWei) : null,
    spentWei: String(totals?.spentWei ?? 0),
    viewers: enough ? Number(totals?.viewers) : null,
    campaigns: bidders,
    challengeEndsAtMs: posted ? posted.challengeEndsAt * 1000 : null,
    txHash: posted?.txHash ?? null,
    problem: row.problem,
  };
}

/** The reports on the chain that these epochs' rows stand for, by digest; without those that were vetoed. */
async function postedOf(db: Database, found: readonly EpochRow[]): Promise<Map<string, ReportRow>> {
  const digests = found.flatMap(({ digest }) => digest ?? []);
  if (digests.length === 0) return new Map();
  const standing = and(inArray(reports.digest, digests), sql`${reports.vetoedInBlock} is null`);
  return new Map((await db.select().from(reports).where(standing)).map((report) => [report.digest, report]));
}

async function countBidders(db: Database, found: readonly EpochRow[]): Promise<Map<number, number>> {
  if (found.length === 0) return new Map();
  const ids = found.map(({ epoch }) => epoch);
  const counted = await db
    .select({ epoch: epochCampaigns.epoch, count: sql<number>`count(*)::int` })
    .from(epochCampaigns)
    .where(inArray(epochCampaigns.epoch, ids))
    .groupBy(epochCampaigns.epoch);
  return new Map(counted.map(({ epoch, count }) => [epoch, count]));
}

/** What an epoch's report writes off of earlier ones, and what a later one does of it. */
async function readWriteOffs(db: Database, { epoch, plan }: EpochRow) {
  const found = await rows<{ epoch: number; by: number; amountWei: string }>(
    db,
    sql`select of_epoch as epoch, epoch as by, sum(amount_wei)::text as "amountWei" from epoch_write_offs
        where epoch = ${epoch}::bigint or of_epoch = ${epoch}::bigint group by of_epoch, epoch`,
  );
  const own = found.find((one) => one.epoch === epoch);
  return {
    writesOff: (plan?.writtenOff ?? []).map((ofEpoch) => {
      return { epoch: ofEpoch, amountWei: found.find((one) => one.epoch === ofEpoch)?.amountWei ?? "0" };
    }),
    writtenOff: own ? { by: own.by, amountWei: own.amountWei } : null,
  };
}

async function readSigners(db: Database, digest: string): Promise<{ address: string; atMs: number }[]> {
  const of = { address: reportSignatures.signer, atMs: reportSignatures.atMs };
  return await db.select(of).from(reportSignatures).where(eq(reportSignatures.digest, digest));
}

async function readObjections(db: Database, digest: string, forOperator: boolean) {
  const found = await db.select().from(reportObjections).where(eq(reportObjections.digest, digest));
  return found.map(({ signer, place, proposed, recomputed }) =>
    forOperator ? { signer, place, proposed, recomputed } : { signer, place: null, proposed: null, recomputed: null },
  );
}

async function readReductions(db: Database, epoch: number): Promise<{ rule: string; cutMs: number }[]> {
  return await db
    .select({ rule: epochReductions.rule, cutMs: sql<number>`sum(${epochReductions.cutMs})::bigint`.mapWith(Number) })
    .from(epochReductions)
    .where(eq(epochReductions.epoch, epoch))
    .groupBy(epochReductions.rule)
    .having(sql`count(distinct ${epochReductions.viewer}) >= ${LEAST_VIEWERS}`)
    .orderBy(asc(epochReductions.rule));
}

async function readSettlements(db: Database, epoch: number): Promise<string[]> {
  const found = await db
    .selectDistinct({ txHash: campaignPayments.txHash, block: campaignPayments.block })
    .from(campaignPayments)
    .where(and(eq(campaignPayments.kind, "debited"), eq(campaignPayments.epoch, epoch)))
    .orderBy(asc(campaignPayments.block));
  return found.map(({ txHash }) => txHash);
}

async function readOpening(db: Database, epoch: number): Promise<string | null> {
  const of = { txHash: openedPayouts.txHash };
  const [opened] = await db.select(of).from(openedPayouts).where(eq(openedPayouts.epoch, epoch));
  return opened?.txHash ?? null;
}

/** What is wrong with the oldest final epoch that isn't settled, or null. */
export async function readSettlementProblem(db: Database): Promise<string | null> {
  const of = { epoch: epochs.epoch, problem: epochs.problem };
  const stuck = and(eq(epochs.state, "final"), sql`${epochs.problem} is not null`);
  const [found] = await db.select(of).from(epochs).where(stuck).orderBy(asc(epochs.epoch)).limit(1);
  return found ? `Epoch ${found.epoch}: ${found.problem}` : null;
}
