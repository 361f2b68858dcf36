import { attentionRewardsAbi } from "@heed/contracts/abis";
import type { Deployment } from "@heed/contracts/deployment";
import type { ChainClient } from "../chain/client.ts";
import { readPostedReport } from "../chain/postedReport.ts";
import { createRewardHistory, type RewardHistory } from "../chain/rewardHistory.ts";
import type { ErrorBody, ErrorStatus } from "../service/errors.ts";
import { HeedError, UnavailableError } from "../service/errors.ts";
import { type AuditedCampaign, type AuditSources, wholeLines } from "./auditEpoch.ts";
import type { Balance } from "./balances.ts";

/** What an audit needs, rows from any oracle and everything else from the chain. */
export async function auditSources(
  client: ChainClient,
  deployment: Deployment,
  oracleUrl: string,
  epoch: number,
): Promise<AuditSources> {
  const posted = await readPostedReport(client, deployment, epoch);
  const before = posted.previousEpoch === 0 ? null : await readPostedReport(client, deployment, posted.previousEpoch);
  const readHistory = createRewardHistory(client, deployment);
  let known: Promise<RewardHistory> | undefined;
  const history = () => {
    known ??= readHistory();
    return known;
  };
  return {
    rows: pagesOf(`${oracleUrl}/epochs/${epoch}/rows`),
    balancesBefore: before ? balancesOf(pagesOf(`${oracleUrl}/epochs/${posted.previousEpoch}/balances`)) : none(),
    report: posted.report,
    previous: before && { rateWei: before.report.rate, ...before.report },
    previousRateWei: posted.previousRateWei,
    campaign: (id) => readCampaign(client, deployment, { id, epoch, history }),
  };
}

/** What campaigns paid into escrow and what was debited, from the logs, read once. */
type History = () => Promise<RewardHistory>;

async function readCampaign(
  client: ChainClient,
  { rewards }: Deployment,
  { id, epoch, history }: { id: string; epoch: number; history: History },
): Promise<AuditedCampaign | null> {
  const contract = { address: rewards, abi: attentionRewardsAbi } as const;
  if (BigInt(id) > (await client.readContract({ ...contract, functionName: "campaignCount" }))) return null;
  const found = await client.readContract({ ...contract, functionName: "campaign", args: [BigInt(id)] });
  return {
    maxRateWei: found.maxRate,
    audienceHash: found.audienceHash,
    startsAtMs: Number(found.startsAt) * 1000,
    endsAtMs: Number(found.endsAt) * 1000,
    escrowedWei: escrowedBefore(epoch, id, await history()),
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
