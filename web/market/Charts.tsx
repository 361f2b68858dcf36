"use client";

import { useFormats, useWords } from "../language/context.tsx";
import { drawnHeed, sayDrawn } from "../money/drawn.ts";
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
      series={[{ name: words.rateUnit, format: sayDrawn, tone: "ink" }]}
      rows={epochs.map(({ fromMs, rateWei }) => ({ label: moment(fromMs), values: [drawnHeed(rateWei)] }))}
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
