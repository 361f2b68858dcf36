"use client";

import Link from "next/link";
import { useState } from "react";
import { pieceLanguage } from "../content/pieceLanguage.ts";
import { ChineseFonts } from "../language/ChineseFonts.tsx";
import { useFormats, useWords } from "../language/context.tsx";
import { formatHeed } from "../money/heed.ts";
import { useCampaigns } from "../oracle/campaignQueries.ts";
import type { Campaign } from "../oracle/types.ts";
import { useSession } from "../oracle/useSession.ts";
import { buttonClass } from "../parts/Button.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Page } from "../parts/Page.tsx";
import { Problem } from "../parts/Problem.tsx";
import { SegmentedControl } from "../parts/SegmentedControl.tsx";

type Whose = "all" | "mine";

/** Everybody's campaigns, or the signed-in wallet's own, newest first. */
export function Campaigns() {
  const { campaigns: words } = useWords();
  const { address } = useSession();
  const [chosen, setChosen] = useState<Whose>("all");
  const whose = address === null ? "all" : chosen;
  const { data, error, refetch } = useCampaigns(whose === "mine" ? (address ?? undefined) : undefined);
  return (
    <Page title={words.title} intro={words.intro}>
      <div className="flex flex-wrap items-center justify-between gap-4 pb-6">
        {address === null ? (
          <span />
        ) : (
          <SegmentedControl
            label={words.whose}
            options={{ all: words.all, mine: words.mine }}
            value={whose}
            onChange={setChosen}
          />
        )}
        <Link href="/campaigns/new" className={buttonClass("solid")}>
          {words.create}
        </Link>
      </div>
      {error && !data && <Problem error={error} retry={refetch} />}
      {!data && !error && <Loading>{words.loading}</Loading>}
      {data?.campaigns.length === 0 && (
        <p data-empty className="border-t border-line py-10 font-serif text-lg text-soft">
          {whose === "mine" ? words.emptyMine : words.empty}
        </p>
      )}
      {data && data.campaigns.length > 0 && (
        <ul className="border-t-2 border-ink">
          {data.campaigns.map((campaign) => (
            <Row key={campaign.campaignId} campaign={campaign} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function Row({ campaign }: { campaign: Campaign }) {
  const words = useWords();
  const { campaigns } = words;
  const { date, whole } = useFormats();
  const { campaignId, creative, advertiser, state, startsAtS, endsAtS, spentWei, paidInWei, boughtMs } = campaign;
  return (
    <li data-campaign={campaignId} className="grid gap-x-8 gap-y-2 border-b border-line py-5 sm:grid-cols-[1fr_auto]">
      {creative?.language.startsWith("zh") && <ChineseFonts />}
      <div className="min-w-0">
        <h2
          lang={creative ? pieceLanguage(creative.language) : undefined}
          className="text-xl leading-tight font-semibold"
        >
          <Link href={`/campaigns/${campaignId}`} prefetch={false} className="[overflow-wrap:anywhere] hover:text-link">
            {creative?.title ?? campaigns.campaign(campaignId)}
          </Link>
        </h2>
        <p className="mt-1 text-sm text-soft">
          {campaigns.by(advertiser.name || words.shortAddress(advertiser.address))} · {campaigns.states[state]} ·{" "}
          {state === "scheduled" ? campaigns.from(date(startsAtS * 1000)) : campaigns.until(date(endsAtS * 1000))}
        </p>
      </div>
      <p className="figures text-sm sm:text-right">
        <span className="block">{campaigns.spentOf(formatHeed(spentWei, 2), formatHeed(paidInWei, 2))}</span>
        <span className="block text-attention">{campaigns.secondsBought(whole(Math.floor(boughtMs / 1000)))}</span>
      </p>
    </li>
  );
}
