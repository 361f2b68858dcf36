"use client";

import { useAdBeside } from "../oracle/campaignQueries.ts";
import { AdCard } from "./AdCard.tsx";

/** The ad beside a piece, for who opted in; no trace of one for anybody else. */
export function AdBeside({ contentId }: { contentId: string }) {
  const { data } = useAdBeside(contentId);
  if (!data?.ad) return null;
  // In a box of its own: the card fills what it stands in, and that mustn't be the column. Another epoch's ad is seen anew.
  return (
    <div>
      <AdCard key={data.ad.id} ad={data.ad} />
    </div>
  );
}
