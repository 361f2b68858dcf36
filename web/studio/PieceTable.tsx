"use client";

import Link from "next/link";
import { pieceLanguage } from "../content/pieceLanguage.ts";
import { useFormats, useWords } from "../language/context.tsx";
import { Amount } from "../money/Amount.tsx";
import type { Studio } from "../oracle/types.ts";
import { Table } from "../parts/Table.tsx";

/** The creator's pieces with what may be said of their readers. */
export function PieceTable({ pieces }: { pieces: Studio["pieces"] }) {
  const { studio: words, buy, creator, seconds } = useWords();
  const { whole } = useFormats();
  if (pieces.length === 0) return <p className="font-serif text-lg text-soft">{words.noPieces}</p>;
  const share = (value: number | null) => (value === null ? "–" : words.percent(whole(value)));
  return (
    <Table
      caption={words.pieces}
      columns={[
        { name: words.piece },
        ...[words.readers, words.attention, words.completion, words.returning, creator.price].map((name) => ({
          name,
          figures: true,
        })),
      ]}
      rows={pieces.map(({ contentId, title, language, listed, replacedBy, standardWei, insight }) => ({
        key: contentId,
        cells: [
          <span key="title">
            <Link
              href={`/studio/${contentId}`}
              lang={pieceLanguage(language)}
              className="font-serif text-base hover:text-link"
            >
              {title || `${buy.creator} ${contentId}`}
            </Link>
            {!listed && <span className="block text-soft">{replacedBy ? words.replaced : words.unlisted}</span>}
          </span>,
          insight.viewers === null ? (
            <span key="few" className="text-soft">
              {words.few}
            </span>
          ) : (
            words.about(whole(insight.viewers))
          ),
          insight.seconds === null ? (
            "–"
          ) : (
            <span key="seconds" className="text-attention">
              {seconds(whole(insight.seconds))}
            </span>
          ),
          share(insight.completion),
          share(insight.returning),
          <Amount key="price" wei={standardWei} />,
        ],
      }))}
    />
  );
}
