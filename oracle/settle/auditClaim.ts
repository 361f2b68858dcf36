import { attentionRewardsAbi } from "@heed/contracts/abis";
import type { Deployment } from "@heed/contracts/deployment";
import type { Address, Hex } from "viem";
import type { ChainClient } from "../chain/client.ts";
import { wholeLines } from "./auditEpoch.ts";
import { pagesOf } from "./auditSources.ts";
import type { Difference } from "./checkProposal.ts";
import { PublicRowsReader, sellAgain } from "./publicEpoch.ts";
import { WHOLE_BPS } from "./rules.ts";
import { leafHash, provenRoot } from "./standardTree.ts";

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
}

export interface ClaimAudit {
  account: Address;
  lines: ClaimLine[];
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
  { rewards }: Deployment,
  oracleUrl: string,
  account: Address,
): Promise<ClaimAudit> {
  const contract = { address: rewards, abi: attentionRewardsAbi } as const;
  const [open, claimedWei] = await Promise.all([
    client.readContract({ ...contract, functionName: "payouts" }),
    client.readContract({ ...contract, functionName: "claimed", args: [account] }),
  ]);
  const differences: Difference[] = [];
  const lines: ClaimLine[] = [];
  for (const { epoch, amountWei } of (await ask<Paid>(`${oracleUrl}/payouts/${account}`)).epochs) {
    const ofEpoch = await linesOf(oracleUrl, epoch, account);
    const sumWei = sum(ofEpoch);
    if (sumWei !== BigInt(amountWei))
      differences.push({ place: `epoch ${epoch}`, proposed: amountWei, recomputed: String(sumWei) });
    lines.push(...ofEpoch);
  }
  const openEpoch = Number(open.epoch) || null;
  const openWei = sum(lines.filter(({ epoch }) => openEpoch !== null && epoch <= openEpoch));
  if (openWei > 0n) {
    const { proof } = await ask<{ proof: Hex[] }>(`${oracleUrl}/epochs/${openEpoch}/proofs/${account}`);
    const root = provenRoot(leafHash(account, openWei), proof);
    if (root !== open.root) differences.push({ place: "payouts root", proposed: open.root, recomputed: root });
  }
  if (claimedWei > openWei)
    differences.push({ place: "claimed", proposed: String(claimedWei), recomputed: `at most ${openWei}` });
  const earnedWei = sum(lines);
  return {
    account,
    lines,
    earnedWei,
    openWei,
    pendingWei: earnedWei - openWei,
    claimedWei,
    claimableWei: openWei > claimedWei ? openWei - claimedWei : 0n,
    openEpoch,
    holds: differences.length === 0,
    difference: differences[0] ?? null,
  };
}

interface Paid {
  epochs: { epoch: number; amountWei: string }[];
}

async function linesOf(oracleUrl: string, epoch: number, account: Address): Promise<ClaimLine[]> {
  const reader = new PublicRowsReader();
  const found: ClaimLine[] = [];
  for await (const lines of wholeLines(pagesOf(`${oracleUrl}/epochs/${epoch}/rows?account=${account}`))) {
    for (const own of lines.map((line) => reader.read(line))) {
      if (own?.account !== account) continue;
      const { cells } = reader.head;
      const { paidForCell } = sellAgain(reader.head);
      for (const [role, cell, units] of own.rows) {
        const allUnits = cells[cell]!.supplyMs * BigInt(WHOLE_BPS);
        const paidForCellWei = paidForCell[cell]!;
        found.push({
          epoch,
          role: role === 0 ? "viewer" : "creator",
          cell,
          campaigns: [...cells[cell]!.campaigns],
          units,
          allUnits,
          paidForCellWei,
          amountWei: (units * paidForCellWei) / allUnits,
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

const sum = (lines: readonly { amountWei: bigint }[]) => lines.reduce((total, { amountWei }) => total + amountWei, 0n);
