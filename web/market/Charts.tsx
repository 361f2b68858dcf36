"use client";

import { useFormats, useWords } from "../language/context.tsx";
import { formatHeed } from "../money/heed.ts";
import type { EpochSummary } from "../oracle/types.ts";
import { SeriesChart } from "../parts/Chart.tsx";

/** What an attention-second cost, epoch by epoch, oldest first. */
export function RateChart({ epochs }: { epochs: readonly EpochSummary[] }) {
  const { market: words } = useWords();
  const { moment } = useFormats();
  return (
    <SeriesChart
      kind="line"
      title={words.rateTitle}
      xLabel={words.epoch}
      yLabel={words.rateUnit}
      series={[{ name: words.rateUnit, format: (heed) => formatHeed(toWei(heed)), tone: "ink" }]}
      rows={epochs.map(({ fromMs, rateWei }) => ({ label: moment(fromMs), values: [toHeed(rateWei)] }))}
    />
  );
}

/** Attention offered, wanted at the epoch's rate, and sold. */
export function SupplyChart({ epochs }: { epochs: readonly EpochSummary[] }) {
  const { market: words } = useWords();
  const { whole, moment } = useFormats();
  return (
    <SeriesChart
      kind="line"
      title={words.supplyTitle}
      xLabel={words.epoch}
      yLabel={words.attentionSeconds}
      series={[
        { name: words.sold, format: whole, tone: "attention" },
        { name: words.offered, format: whole, tone: "ink" },
        { name: words.wanted, format: whole, tone: "soft" },
      ]}
      rows={epochs.map(({ fromMs, supplyMs, soldMs, demandWei, rateWei }) => ({
        label: moment(fromMs),
        values: [
          soldMs === null ? null : soldMs / 1000,
          supplyMs === null ? null : supplyMs / 1000,
          demandWei === null ? null : Number(BigInt(demandWei) / BigInt(rateWei)),
        ],
      }))}
    />
  );
}

/** For drawing only: a float is exact enough for a pixel. */
function toHeed(wei: string): number {
  return Number(wei) / 1e18;
}

function toWei(heed: number): bigint {
  return BigInt(Math.round(heed * 1e9)) * 10n ** 9n;
}
