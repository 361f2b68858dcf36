import { attentionRewardsAbi } from "@heed/contracts/abis";
import type { Deployment } from "@heed/contracts/deployment";
import type { Address, Hex } from "viem";
import type { ChainClient } from "../chain/client.ts";
import { createRewardHistory, type RewardHistory } from "../chain/rewardHistory.ts";
import { pagesOf, plansOf, writtenOffBy } from "./auditSources.ts";
import { debitedForCell } from "./carried.ts";
import type { Difference } from "./checkProposal.ts";
import { PublicRowsReader, sellAgain } from "./publicEpoch.ts";
import { WHOLE_BPS } from "./rules.ts";
import { leafHash, provenRoot } from "./standardTree.ts";
import { wholeLines } from "./wholeLines.ts";

/** One part of what an account earned: its units of a cell, times what was paid for the cell, divided by all units there are of it. */
export interface ClaimLine {
  epoch: number;
  role: "viewer" | "creator";
  cell: number;
  /** Whose ads paid for it. */
  campaigns: string[];
  /** Milliseconds times ten-thousandths. */
  units: bigint;
  allUnits: bigint;
  paidForCellWei: bigint;
  amountWei: bigint;
  /** What of it a later report leaves out, since nobody settled the epoch in time. */
  writtenOffWei: bigint;
}

export interface ClaimAudit {
  account: Address;
  lines: ClaimLine[];
  /** What was written off, by epoch, and from which epoch's report on. */
  writtenOff: { epoch: number; by: number; amountWei: bigint }[];
  /** All of it, less what was written off. */
  earnedWei: bigint;
  /** Part of it that can be claimed or has been: of reports that are final and paid for. */
  openWei: bigint;
  pendingWei: bigint;
  claimedWei: bigint;
  claimableWei: bigint;
  /** The epoch whose root claims are checked against; null before the first. */
  openEpoch: number | null;
  holds: boolean;
  difference: Difference | null;
}

/** Derives what an account earned, line by line, from an oracle's public rows, and holds the sum against the open root on the chain. */
export async function auditClaim(
  client: ChainClient,
  deployment: Deployment,
  oracleUrl: string,
  account: Address,
): Promise<ClaimAudit> {
  const { rewards } = deployment;
  const contract = { address: rewards, abi: attentionRewardsAbi } as const;
  const [open, claimedWei] = await Promise.all([
    client.readContract({ ...contract, functionName: "payouts" }),
    client.readContract({ ...contract, functionName: "claimed", args: [account] }),
  ]);
  const history = await createRewardHistory(client, deployment)();
  const plans = await plansOf(client, deployment, history);
  const differences: Difference[] = [];
  const writtenOff: ClaimAudit["writtenOff"] = [];
  const lines: ClaimLine[] = [];
  for (const { epoch, amountWei } of (await ask<Paid>(`${oracleUrl}/payouts/${account}`)).epochs) {
    const by = writtenOffBy(epoch, plans);
    const ofEpoch = await linesOf({ oracleUrl, history, lost: by !== null }, epoch, account);
    const sumWei = sum(ofEpoch);
    if (by !== null) writtenOff.push({ epoch, by, amountWei: lostOf(ofEpoch) });
    if (sumWei !== BigInt(amountWei))
      differences.push({ place: `epoch ${epoch}`, proposed: amountWei, recomputed: String(sumWei) });
    lines.push(...ofEpoch);
  }
  const openEpoch = Number(open.epoch) || null;
  // Payouts of a report that holds back are those of an earlier one.
  const until = openEpoch === null ? 0 : (plans.get(openEpoch)?.repeats ?? openEpoch);
  const earnedBy = (last: number) =>
    sum(lines.filter(({ epoch }) => epoch <= last)) - sum(writtenOff.filter(({ by }) => by <= last));
  const openWei = earnedBy(until);
  if (openWei > 0n) {
    const { proof } = await ask<{ proof: Hex[] }>(`${oracleUrl}/epochs/${openEpoch}/proofs/${account}`);
    const root = provenRoot(leafHash(account, openWei), proof);
    if (root !== open.root) differences.push({ place: "payouts root", proposed: open.root, recomputed: root });
  }
  // Those of a later one may have been open before.
  const paying = history.openedPayouts.filter(({ epoch }) => plans.get(epoch)?.repeats === null);
  const mostWei = earnedBy(Math.max(until, ...paying.map(({ epoch }) => epoch)));
  if (claimedWei > mostWei)
    differences.push({ place: "claimed", proposed: String(claimedWei), recomputed: `at most ${mostWei}` });
  const earnedWei = sum(lines) - sum(writtenOff);
  const claimableWei = openWei > claimedWei ? openWei - claimedWei : 0n;
  return {
    account,
    lines,
    writtenOff,
    earnedWei,
    openWei,
    pendingWei: earnedWei - claimedWei - claimableWei,
    claimedWei,
    claimableWei,
    openEpoch,
    holds: differences.length === 0,
    difference: differences[0] ?? null,
  };
}

interface Paid {
  epochs: { epoch: number; amountWei: string }[];
}

async function linesOf(
  { oracleUrl, history, lost }: { oracleUrl: string; history: RewardHistory; lost: boolean },
  epoch: number,
  account: Address,
): Promise<ClaimLine[]> {
  const reader = new PublicRowsReader();
  const found: ClaimLine[] = [];
  for await (const lines of wholeLines(pagesOf(`${oracleUrl}/epochs/${epoch}/rows?account=${account}`))) {
    for (const own of lines.map((line) => reader.read(line))) {
      if (own?.account !== account) continue;
      const { cells } = reader.head;
      const { paidForCell } = sellAgain(reader.head);
      const kept = lost ? debitedForCell(reader.head, history) : paidForCell;
      for (const [role, cell, units] of own.rows) {
        const allUnits = cells[cell]!.supplyMs * BigInt(WHOLE_BPS);
        const paidForCellWei = paidForCell[cell]!;
        const amountWei = (units * paidForCellWei) / allUnits;
        found.push({
          epoch,
          role: role === 0 ? "viewer" : "creator",
          cell,
          campaigns: [...cells[cell]!.campaigns],
          units,
          allUnits,
          paidForCellWei,
          amountWei,
          writtenOffWei: amountWei - (units * kept[cell]!) / allUnits,
        });
      }
    }
  }
  return found;
}

async function ask<T>(url: string): Promise<T> {
  let text = "";
  for await (const page of pagesOf(url)) text += page;
  return JSON.parse(text) as T;
}

const lostOf = (lines: readonly ClaimLine[]) => lines.reduce((total, { writtenOffWei }) => total + writtenOffWei, 0n);
const sum = (lines: readonly { amountWei: bigint }[]) => lines.reduce((total, { amountWei }) => total + amountWei, 0n);
