"use client";

import { pieceLanguage } from "../content/pieceLanguage.ts";
import { ChineseFonts } from "../language/ChineseFonts.tsx";
import { useWords } from "../language/context.tsx";
import type { AdTitles } from "../oracle/types.ts";

/** A campaign by its ad's title, in the ad's language; by its number where nobody deposited what it shows. */
export function CampaignName({ campaignId, titles }: { campaignId: string; titles: AdTitles }) {
  const { campaigns: words } = useWords();
  const ad = titles[campaignId];
  if (!ad) return words.campaign(campaignId);
  return (
    <>
      {ad.language.startsWith("zh") && <ChineseFonts />}
      <span lang={pieceLanguage(ad.language)}>{ad.title}</span>
    </>
  );
}
