import { attentionRewardsAbi } from "@heed/contracts/abis";
import type { Deployment } from "@heed/contracts/deployment";
import { createTimeReader } from "../chain/blockSeconds.ts";
import type { ChainClient } from "../chain/client.ts";
import { readEpochTerms } from "../chain/epochTerms.ts";
import { readPostedReport } from "../chain/postedReport.ts";
import { createRewardHistory, type RewardHistory } from "../chain/rewardHistory.ts";
import type { ErrorBody, ErrorStatus } from "../service/errors.ts";
import { HeedError, UnavailableError } from "../service/errors.ts";
import type { AuditedCampaign, AuditSources, WrittenOff } from "./auditEpoch.ts";
import type { Balance } from "./balances.ts";
import { carriedBy, payoutsAfter, planFactsOf, standingReports } from "./carried.ts";
import { type PayoutsPlan, planPayouts } from "./payoutsPlan.ts";
import { wholeLines } from "./wholeLines.ts";

/** What an audit needs, rows from any oracle and everything else from the chain. */
export async function auditSources(
  client: ChainClient,
  deployment: Deployment,
  oracleUrl: string,
  epoch: number,
): Promise<AuditSources> {
  const posted = await readPostedReport(client, deployment, epoch);
  const before = posted.previousEpoch === 0 ? null : await readPostedReport(client, deployment, posted.previousEpoch);
  const history = await createRewardHistory(client, deployment)();
  const plans = await plansOf(client, deployment, history);
  const plan = plans.get(epoch)!;
  const rowsOf = (one: number) => pagesOf(`${oracleUrl}/epochs/${one}/rows`);
  const base = await payoutsAfter(plan.base, history);
  return {
    rows: rowsOf(epoch),
    balancesBefore: plan.base > 0 ? balancesOf(pagesOf(`${oracleUrl}/epochs/${plan.base}/balances`)) : none(),
    report: posted.report,
    previous: before && { rateWei: before.report.rate, ...base },
    carried: await carriedBy(plan, history, rowsOf),
    writtenOff: await writtenOffOf(epoch, plans, history, rowsOf),
    previousRateWei: posted.previousRateWei,
    campaign: (id) => readCampaign(client, deployment, { id, epoch, history }),
  };
}

/** How the payouts of all reports that stand follow from each other, by the chain alone. */
export async function plansOf(
  client: ChainClient,
  deployment: Deployment,
  history: RewardHistory,
): Promise<Map<number, PayoutsPlan>> {
  const terms = await readEpochTerms(client, deployment);
  const epochs = standingReports(history).map(({ epoch }) => epoch);
  return await planPayouts(epochs, planFactsOf(history, terms, createTimeReader(client)));
}

async function writtenOffOf(
  epoch: number,
  plans: ReadonlyMap<number, PayoutsPlan>,
  history: RewardHistory,
  rowsOf: (epoch: number) => AsyncIterable<string>,
): Promise<WrittenOff | null> {
  const by = writtenOffBy(epoch, plans);
  if (by === null) return null;
  const { writtenOffWei } = await carriedBy({ base: 0, held: [], writtenOff: [epoch], repeats: null }, history, rowsOf);
  return { by, amountWei: writtenOffWei.get(epoch)! };
}

/** The epoch whose report writes off what wasn't settled of another one in time, or null. */
export function writtenOffBy(epoch: number, plans: ReadonlyMap<number, PayoutsPlan>): number | null {
  for (const [by, { writtenOff }] of plans) if (writtenOff.includes(epoch)) return by;
  return null;
}

async function readCampaign(
  client: ChainClient,
  { rewards }: Deployment,
  { id, epoch, history }: { id: string; epoch: number; history: RewardHistory },
): Promise<AuditedCampaign | null> {
  const contract = { address: rewards, abi: attentionRewardsAbi } as const;
  if (BigInt(id) > (await client.readContract({ ...contract, functionName: "campaignCount" }))) return null;
  const found = await client.readContract({ ...contract, functionName: "campaign", args: [BigInt(id)] });
  return {
    maxRateWei: found.maxRate,
    audienceHash: found.audienceHash,
    startsAtMs: Number(found.startsAt) * 1000,
    endsAtMs: Number(found.endsAt) * 1000,
    escrowedWei: escrowedBefore(epoch, id, history),
  };
}

/** A refund comes after a campaign's last epoch, so it counts for none. */
function escrowedBefore(epoch: number, id: string, { campaignPayments }: RewardHistory): bigint {
  return campaignPayments
    .filter(({ campaignId }) => campaignId === id)
    .reduce((sum, { kind, amountWei, epoch: debitedFor }) => {
      if (kind === "created" || kind === "topped-up") return sum + amountWei;
      return kind === "debited" && debitedFor! < epoch ? sum - amountWei : sum;
    }, 0n);
}

/** Downloads text page by page, as it comes. */
export async function* pagesOf(url: string): AsyncGenerator<string> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new UnavailableError(`No oracle answers at ${new URL(url).origin}.`, {
      code: "oracle-unreachable",
      hint: "Start it with npm start, or give its address with --oracle.",
      cause,
    });
  });
  if (!response.ok || !response.body) {
    const { message, ...details } = ((await response.json()) as ErrorBody).error;
    throw new HeedError(message, { ...details, status: response.status as ErrorStatus });
  }
  yield* response.body.pipeThrough(new TextDecoderStream()) as unknown as AsyncIterable<string>;
}

/** Reads balances from their lines. */
export async function* balancesOf(pages: AsyncIterable<string>): AsyncGenerator<Balance[]> {
  for await (const lines of wholeLines(pages)) {
    yield lines.map((line) => {
      const { account, cumulativeWei } = JSON.parse(line) as Record<keyof Balance, string>;
      return { account, cumulativeWei: BigInt(cumulativeWei) };
    });
  }
}

async function* none(): AsyncGenerator<Balance[]> {}
