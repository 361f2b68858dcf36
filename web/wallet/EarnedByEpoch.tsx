"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useFormats, useWords } from "../language/context.tsx";
import { formatHeed } from "../money/heed.ts";
import { Ledger } from "../money/Ledger.tsx";
import type { EpochEarnings } from "../oracle/types.ts";
import { SeriesChart } from "../parts/Chart.tsx";
import { AppealButton } from "./AppealButton.tsx";

/** Told in full; older ones are in the chart's table. */
const MOST_TOLD = 12;

/** What was earned in each epoch and why: as a chart, then epoch by epoch, opened line by line. */
export function EarnedByEpoch({ epochs }: { epochs: readonly EpochEarnings[] }) {
  const { earnings: words, epochs: epochWords } = useWords();
  const { moment } = useFormats();
  return (
    <div className="mt-8">
      <h3 className="mb-4 text-lg font-semibold">{words.byEpoch}</h3>
      <SeriesChart
        kind="bars"
        title={words.chart}
        xLabel={epochWords.title}
        yLabel={words.heed}
        series={[{ name: words.sum, tone: "ink", format: (heed) => heed.toFixed(4) }]}
        rows={epochs.toReversed().map(({ epoch, fromMs, amountWei }) => ({
          label: fromMs === null ? String(epoch) : moment(fromMs),
          values: [Number(amountWei) / 1e18],
        }))}
      />
      <ul className="mt-4">
        {epochs.slice(0, MOST_TOLD).map((epoch) => (
          <Told key={epoch.epoch} epoch={epoch} />
        ))}
      </ul>
    </div>
  );
}

function Told({ epoch: { epoch, fromMs, rateWei, amountWei, lines, reductions } }: { epoch: EpochEarnings }) {
  const { earnings: words, epochs: epochWords, computation } = useWords();
  const { whole, percent, date } = useFormats();
  const s = (ms: number) => whole(ms / 1000);
  return (
    <li className="border-t border-line">
      <details className="group py-2 text-sm" data-epoch={epoch}>
        <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-2">
          <ChevronRight aria-hidden="true" size={14} className="translate-y-0.5 group-open:rotate-90" />
          <span className="mr-auto">
            {epochWords.one(String(epoch))}
            {fromMs !== null && <span className="text-soft"> · {date(fromMs)}</span>}
          </span>
          <span className="figures">{formatHeed(amountWei)} HEED</span>
        </summary>
        <div className="mt-2 mb-3 max-w-2xl space-y-3">
          {lines.length > 0 && (
            <Ledger
              lines={[
                ...lines.map(({ role, ms, boughtMs, keptBps, campaigns, amountWei }) => ({
                  label: [
                    role === "viewer" ? words.viewerLine(s(ms), s(boughtMs)) : words.creatorLine(s(ms), s(boughtMs)),
                    ...(keptBps === null ? [] : [words.kept(percent(keptBps / 10_000))]),
                    words.by(campaigns.map(words.campaign).join(", ")),
                  ].join(" · "),
                  figure: formatHeed(amountWei),
                  unit: "HEED",
                })),
                { label: words.sum, figure: formatHeed(amountWei), unit: "HEED", total: true },
                ...(rateWei === null
                  ? []
                  : [{ label: words.priced, figure: formatHeed(rateWei), unit: computation.perSecond }]),
              ]}
            />
          )}
          {reductions.length > 0 && (
            <div>
              <p className="text-soft">{words.epochCut}</p>
              <ul className="mt-1 space-y-2">
                {reductions.map(({ rule, cutMs }) => (
                  <li key={rule} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
                    <span>
                      {words.cut(s(cutMs))}: {epochWords.rules[rule] ?? rule}
                    </span>
                    <AppealButton reduction={{ rule, epoch, cutMs }} words={epochWords.rules[rule] ?? rule} />
                  </li>
                ))}
              </ul>
            </div>
          )}
          <Link prefetch={false} href={`/epochs/${epoch}`} className="text-link">
            {epochWords.check.title}
          </Link>
        </div>
      </details>
    </li>
  );
}
