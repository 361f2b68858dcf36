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
  /** How much room the place in the order gives it */
  rank: keyof typeof LOOKS;
  verifiedMs: number;
  rateWei: bigint | null;
  /** Its licence is in the viewer's library already: no price is asked */
  owned: boolean;
}

const LOOKS = {
  lead: {
    card: "sm:col-span-full sm:py-8 lg:grid lg:grid-cols-3 lg:gap-x-10",
    title: "text-3xl tracking-[-0.01em] sm:text-[2.75rem] sm:leading-[1.12]",
    summary: "max-w-[38rem] text-xl leading-normal",
    foot: "mt-5 flex flex-col justify-end gap-5 lg:mt-0 lg:border-l lg:border-line lg:pl-5",
  },
  second: {
    card: "lg:col-span-3",
    title: "text-[1.4rem] lg:text-[1.875rem] lg:tracking-[-0.005em]",
    summary: "text-[1.0625rem] leading-relaxed",
    foot: "mt-auto flex flex-col gap-3 pt-5",
  },
  rest: {
    card: "lg:col-span-2",
    title: "text-[1.4rem]",
    summary: "text-[1.0625rem] leading-relaxed",
    foot: "mt-auto flex flex-col gap-3 pt-5",
  },
} as const;

/** Reasons that say nothing of the piece: the page's head says them once. */
export const ABOUT_NOBODY: ReadonlySet<string> = new Set(["new-here", "no-model-yet"]);

/** One piece of the feed: what it is, what it costs here and why it stands where it does. */
export function FeedCard({ item, rank, verifiedMs, rateWei, owned }: FeedCardProps) {
  const words = useWords();
  const { record, flush } = useRecorder();
  const card = useRef<HTMLLIElement>(null);
  const { content } = item;
  useImpression(content.contentId, card);
  const lang = pieceLanguage(content.language);
  const look = LOOKS[rank];
  const reason = item.reasons.find(({ code }) => !ABOUT_NOBODY.has(code));
  const why = reason && reasonText(words, reason);
  const opened = () => {
    record("click", content.contentId);
    flush();
  };
  return (
    <li ref={card} data-content={content.contentId} className={`flex flex-col border-b border-line py-6 ${look.card}`}>
      {content.language.startsWith("zh") && <ChineseFonts />}
      <article className={rank === "lead" ? "lg:col-span-2" : ""}>
        <Kicker content={content} />
        <h2 lang={lang} className={`mt-2 leading-[1.2] font-semibold ${look.title}`}>
          <Link href={`/content/${content.contentId}`} onClick={opened} className="hover:text-link">
            {content.title}
          </Link>
        </h2>
        <p lang={lang} className={`mt-2.5 font-serif text-soft ${look.summary}`}>
          {content.summary}
        </p>
        <Byline creator={content.creator} className="mt-2.5" />
      </article>
      <div className={look.foot}>
        {why && (
          <p className="font-serif text-[0.9375rem] leading-snug text-soft italic" lang={why.language}>
            {why.text}
          </p>
        )}
        <div className="flex flex-wrap items-center justify-between gap-x-2 gap-y-3">
          <CardAttention item={item} verifiedMs={verifiedMs} large={rank === "lead"} />
          <div className="ml-auto">
            {owned ? (
              <p data-owned className="text-sm font-medium">
                {words.feed.owned}
              </p>
            ) : (
              <FeedPrice item={item} rateWei={rateWei} />
            )}
          </div>
        </div>
      </div>
    </li>
  );
}

/** The ring: seconds verified of seconds expected. */
function CardAttention({ item, verifiedMs, large }: { item: FeedItem; verifiedMs: number; large: boolean }) {
  const { feed: words } = useWords();
  const { whole } = useFormats();
  const verified = whole(Math.floor(verifiedMs / 1000));
  const expected = whole(item.valueSeconds);
  const full = verifiedMs / 1000 >= item.valueSeconds;
  return (
    <div className="flex items-center gap-2.5">
      <Ring
        share={item.valueSeconds > 0 ? verifiedMs / 1000 / item.valueSeconds : 0}
        size={large ? "medium" : "small"}
        label={full ? words.ringFull(verified) : words.ringLabel(verified, expected)}
      />
      <p className="figures text-sm whitespace-nowrap text-attention" aria-hidden="true">
        {verifiedMs === 0
          ? words.expected(expected)
          : full
            ? words.verified(verified)
            : words.verifiedOf(verified, expected)}
      </p>
    </div>
  );
}
