"use client";

import Link from "next/link";
import { useRef } from "react";
import { useRecorder } from "../attention/context.tsx";
import { Ring } from "../attention/Ring.tsx";
import { useImpression } from "../attention/useImpression.ts";
import { Byline } from "../content/Byline.tsx";
import { Kicker } from "../content/Kicker.tsx";
import { pieceLanguage } from "../content/pieceLanguage.ts";
import { ChineseFonts } from "../language/ChineseFonts.tsx";
import { useFormats, useWords } from "../language/context.tsx";
import { reasonText } from "../language/reasons.ts";
import type { FeedItem } from "../oracle/types.ts";
import { FeedPrice } from "./FeedPrice.tsx";

export interface FeedCardProps {
  item: FeedItem;
  lead: boolean;
  verifiedMs: number;
  rateWei: bigint | null;
}

/** One piece of the feed: what it is, what it costs here and why it stands where it does. The lead spans the page. */
export function FeedCard({ item, lead, verifiedMs, rateWei }: FeedCardProps) {
  const words = useWords();
  const { whole } = useFormats();
  const { record, flush } = useRecorder();
  const card = useRef<HTMLLIElement>(null);
  const { content, valueSeconds } = item;
  useImpression(content.contentId, card);
  const lang = pieceLanguage(content.language);
  const verified = whole(Math.floor(verifiedMs / 1000));
  const expected = whole(valueSeconds);
  const [reason] = item.reasons;
  const why = reason && reasonText(words, reason);
  const opened = () => {
    record("click", content.contentId);
    flush();
  };
  return (
    <li
      ref={card}
      data-content={content.contentId}
      className={`flex flex-col border-b border-line py-6 ${lead ? "sm:col-span-full sm:py-8 lg:grid lg:grid-cols-3 lg:gap-x-10" : ""}`}
    >
      {content.language.startsWith("zh") && <ChineseFonts />}
      <article className={lead ? "lg:col-span-2" : ""}>
        <Kicker content={content} />
        <h2
          lang={lang}
          className={`mt-2 leading-[1.2] font-semibold ${lead ? "text-3xl tracking-[-0.01em] sm:text-[2.75rem] sm:leading-[1.12]" : "text-[1.4rem]"}`}
        >
          <Link href={`/content/${content.contentId}`} onClick={opened} className="hover:text-link">
            {content.title}
          </Link>
        </h2>
        <p
          lang={lang}
          className={`mt-2.5 font-serif text-soft ${lead ? "max-w-[38rem] text-xl leading-normal" : "text-[1.0625rem] leading-relaxed"}`}
        >
          {content.summary}
        </p>
        <Byline creator={content.creator} className="mt-2.5" />
      </article>
      <div
        className={
          lead
            ? "mt-5 flex flex-col justify-end gap-4 lg:mt-0 lg:border-l lg:border-line lg:pl-10"
            : "mt-auto flex flex-col gap-3 pt-5"
        }
      >
        {why && (
          <p className="font-serif text-[0.9375rem] leading-snug text-soft italic" lang={why.language}>
            {why.text}
          </p>
        )}
        <div className="flex items-center gap-3">
          <Ring
            share={valueSeconds > 0 ? verifiedMs / 1000 / valueSeconds : 0}
            size={lead ? "medium" : "small"}
            label={words.feed.ringLabel(verified, expected)}
          />
          <p className="figures text-sm text-attention" aria-hidden="true">
            {verifiedMs > 0 ? words.feed.verifiedOf(verified, expected) : words.feed.expected(expected)}
          </p>
          <div className="ml-auto">
            <FeedPrice item={item} rateWei={rateWei} />
          </div>
        </div>
      </div>
    </li>
  );
}
