"use client";

import Link from "next/link";
import { useRef } from "react";
import { Meter } from "../attention/Meter.tsx";
import { useDwell } from "../attention/useDwell.ts";
import { AdCard } from "../campaigns/AdCard.tsx";
import { useLicences } from "../chain/useHoldings.ts";
import { useWallet } from "../chain/useWallet.ts";
import { ChineseFonts } from "../language/ChineseFonts.tsx";
import { useWords } from "../language/context.tsx";
import { useAdBeside } from "../oracle/campaignQueries.ts";
import { useContent, useQuotes } from "../oracle/queries.ts";
import type { ContentDetail } from "../oracle/types.ts";
import { Loading } from "../parts/Loading.tsx";
import { Problem } from "../parts/Problem.tsx";
import { BuyBox } from "./BuyBox.tsx";
import { Byline } from "./Byline.tsx";
import { FullText } from "./FullText.tsx";
import { Kicker } from "./Kicker.tsx";
import { PieceActions } from "./PieceActions.tsx";
import { PiecePreview } from "./PiecePreview.tsx";
import { pieceLanguage } from "./pieceLanguage.ts";
import { SplitTable } from "./SplitTable.tsx";
import { Support } from "./Support.tsx";

/** A piece: to read on the left; attention, price and shares on the right. */
export function Piece({ contentId, initial }: { contentId: string; initial: ContentDetail | null }) {
  const words = useWords();
  const { data: content, error, refetch } = useContent(contentId, initial);
  if (error && !content) return <Problem error={error} retry={refetch} />;
  if (!content) return <Loading>{words.piece.loading}</Loading>;
  return <LoadedPiece contentId={contentId} content={content} />;
}

/** What is bought, supported and measured is what the page's address names, whatever the answer calls itself. */
function LoadedPiece({ contentId, content }: { contentId: string; content: ContentDetail }) {
  const { piece, studio } = useWords();
  const { address } = useWallet();
  const text = useRef<HTMLDivElement>(null);
  const licences = useLicences(contentId);
  const dwelling = useDwell(contentId, text);
  const ad = useAdBeside(contentId).data?.ad ?? null;
  const { data: quotes } = useQuotes(contentId, { buyer: address }, address !== undefined);
  const own = address?.toLowerCase() === content.creator.address.toLowerCase();
  const opens = own || (licences ?? 0n) > 0n;
  const lang = pieceLanguage(content.language);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-16 pt-8 sm:pt-12 lg:grid-cols-[minmax(0,1fr)_20rem] lg:grid-rows-[auto_1fr]">
      {content.language.startsWith("zh") && <ChineseFonts />}
      <header className={`max-w-[44rem] ${ad ? "pb-6 lg:pb-8" : "pb-8"}`}>
        <Kicker content={content} />
        <h1 lang={lang} className="mt-3 text-[2.25rem] leading-[1.12] font-semibold tracking-[-0.015em] sm:text-[3rem]">
          {content.title}
        </h1>
        <p lang={lang} className="mt-4 font-serif text-xl leading-normal text-soft">
          {content.summary}
        </p>
        <Byline creator={content.creator} withAddress className="mt-4" />
      </header>
      {/* Before the text, where it is seen without scrolling: what isn't in view pays nobody. Another epoch's ad is seen anew. */}
      {ad && (
        <div className="mb-6 lg:col-start-2 lg:row-start-1 lg:mb-8">
          <AdCard key={ad.id} ad={ad} beside />
        </div>
      )}
      <div className="min-w-0">
        <article ref={text} lang={lang} className="border-t border-line pt-8">
          {opens ? <FullText content={content} own={own} /> : <PiecePreview content={content} />}
        </article>
        <PieceActions content={content} />
      </div>
      <aside
        className={`mt-10 space-y-8 lg:col-start-2 lg:mt-0 ${ad ? "lg:row-start-2" : "lg:row-span-2 lg:row-start-1"}`}
      >
        {/* Stays in sight while the text goes by, as it does at the bottom of a narrow screen. */}
        <div className="sticky top-0 z-10 bg-paper pb-4 max-lg:hidden lg:-mt-4 lg:pt-4">
          <Meter contentId={contentId} expected={quotes?.explanation.value} dwelling={dwelling} />
        </div>
        {content.listed ? (
          <BuyBox contentId={contentId} content={content} licences={licences} />
        ) : (
          <div>
            <p>{piece.notListed}</p>
            {content.replacedBy !== null && (
              <Link href={`/content/${content.replacedBy}`} className="text-link">
                {studio.newerEdition}
              </Link>
            )}
          </div>
        )}
        <SplitTable content={content} />
        <Support contentId={contentId} content={content} />
      </aside>
      <div className="sticky bottom-0 z-30 -mx-5 mt-8 border-t border-line bg-paper px-5 py-2.5 sm:-mx-8 sm:px-8 lg:hidden">
        <Meter contentId={contentId} expected={quotes?.explanation.value} dwelling={dwelling} compact />
      </div>
    </div>
  );
}
