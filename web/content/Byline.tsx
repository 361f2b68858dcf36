"use client";

import Link from "next/link";
import { useWords } from "../language/context.tsx";
import type { ContentSummary } from "../oracle/types.ts";

/** Who wrote it; the address where no name was given. */
export function Byline({ creator, className = "" }: { creator: ContentSummary["creator"]; className?: string }) {
  const { feed, shortAddress } = useWords();
  return (
    <p className={`text-sm ${className}`} data-creator={creator.address}>
      <span className="text-soft">{feed.by}</span>{" "}
      <Link href={`/creator/${creator.address}`} className="text-link">
        {creator.name || shortAddress(creator.address)}
      </Link>
    </p>
  );
}
