"use client";

import Link from "next/link";
import { useWords } from "../language/context.tsx";
import type { ContentSummary } from "../oracle/types.ts";

export interface BylineProps {
  creator: ContentSummary["creator"];
  /** The address beside the name too: names are anybody's, and here is where money changes hands */
  withAddress?: boolean;
  className?: string;
}

/** Who wrote it; the address where no name was given. */
export function Byline({ creator, withAddress = false, className = "" }: BylineProps) {
  const { feed, shortAddress } = useWords();
  return (
    <p className={`text-sm ${className}`} data-creator={creator.address}>
      <span className="text-soft">{feed.by}</span>{" "}
      <Link href={`/creator/${creator.address}`} className="text-link">
        {creator.name || shortAddress(creator.address)}
      </Link>
      {withAddress && creator.name && (
        <span className="figures ml-2 text-xs text-soft">{shortAddress(creator.address)}</span>
      )}
    </p>
  );
}
