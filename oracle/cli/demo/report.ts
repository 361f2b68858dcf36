import { formatEther } from "viem";
import type { Ledger } from "../../settle/ledger.ts";
import type { KuaiRandEvaluation } from "../../value/kuairandModel.ts";
import type { WatchTimeMetrics } from "../../value/watchTime.ts";
import type { PriceRow } from "./prices.ts";

const HEED_DECIMALS = 4;

/** The demo's answer for people: rows, metrics beside the baselines, prices, and the ledger. */
export function describeDemo(
  { rows, split, validation, watchTime }: Pick<KuaiRandEvaluation, "rows" | "split" | "validation" | "watchTime">,
  prices: readonly PriceRow[],
  ledger: Ledger,
): string {
  const dropped = Object.entries(rows.dropped).map(([reason, count]) => `${count} ${reason}`);
  return [
    `Rows        ${rows.read} read, ${rows.kept} kept, dropped: ${dropped.join(", ")}`,
    `Split       ${split.train} to train, ${split.validation} to validate, ${split.test} to test, by local days`,
    "",
    "Watch time          MAE, s   RMSE, s     XAUC",
    ...watchTimeLines("validation", validation),
    ...watchTimeLines("test", watchTime),
    "",
    "viewer   video    interest   value, s   standard, s   personal, HEED   standard, HEED",
    ...prices.map(priceLine),
    "",
    "Ledger, HEED",
    ...ledgerLines(ledger),
  ].join("\n");
}

function watchTimeLines(part: string, metrics: WatchTimeMetrics): string[] {
  const line = (name: string, mae: number, rmse: number | null, xauc: number | null) =>
    `${name.padEnd(19)}${mae.toFixed(2).padStart(7)}${(rmse?.toFixed(2) ?? "").padStart(10)}${(xauc?.toFixed(3) ?? "").padStart(9)}`;
  return [
    line(`${part}, ours`, metrics.mae, metrics.rmse, metrics.xauc),
    line("  popularity", metrics.popularityMae, null, metrics.popularityXauc),
    line("  median", metrics.baselineMae, metrics.baselineRmse, 0.5),
  ];
}

function priceLine({ viewer, content, interest, value, standardValue, personalWei, standardWei }: PriceRow): string {
  return [
    viewer.padEnd(9),
    content.padEnd(9),
    interest.toFixed(6),
    value.toFixed(2).padStart(11),
    standardValue.toFixed(2).padStart(14),
    heed(personalWei).padStart(17),
    heed(standardWei).padStart(17),
  ].join("");
}

function ledgerLines(ledger: Ledger): string[] {
  const { paidInWei, splitWei, claimedWei, remainingWei, heldWei, dustWei, balances } = ledger;
  const line = (name: string, wei: bigint) => `  ${name.padEnd(34)}${exact(wei).padStart(26)}`;
  return [
    line("paid in", paidInWei),
    line("split among payees", splitWei),
    line("rounded down, kept by the market", dustWei),
    line("claimed", claimedWei),
    line("remaining (the protocol's share)", remainingWei),
    line("held by the market, by the token", heldWei),
    balances
      ? "  ✓ paid in = split + rounding, paid in = claimed + remaining, and the market holds what remains, to the wei"
      : "  ✗ these do not add up",
  ];
}

function heed(wei: bigint): string {
  return Number(formatEther(wei)).toFixed(HEED_DECIMALS);
}

/** All eighteen decimals: a ledger that is rounded can't be checked. */
function exact(wei: bigint): string {
  const [whole, fraction = ""] = formatEther(wei).split(".");
  return `${whole}.${fraction.padEnd(18, "0")}`;
}
