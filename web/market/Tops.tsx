"use client";

import { PieceLink } from "../content/PieceLink.tsx";
import { useFormats, useWords } from "../language/context.tsx";
import { Amount } from "../money/Amount.tsx";
import type { MarketPage } from "../oracle/types.ts";
import { Table } from "../parts/Table.tsx";

/** The contents that most seconds were given to; only where at least ten viewers stand behind the figure. */
export function TopAttention({ tops }: { tops: MarketPage["topByAttention"] }) {
  const { market: words, seconds: unit } = useWords();
  const { whole } = useFormats();
  if (tops.length === 0) return <p className="font-serif text-lg text-soft">{words.noAttention}</p>;
  return (
    <Table
      caption={words.byAttention}
      columns={[
        { name: words.piece },
        { name: words.attention, figures: true },
        { name: words.viewers, figures: true },
      ]}
      rows={tops.map(({ seconds, viewers, ...piece }) => ({
        key: piece.contentId,
        cells: [
          <PieceLink key="piece" {...piece} />,
          <span key="seconds" className="text-attention">
            {unit(whole(seconds))}
          </span>,
          whole(viewers),
        ],
      }))}
    />
  );
}

/** The contents that brought in most. */
export function TopSales({ tops }: { tops: MarketPage["topBySales"] }) {
  const { market: words } = useWords();
  const { whole } = useFormats();
  if (tops.length === 0) return <p className="font-serif text-lg text-soft">{words.noSales}</p>;
  return (
    <Table
      caption={words.bySales}
      columns={[{ name: words.piece }, { name: words.licences, figures: true }, { name: words.paid, figures: true }]}
      rows={tops.map(({ licences, revenueWei, ...piece }) => ({
        key: piece.contentId,
        cells: [
          <PieceLink key="piece" {...piece} />,
          whole(licences),
          <Amount key="paid" wei={revenueWei} decimals={2} />,
        ],
      }))}
    />
  );
}
