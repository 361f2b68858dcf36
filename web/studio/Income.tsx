"use client";

import Link from "next/link";
import { useFormats, useWords } from "../language/context.tsx";
import { Amount } from "../money/Amount.tsx";
import { drawnHeed, sayDrawn } from "../money/drawn.ts";
import type { Studio } from "../oracle/types.ts";
import { SeriesChart } from "../parts/Chart.tsx";
import { Table } from "../parts/Table.tsx";

type Income = Studio["income"];

const SOURCES = ["salesWei", "supportWei", "campaignsWei"] as const;

function sum(lines: Income, source: (typeof SOURCES)[number]): bigint {
  return lines.reduce((total, line) => total + BigInt(line[source]), 0n);
}

/** What came in on each day, by where it came from. */
export function IncomeByDay({ income }: { income: Income }) {
  const { studio: words } = useWords();
  const format = (heed: number) => `${sayDrawn(heed)} HEED`;
  return (
    <SeriesChart
      kind="bars"
      title={words.income}
      xLabel={words.day}
      yLabel={words.heed}
      series={[
        { name: words.sales, format, tone: "ink" },
        { name: words.support, format, tone: "soft" },
        { name: words.campaigns, format, tone: "attention" },
      ]}
      rows={[...Map.groupBy(income, ({ day }) => day)].map(([label, lines]) => ({
        label,
        values: SOURCES.map((source) => drawnHeed(sum(lines, source))),
      }))}
      empty={words.noIncome}
    />
  );
}

/** What each piece brought in all. */
export function IncomeByPiece({ income, titles }: { income: Income; titles: Record<string, string> }) {
  const { studio: words } = useWords();
  const { whole } = useFormats();
  const rows = [...Map.groupBy(income, ({ contentId }) => contentId)].map(([contentId, lines]) => ({
    key: contentId ?? "campaigns",
    cells: [
      contentId === null ? (
        words.fromCampaigns
      ) : (
        <Link key="title" href={`/content/${contentId}`} className="font-serif text-base hover:text-link">
          {titles[contentId] || contentId}
        </Link>
      ),
      whole(lines.reduce((count, { purchases }) => count + purchases, 0)),
      ...SOURCES.map((source) => <Amount key={source} wei={sum(lines, source)} />),
    ],
  }));
  return (
    <Table
      caption={words.byPiece}
      columns={[
        { name: words.piece },
        ...[words.purchases, words.sales, words.support, words.campaigns].map((name) => ({ name, figures: true })),
      ]}
      rows={rows}
    />
  );
}
