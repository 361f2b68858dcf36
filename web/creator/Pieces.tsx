"use client";

import Link from "next/link";
import { Ring } from "../attention/Ring.tsx";
import { Kicker } from "../content/Kicker.tsx";
import { pieceLanguage } from "../content/pieceLanguage.ts";
import { ChineseFonts } from "../language/ChineseFonts.tsx";
import { useFormats, useWords } from "../language/context.tsx";
import { StandardPrice } from "../money/StandardPrice.tsx";
import type { CreatorPage } from "../oracle/types.ts";

/** Published pieces with the attention they got, where enough viewers stand behind the figure. */
export function Pieces({ creator }: { creator: CreatorPage }) {
  const { creator: words, seconds: unit, colon } = useWords();
  const { whole } = useFormats();
  if (creator.contents.length === 0) return <p className="font-serif text-lg text-soft">{words.noPieces}</p>;
  const attention = new Map(creator.attention.map((one) => [one.contentId, one]));
  const most = Math.max(1, ...creator.attention.map(({ seconds }) => seconds ?? 0));
  return (
    <>
      <p className="max-w-prose text-sm text-soft">{words.attentionHint}</p>
      <ul className="mt-4">
        {creator.contents.map((content) => {
          const got = attention.get(content.contentId);
          const seconds = got?.seconds ?? null;
          return (
            <li
              key={content.contentId}
              className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-5 gap-y-2 border-t border-line py-4 sm:grid-cols-[auto_minmax(0,1fr)_11rem_9rem]"
            >
              {content.language.startsWith("zh") && <ChineseFonts />}
              <Ring share={seconds === null ? 0 : seconds / most} />
              <div>
                <Kicker content={content} />
                <h3 lang={pieceLanguage(content.language)} className="text-xl leading-snug font-semibold">
                  <Link href={`/content/${content.contentId}`} className="hover:text-link">
                    {content.title}
                  </Link>
                </h3>
              </div>
              <p className="figures col-start-2 text-sm sm:col-start-auto sm:text-right">
                {seconds === null ? (
                  <span className="text-soft">{words.tooFew}</span>
                ) : (
                  <>
                    <span className="text-attention">{unit(whole(seconds))}</span>
                    <span className="text-soft"> · {words.viewers(whole(got?.viewers ?? 0))}</span>
                  </>
                )}
              </p>
              <p className="col-start-2 sm:col-start-auto sm:text-right">
                <span className="sr-only">
                  {words.price}
                  {colon}
                </span>
                <StandardPrice content={content} />
              </p>
            </li>
          );
        })}
      </ul>
    </>
  );
}
