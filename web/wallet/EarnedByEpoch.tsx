"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { Fragment } from "react";
import { CampaignName } from "../campaigns/CampaignName.tsx";
import { useFormats, useWords } from "../language/context.tsx";
import { drawnHeed, sayDrawn } from "../money/drawn.ts";
import { formatHeed } from "../money/heed.ts";
import { Ledger } from "../money/Ledger.tsx";
import type { AdTitles, EpochEarnings } from "../oracle/types.ts";
import { SeriesChart } from "../parts/Chart.tsx";
import { AppealButton } from "./AppealButton.tsx";

/** Told in full; older ones are in the chart's table. */
const MOST_TOLD = 12;

/** What was earned in each epoch and why: as a chart, then epoch by epoch, opened line by line. */
export function EarnedByEpoch({ epochs, titles }: { epochs: readonly EpochEarnings[]; titles: AdTitles }) {
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
        series={[{ name: words.sum, tone: "ink", format: sayDrawn }]}
        rows={epochs.toReversed().map(({ epoch, fromMs, amountWei, writtenOffWei }) => ({
          label: fromMs === null ? String(epoch) : moment(fromMs),
          values: [drawnHeed(BigInt(amountWei) - BigInt(writtenOffWei))],
        }))}
      />
      <ul className="mt-4">
        {epochs.slice(0, MOST_TOLD).map((epoch) => (
          <Told key={epoch.epoch} epoch={epoch} titles={titles} />
        ))}
      </ul>
    </div>
  );
}

function Told({ epoch: one, titles }: { epoch: EpochEarnings; titles: AdTitles }) {
  const { epoch, fromMs, rateWei, amountWei, writtenOffWei, lines, reductions } = one;
  const leftWei = BigInt(amountWei) - BigInt(writtenOffWei);
  const { earnings: words, epochs: epochWords, computation, colon } = useWords();
  const { whole, percent, date } = useFormats();
  const s = (ms: number) => whole(ms / 1000);
  return (
    <li className="border-t border-line">
      <details className="group py-2 text-sm" data-epoch={epoch}>
        <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-2">
          <ChevronRight aria-hidden="true" size={14} className="translate-y-0.5 group-open:rotate-90" />
          <span>
            {epochWords.one(String(epoch))}
            {fromMs !== null && <span className="text-soft"> · {date(fromMs)}</span>}
          </span>
          <span className="figures ml-auto">{formatHeed(leftWei)} HEED</span>
        </summary>
        <div className="mt-2 mb-3 max-w-2xl space-y-3">
          {lines.length > 0 && (
            <Ledger
              lines={[
                ...lines.map(({ role, ms, boughtMs, keptBps, campaigns, amountWei }) => ({
                  label: (
                    <>
                      {role === "viewer" ? words.viewerLine(s(ms), s(boughtMs)) : words.creatorLine(s(ms), s(boughtMs))}
                      {keptBps !== null && ` · ${words.kept(percent(keptBps / 10_000))}`}
                      <Payers campaigns={campaigns} titles={titles} />
                    </>
                  ),
                  figure: formatHeed(amountWei),
                  unit: "HEED",
                })),
                ...(writtenOffWei === "0"
                  ? []
                  : [{ label: words.writtenOff, figure: `− ${formatHeed(writtenOffWei)}`, unit: "HEED" }]),
                { label: words.sum, figure: formatHeed(leftWei), unit: "HEED", total: true },
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
                      {words.cut(s(cutMs))}
                      {colon}
                      {epochWords.rules[rule] ?? rule}
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

/** The campaigns that bought it, each leading to its page. */
function Payers({ campaigns, titles }: { campaigns: readonly string[]; titles: AdTitles }) {
  const { earnings: words, comma } = useWords();
  return (
    <span className="block text-soft">
      {words.by}
      {campaigns.map((campaignId, index) => (
        <Fragment key={campaignId}>
          {index > 0 && comma}
          <Link prefetch={false} href={`/campaigns/${campaignId}`} className="text-link">
            <CampaignName campaignId={campaignId} titles={titles} />
          </Link>
        </Fragment>
      ))}
    </span>
  );
}
