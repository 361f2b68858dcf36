import { attentionOracleAbi, attentionRewardsAbi } from "@heed/contracts/abis";
import type { Deployment } from "@heed/contracts/deployment";
import { isAddressEqual, type Log, parseEventLogs } from "viem";
import type { IndexedRewards } from "../store/rewardIndex.ts";

/**
 * Turns the logs of AttentionOracle and AttentionRewards, in the chain's order, into rows. Logs of other events are passed over.
 * @param atMsOf when a block was made, Unix ms; asked for every block that has an event
 */
export function decodeRewardEvents(
  logs: readonly Log[],
  { oracle, rewards }: Pick<Deployment, "oracle" | "rewards">,
  atMsOf: (block: number) => number,
): IndexedRewards {
  const events: IndexedRewards = {
    campaigns: [],
    campaignPayments: [],
    closed: [],
    reports: [],
    vetoed: [],
    openedPayouts: [],
    rewardClaims: [],
  };
  const mined = (log: Log) => {
    const block = Number(log.blockNumber);
    return { txHash: log.transactionHash!, logIndex: Number(log.logIndex), block, atMs: atMsOf(block) };
  };
  const from = (address: Deployment["oracle"]) => logs.filter((log) => isAddressEqual(log.address, address));

  for (const log of parseEventLogs({ abi: attentionOracleAbi, logs: from(oracle) })) {
    if (log.eventName === "ReportPosted") {
      const { digest, report, challengeEndsAt, signers } = log.args;
      const { logIndex: _, ...where } = mined(log);
      events.reports.push({
        ...where,
        digest,
        epoch: Number(report.epoch),
        parent: report.parent,
        rateWei: report.rate,
        payoutsRoot: report.payoutsRoot,
        payoutsTotalWei: report.payoutsTotal,
        spendsRoot: report.spendsRoot,
        dataHash: report.dataHash,
        modelHash: report.modelHash,
        challengeEndsAt: Number(challengeEndsAt),
        signers: Number(signers),
      });
    } else if (log.eventName === "ReportVetoed") {
      const { block, txHash } = mined(log);
      events.vetoed.push({ digest: log.args.digest, block, txHash });
    }
  }

  for (const log of parseEventLogs({ abi: attentionRewardsAbi, logs: from(rewards) })) {
    const where = mined(log);
    if (log.eventName === "CampaignCreated") {
      const { campaignId, advertiser, budget, maxRate, startsAt, endsAt, audienceHash } = log.args;
      events.campaigns.push({
        campaignId: campaignId.toString(),
        advertiser,
        maxRateWei: maxRate,
        startsAt: Number(startsAt),
        endsAt: Number(endsAt),
        firstEndsAt: Number(endsAt),
        audienceHash,
        block: where.block,
        createdAtMs: where.atMs,
      });
      events.campaignPayments.push({
        ...where,
        campaignId: campaignId.toString(),
        kind: "created",
        epoch: null,
        amountWei: budget,
      });
    } else if (log.eventName === "CampaignToppedUp" || log.eventName === "CampaignRefunded") {
      const kind = log.eventName === "CampaignToppedUp" ? "topped-up" : "refunded";
      const { campaignId, amount } = log.args;
      events.campaignPayments.push({
        ...where,
        campaignId: campaignId.toString(),
        kind,
        epoch: null,
        amountWei: amount,
      });
    } else if (log.eventName === "CampaignDebited") {
      const { campaignId, epoch, amount } = log.args;
      events.campaignPayments.push({
        ...where,
        campaignId: campaignId.toString(),
        kind: "debited",
        epoch: Number(epoch),
        amountWei: amount,
      });
    } else if (log.eventName === "CampaignClosed") {
      const { campaignId, endsAt } = log.args;
      events.closed.push({ campaignId: campaignId.toString(), endsAt: Number(endsAt), block: where.block });
    } else if (log.eventName === "PayoutsOpened") {
      const { epoch, root, total } = log.args;
      events.openedPayouts.push({ ...where, epoch: Number(epoch), root, totalWei: total });
    } else if (log.eventName === "RewardClaimed") {
      events.rewardClaims.push({ ...where, account: log.args.account, amountWei: log.args.amount });
    }
  }
  return events;
}
