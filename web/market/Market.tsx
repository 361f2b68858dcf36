"use client";

import Link from "next/link";
import { useFormats, useWords } from "../language/context.tsx";
import { formatHeed } from "../money/heed.ts";
import { useEpochs, useMarket } from "../oracle/epochQueries.ts";
import { Figure, Figures, Unit } from "../parts/Figure.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Page } from "../parts/Page.tsx";
import { Problem } from "../parts/Problem.tsx";
import { Section } from "../parts/Section.tsx";
import { RateChart, SupplyChart } from "./Charts.tsx";
import { TopAttention, TopSales } from "./Tops.tsx";
import { Trades } from "./Trades.tsx";

/** The market for attention: rate, supply and demand, tops, and trades as they happen. */
export function Market() {
  const { market: words } = useWords();
  const { data, error, refetch } = useMarket();
  return (
    <Page title={words.title} intro={words.intro}>
      <Rates />
      {error && !data && <Problem error={error} retry={refetch} />}
      {!data && !error && <Loading>{words.loading}</Loading>}
      {data && (
        <>
          <div className="grid gap-x-16 lg:grid-cols-2">
            <Section title={words.byAttention}>
              <TopAttention tops={data.topByAttention} />
            </Section>
            <Section title={words.bySales}>
              <TopSales tops={data.topBySales} />
            </Section>
          </div>
          <Section title={words.trades}>
            <Trades trades={data.trades} />
          </Section>
        </>
      )}
    </Page>
  );
}

/** The rate now and the last epoch's figures; then how they came here, epoch by epoch. */
function Rates() {
  const { market: words, epochs: epochWords, seconds, computation } = useWords();
  const { whole } = useFormats();
  const { data, error, refetch } = useEpochs();
  if (error && !data) return <Problem error={error} retry={refetch} />;
  if (!data) return <Loading>{words.loading}</Loading>;
  const known = data.pages.flatMap(({ epochs }) => epochs);
  const rateWei = data.pages[0]?.rateWei ?? "0";
  const last = known.find(({ supplyMs }) => (supplyMs ?? 0) > 0);
  const epochs = known.toReversed();
  return (
    <>
      <Figures>
        <Figure label={words.rateNow}>
          {formatHeed(rateWei)} <Unit>{computation.perSecond}</Unit>
        </Figure>
        {last && (
          <>
            <Figure label={epochWords.supply}>{seconds(whole((last.supplyMs ?? 0) / 1000))}</Figure>
            <Figure label={epochWords.sold}>
              <span className="text-attention">{seconds(whole((last.soldMs ?? 0) / 1000))}</span>
            </Figure>
            <Figure label={epochWords.spent}>
              {formatHeed(last.spentWei, 2)} <Unit>HEED</Unit>
            </Figure>
          </>
        )}
      </Figures>
      {epochs.length === 0 ? (
        <p className="border-t border-line py-8 font-serif text-lg text-soft">{words.noEpochs}</p>
      ) : (
        <div className="grid gap-x-16 lg:grid-cols-2">
          <Section title={words.rateTitle}>
            <p className="mb-4 text-sm text-soft">{words.rateHint}</p>
            <RateChart epochs={epochs} />
          </Section>
          <Section
            title={words.supplyTitle}
            aside={
              <Link href="/epochs" className="text-link text-sm">
                {words.allEpochs}
              </Link>
            }
          >
            <p className="mb-4 text-sm text-soft">{words.supplyHint}</p>
            <SupplyChart epochs={epochs} />
          </Section>
        </div>
      )}
    </>
  );
}
