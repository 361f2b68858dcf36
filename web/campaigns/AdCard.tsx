"use client";

import Link from "next/link";
import { Popover } from "radix-ui";
import { useRef } from "react";
import { pieceLanguage } from "../content/pieceLanguage.ts";
import { ChineseFonts } from "../language/ChineseFonts.tsx";
import { useFormats, useWords } from "../language/context.tsx";
import { useOracle } from "../oracle/context.tsx";
import { useSetEarning } from "../oracle/earningQueries.ts";
import type { Ad } from "../oracle/types.ts";
import { useAdInView } from "./useAdInView.ts";

/** An ad that was served: labelled, with who pays, why this viewer sees it, and the way out. Beside a piece it is low where it stands above the text. */
export function AdCard({ ad, beside = false }: { ad: Ad; beside?: boolean }) {
  const oracle = useOracle();
  const card = useRef<HTMLElement>(null);
  useAdInView(ad.id, card);
  const followed = () => void oracle.adClicked(ad.id).catch(() => {});
  return (
    <aside
      ref={card}
      data-ad={ad.id}
      className={`flex h-full flex-col border border-line ${beside ? "px-4 py-3 lg:p-5" : "p-5"}`}
    >
      <AdCopy creative={ad.creative} onFollow={followed} low={beside} />
      <div
        className={`mt-auto flex flex-wrap items-baseline justify-between gap-x-4 text-xs text-soft ${beside ? "pt-1 lg:pt-4" : "pt-4"}`}
      >
        <PaidBy ad={ad} />
        <Why ad={ad} />
      </div>
    </aside>
  );
}

interface AdCopyProps {
  creative: Ad["creative"];
  onFollow?: () => void;
  /** On a narrow screen label and address share a line. */
  low?: boolean;
}

/** What an ad says, as viewers see it. */
export function AdCopy({ creative, onFollow, low = false }: AdCopyProps) {
  const { campaigns: words } = useWords();
  const lang = pieceLanguage(creative.language);
  return (
    <>
      {creative.language.startsWith("zh") && <ChineseFonts />}
      <p className="flex items-baseline justify-between gap-4 text-xs">
        <span className="border border-strong-line px-1.5 py-0.5 font-semibold tracking-wide uppercase">
          {words.adLabel}
        </span>
        {low && <span className="text-soft break-all lg:hidden">{hostOf(creative.link)}</span>}
      </p>
      <p
        lang={lang}
        className={`font-serif leading-tight font-semibold [overflow-wrap:anywhere] ${low ? "mt-2 text-lg lg:mt-3 lg:text-xl" : "mt-3 text-xl"}`}
      >
        {onFollow ? (
          <a
            href={creative.link}
            target="_blank"
            rel="noopener noreferrer nofollow sponsored"
            onClick={onFollow}
            className="hover:text-link"
          >
            {creative.title}
          </a>
        ) : (
          creative.title
        )}
      </p>
      <p
        lang={lang}
        className={`font-serif text-soft [overflow-wrap:anywhere] ${low ? "mt-1 leading-snug lg:mt-2 lg:leading-normal" : "mt-2"}`}
      >
        {creative.text}
      </p>
      <p className={`mt-2 text-xs break-all text-soft ${low ? "max-lg:hidden" : ""}`}>{hostOf(creative.link)}</p>
    </>
  );
}

function PaidBy({ ad }: { ad: Ad }) {
  const words = useWords();
  const { name, address } = ad.advertiser;
  return (
    <Link href={`/campaigns/${ad.campaignId}`} prefetch={false} className="hover:text-ink">
      {words.campaigns.by(name || words.shortAddress(address))}
    </Link>
  );
}

function Why({ ad: { reason, advertiser, campaignId } }: { ad: Ad }) {
  const words = useWords();
  const { campaigns } = words;
  const { percent } = useFormats();
  const { mutate, isPending } = useSetEarning();
  const topics = reason.topics.map((topic) => words.topics[topic] ?? topic).join(words.comma) || campaigns.anyTopic;
  const why =
    reason.interest !== null
      ? campaigns.whyPersonal(topics, percent(Math.round(100 * reason.interest) / 100))
      : reason.topics.length === 0
        ? campaigns.whyAnybody
        : campaigns.whyTopics(topics);
  return (
    <Popover.Root>
      <Popover.Trigger className="py-1 text-link">{campaigns.why}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={8}
          collisionPadding={12}
          aria-label={campaigns.whyTitle}
          className="z-50 w-[min(24rem,calc(100vw-1.5rem))] border border-strong-line bg-raised px-5 py-4 text-sm"
        >
          <p className="mb-2 font-serif text-lg font-semibold">{campaigns.whyTitle}</p>
          <p>{why}</p>
          <p className="mt-2">{campaigns.whyPays(advertiser.name || words.shortAddress(advertiser.address))}</p>
          <p className="mt-3 flex flex-wrap gap-x-5">
            <button type="button" className="py-1 text-link" disabled={isPending} onClick={() => mutate(null)}>
              {campaigns.optOut}
            </button>
            <Link href={`/campaigns/${campaignId}`} prefetch={false} className="py-1 text-link">
              {campaigns.pageOf}
            </Link>
          </p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Where a link leads, as people read it; nothing while it is none yet. */
function hostOf(link: string): string {
  return URL.canParse(link) ? new URL(link).host : "";
}
