"use client";

import Link from "next/link";
import { useFormats, useWords } from "../language/context.tsx";
import { drawnHeed, sayDrawn } from "../money/drawn.ts";
import { useStudioPiece } from "../oracle/queries.ts";
import type { StudioPiece as Piece, PieceInsight } from "../oracle/types.ts";
import { buttonClass } from "../parts/Button.tsx";
import { SeriesChart } from "../parts/Chart.tsx";
import { Figure, Figures } from "../parts/Figure.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Page } from "../parts/Page.tsx";
import { Problem } from "../parts/Problem.tsx";
import { Section } from "../parts/Section.tsx";
import { SignedIn } from "../session/SignedIn.tsx";
import { CsvButton } from "./CsvButton.tsx";
import { SectionChart } from "./SectionChart.tsx";
import { Suggestions } from "./Suggestions.tsx";

/** One of the creator's pieces: where readers stop, what they read again, what it cost. */
export function StudioPiece({ contentId }: { contentId: string }) {
  const { studio: words } = useWords();
  const { data, error, refetch } = useStudioPiece(contentId);
  return (
    <Page title={data?.content.title ?? words.title} intro={data?.content.summary}>
      <SignedIn reason={words.signIn}>
        {error && !data ? (
          <Problem error={error} retry={refetch} />
        ) : data ? (
          <Along piece={data} />
        ) : (
          <Loading>{words.loading}</Loading>
        )}
      </SignedIn>
    </Page>
  );
}

function Along({ piece: { content, body, insight, prices } }: { piece: Piece }) {
  const { studio: words } = useWords();
  const { contentId, listed, replacedBy } = content;
  return (
    <>
      <p className="-mt-4 mb-8 flex flex-wrap gap-2">
        <Link href="/studio" className="mr-3 self-center py-2 text-sm text-link">
          {words.back}
        </Link>
        <Link href={`/content/${contentId}`} className={buttonClass()}>
          {words.read}
        </Link>
        {listed && body !== null && (
          <Link href={`/studio/${contentId}/edit`} className={buttonClass("solid")}>
            {words.edit}
          </Link>
        )}
        {!listed && (
          <span className="self-center text-sm text-soft">{replacedBy ? words.replaced : words.unlisted}</span>
        )}
      </p>
      <Readers insight={insight} />
      <Section title={words.along} aside={<CsvButton table="sections" contentId={contentId} />}>
        <p className="mb-4 max-w-2xl text-sm text-soft">{words.alongHint}</p>
        <SectionChart title={words.along} sections={insight.sections} />
        <p className="mt-4 max-w-2xl text-sm text-soft">{words.privacy}</p>
      </Section>
      <Section title={words.suggestions}>
        <Suggestions suggestions={insight.suggestions} />
      </Section>
      <Section title={words.prices} aside={<CsvButton table="prices" contentId={contentId} />}>
        <p className="mb-4 max-w-2xl text-sm text-soft">{words.pricesHint}</p>
        <Prices prices={prices} />
      </Section>
    </>
  );
}

/** The readers of a piece, in all. */
export function Readers({
  insight,
}: {
  insight: Pick<PieceInsight, "viewers" | "seconds" | "completion" | "returning">;
}) {
  const { studio: words, seconds } = useWords();
  const { whole } = useFormats();
  const { viewers, completion, returning } = insight;
  const percent = (value: number | null) => (value === null ? "–" : words.percent(whole(value)));
  return (
    <Figures>
      <Figure label={words.readers}>{viewers === null ? words.few : words.about(whole(viewers))}</Figure>
      <Figure label={words.attention}>
        {insight.seconds === null ? "–" : <span className="text-attention">{seconds(whole(insight.seconds))}</span>}
      </Figure>
      <Figure label={words.completion}>{percent(completion)}</Figure>
      <Figure label={words.returning}>{percent(returning)}</Figure>
    </Figures>
  );
}

function Prices({ prices }: { prices: Piece["prices"] }) {
  const { studio: words } = useWords();
  const format = (heed: number) => `${sayDrawn(heed)} HEED`;
  const heed = (wei: string | null) => (wei === null ? null : drawnHeed(wei));
  return (
    <SeriesChart
      kind="line"
      title={words.prices}
      xLabel={words.day}
      yLabel={words.heed}
      series={[
        { name: words.standard, format, tone: "ink" },
        { name: words.paid, format, tone: "soft" },
      ]}
      rows={prices.map(({ day, standardWei, paidWei }) => ({ label: day, values: [heed(standardWei), heed(paidWei)] }))}
      empty={words.noPrices}
    />
  );
}
