import { createHash } from "node:crypto";
import type { Report } from "@heed/contracts/report";
import type { Hex } from "viem";
import type { RewardHistory } from "../chain/rewardHistory.ts";
import { requireSame } from "./disagreement.ts";
import { payoutsOf } from "./fold.ts";
import type { PayoutsPlan, PlanFacts } from "./payoutsPlan.ts";
import { payoutsTree, spendsTree } from "./payoutTrees.ts";
import { type PublicEpoch, PublicRowsReader, sellAgain } from "./publicEpoch.ts";
import { wholeLines } from "./wholeLines.ts";

/** A report's payouts, by its epoch; 0 for nothing to nobody. */
export interface Payouts extends Pick<Report, "payoutsRoot" | "payoutsTotal"> {
  epoch: number;
}

/** What a report's payouts have of earlier epochs beside the balances that they build on. */
export interface Carried {
  /** By account: what held-back epochs pay, less what is written off. */
  adjustments: ReadonlyMap<string, bigint>;
  /** The payouts that a report repeats that holds back; null for one that pays. */
  repeated: Payouts | null;
  /** What is written off, by epoch. */
  writtenOffWei: ReadonlyMap<number, bigint>;
}

/** The plain way: nothing. */
export const NOTHING_CARRIED: Carried = { adjustments: new Map(), repeated: null, writtenOffWei: new Map() };

/** The reports of a history that weren't vetoed, rising by epoch. */
export function standingReports({ reports, vetoed }: Pick<RewardHistory, "reports" | "vetoed">) {
  const gone = new Set(vetoed.map(({ digest }) => digest));
  return reports.filter(({ digest }) => !gone.has(digest)).sort((a, b) => a.epoch - b.epoch);
}

/** What plans are made from, of a history of the chain; block times are asked for only where something was left unsettled. */
export function planFactsOf(
  history: RewardHistory,
  terms: PlanFacts["terms"],
  secondsOf: PlanFacts["secondsOf"],
): PlanFacts {
  const roots = new Map(standingReports(history).map(({ epoch, spendsRoot }) => [epoch, spendsRoot]));
  const isUndebited = (epoch: number) => spendsTree(debitsOf(history, epoch)).root !== roots.get(epoch);
  return { terms, isUndebited, openings: history.openedPayouts, secondsOf };
}

/** What campaigns were debited for in an epoch. */
export function debitsOf({ campaignPayments }: Pick<RewardHistory, "campaignPayments">, epoch: number) {
  return campaignPayments
    .filter((one) => one.kind === "debited" && one.epoch === epoch)
    .map(({ campaignId, amountWei }) => ({ campaignId: BigInt(campaignId), amount: amountWei }));
}

/** The payouts of the report that a plan builds on, or repeats. */
export async function payoutsAfter(
  epoch: number,
  history: Pick<RewardHistory, "reports" | "vetoed">,
): Promise<Payouts> {
  const found = standingReports(history).find((one) => one.epoch === epoch);
  if (found) return { epoch, payoutsRoot: found.payoutsRoot as Hex, payoutsTotal: found.payoutsTotalWei };
  const { tree, totalWei } = await payoutsTree([]);
  return { epoch: 0, payoutsRoot: tree.root, payoutsTotal: totalWei };
}

/**
 * Derives what a planned report carries, from the chain and the public rows of the epochs that it concerns.
 * @param rowsOf an epoch's public rows, in pages of text
 * @throws {Disagreement} where rows aren't those of the report on the chain
 */
export async function carriedBy(
  plan: PayoutsPlan,
  history: RewardHistory,
  rowsOf: (epoch: number) => AsyncIterable<string>,
): Promise<Carried> {
  if (plan.repeats !== null) return { ...NOTHING_CARRIED, repeated: await payoutsAfter(plan.repeats, history) };
  const adjustments = new Map<string, bigint>();
  const writtenOffWei = new Map<number, bigint>();
  const standing = new Map(standingReports(history).map((one) => [one.epoch, one]));
  const [held, writtenOff] = [new Set(plan.held), new Set(plan.writtenOff)];
  for (const epoch of [...new Set([...held, ...writtenOff])].sort((a, b) => a - b)) {
    let lostWei = 0n;
    for await (const { account, fullWei, debitedWei } of paidBy(
      epoch,
      history,
      rowsOf(epoch),
      standing.get(epoch)?.dataHash,
    )) {
      const lost = writtenOff.has(epoch) ? fullWei - debitedWei : 0n;
      lostWei += lost;
      const change = (held.has(epoch) ? fullWei : 0n) - lost;
      if (change !== 0n) adjustments.set(account, (adjustments.get(account) ?? 0n) + change);
    }
    if (writtenOff.has(epoch)) writtenOffWei.set(epoch, lostWei);
  }
  return { adjustments, repeated: null, writtenOffWei };
}

/** What was paid for each cell of a public epoch by the campaigns that were debited. */
export function debitedForCell(head: PublicEpoch, history: Pick<RewardHistory, "campaignPayments">): bigint[] {
  const debited = new Set(debitsOf(history, head.epoch).map(({ campaignId }) => campaignId.toString()));
  const { sales } = sellAgain(head);
  return head.cells.map(({ campaigns }, cell) =>
    campaigns.reduce((sum, id, place) => sum + (debited.has(id) ? sales[cell]!.spentWei[place]! : 0n), 0n),
  );
}

/** What each account was paid in an epoch, in all and out of what was debited. */
async function* paidBy(
  epoch: number,
  history: RewardHistory,
  pages: AsyncIterable<string>,
  dataHash: string | undefined,
): AsyncGenerator<{ account: string; fullWei: bigint; debitedWei: bigint }> {
  const hash = createHash("sha256");
  const reader = new PublicRowsReader();
  let cells: { fullWei: bigint[]; debitedWei: bigint[] } | undefined;
  for await (const lines of wholeLines(pages, (page) => hash.update(page))) {
    for (const line of lines) {
      const one = reader.read(line);
      if (!one) continue;
      const { head } = reader;
      cells ??= { fullWei: sellAgain(head).paidForCell, debitedWei: debitedForCell(head, history) };
      const paid = (wei: bigint[]) => payoutsOf([[one.account, one.rows]], head.cells, wei).get(one.account) ?? 0n;
      yield { account: one.account, fullWei: paid(cells.fullWei), debitedWei: paid(cells.debitedWei) };
    }
  }
  requireSame(`rows of epoch ${epoch}`, `0x${hash.digest("hex")}`, dataHash);
}
