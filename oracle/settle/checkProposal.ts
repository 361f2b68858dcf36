import type { Report } from "@heed/contracts/report";
import type { Hex } from "viem";
import { type Carried, NOTHING_CARRIED } from "./carried.ts";
import { Disagreement } from "./disagreement.ts";
import { type FoldedEpoch, foldEpoch } from "./fold.ts";
import type { FrozenRow } from "./frozenRows.ts";
import { payoutsTree, spendsTree } from "./payoutTrees.ts";
import { dataHashOf } from "./publicRows.ts";

/** Where a proposal first differs from what its frozen rows come to. */
export interface Difference {
  /** In words for the operator: "rate", "row 0xAbc… own attention, cell 3". */
  place: string;
  proposed: string;
  recomputed: string;
}

/** The parts of a report that its frozen rows decide. */
export type Outcome = Pick<Report, "rate" | "payoutsRoot" | "payoutsTotal" | "spendsRoot" | "dataHash">;

/**
 * Recomputes an epoch from its frozen rows and compares.
 * @param proposedLines the oracle's public rows, asked for only where their hash differs, to find the row.
 * @param carried what its payouts have of earlier epochs beside the balances; nothing in the plain way.
 * @returns null where everything is the same. Whether the frozen rows agree with the chain is the caller's to check.
 */
export async function checkProposal(
  frozen: AsyncIterable<FrozenRow> | Iterable<FrozenRow>,
  proposed: Outcome,
  proposedLines: () => AsyncIterable<string>,
  carried: Carried = NOTHING_CARRIED,
): Promise<Difference | null> {
  const folded = await foldEpoch(frozen);
  const recomputed = await outcomeOf(folded, carried);
  if (proposed.dataHash !== recomputed.dataHash) {
    const row = await firstDifferentLine(proposedLines(), foldedLines(folded));
    if (row) return row;
  }
  const fields = ["rate", "spendsRoot", "payoutsTotal", "payoutsRoot", "dataHash"] as const;
  const field = fields.find((name) => proposed[name] !== recomputed[name]);
  if (!field) return null;
  return { place: field, proposed: String(proposed[field]), recomputed: String(recomputed[field]) };
}

/** What the reporters would sign of a folded epoch. */
export async function outcomeOf(folded: FoldedEpoch, carried: Carried = NOTHING_CARRIED): Promise<Outcome> {
  const { sale, spends } = folded;
  return {
    rate: sale.rateWei,
    ...(await payoutsOfFolded(folded, carried)),
    spendsRoot: spendsTree(spends).root as Hex,
    dataHash: await dataHashOf(foldedLines(folded)),
  };
}

async function payoutsOfFolded({ balances, payouts }: FoldedEpoch, { adjustments, repeated }: Carried) {
  if (repeated) return { payoutsRoot: repeated.payoutsRoot, payoutsTotal: repeated.payoutsTotal };
  const after = new Map(balances);
  for (const changes of [payouts, adjustments]) {
    for (const [account, amount] of changes) after.set(account, (after.get(account) ?? 0n) + amount);
  }
  const leaves = [...after].map(([account, cumulativeWei]) => ({ account, cumulativeWei }));
  const { tree, totalWei } = await payoutsTree([leaves.filter(({ cumulativeWei }) => cumulativeWei !== 0n)]);
  const owing = leaves.find(({ cumulativeWei }) => cumulativeWei < 0n);
  if (owing) throw new Disagreement(`balance ${owing.account}`, "nothing", owing.cumulativeWei);
  return { payoutsRoot: tree.root, payoutsTotal: totalWei };
}

/** A folded epoch's public rows, as `publicLines` has them. */
export async function* foldedLines({ header, campaigns, cells, rows }: FoldedEpoch): AsyncGenerator<string> {
  const { epoch, fromMs, toMs, previousRateWei } = header;
  yield `${JSON.stringify({ epoch, fromMs, toMs, previousRateWei })}\n`;
  for (const { campaignId, audienceHash, maxRateWei, availableWei, spendableWei } of campaigns) {
    yield `${JSON.stringify({ campaign: campaignId, audienceHash, maxRateWei, availableWei, spendableWei })}\n`;
  }
  for (const [cell, { campaigns: ids, supplyMs }] of cells.entries()) {
    yield `${JSON.stringify({ cell, campaigns: ids, supplyMs: supplyMs.toString() })}\n`;
  }
  for (const [account, own] of rows) {
    yield `${JSON.stringify({ account, rows: own.map(([role, cell, units]) => [role, cell, units.toString()]) })}\n`;
  }
}

async function firstDifferentLine(
  proposed: AsyncIterable<string>,
  recomputed: AsyncIterable<string>,
): Promise<Difference | null> {
  const [left, right] = [linesOf(proposed), linesOf(recomputed)];
  for (;;) {
    const [a, b] = [await left.next(), await right.next()];
    if (a.done && b.done) return null;
    if (a.value === b.value) continue;
    const place = placeOf((a.done ? b.value : a.value) as string);
    return { place, proposed: a.done ? "nothing" : a.value, recomputed: b.done ? "nothing" : b.value };
  }
}

async function* linesOf(pages: AsyncIterable<string>): AsyncGenerator<string, undefined> {
  let rest = "";
  for await (const page of pages) {
    const lines = (rest + page).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest) yield rest;
  return undefined;
}

function placeOf(line: string): string {
  const [name, value] = Object.entries(JSON.parse(line) as object)[0] ?? ["line", line];
  return name === "account" ? `row ${value}` : `${name} ${value}`;
}
