"use client";

import { useAdBeside } from "../oracle/campaignQueries.ts";
import { AdCard } from "./AdCard.tsx";

/** The ad beside a piece, for who opted in; no trace of one for anybody else. */
export function AdBeside({ contentId }: { contentId: string }) {
  const { data } = useAdBeside(contentId);
  if (!data?.ad) return null;
  // Another epoch's ad is another: it is seen anew.
  return <AdCard key={data.ad.id} ad={data.ad} />;
}
