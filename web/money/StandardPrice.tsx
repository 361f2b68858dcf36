"use client";

import { useWords } from "../language/context.tsx";
import { useStatus } from "../oracle/queries.ts";
import type { ContentSummary } from "../oracle/types.ts";
import { Amount } from "./Amount.tsx";
import { formatHeed } from "./heed.ts";
import { Ledger } from "./Ledger.tsx";

/** A piece's standard price with its computation: everybody's mean value × rate, within the creator's bounds. */
export function StandardPrice({ content, className = "" }: { content: ContentSummary; className?: string }) {
  const { computation: words } = useWords();
  const { data: status } = useStatus();
  const { standardWei, floorWei, ceilingWei } = content;
  const bound = standardWei === floorWei ? words.atFloor : standardWei === ceilingWei ? words.atCeiling : words.within;
  return (
    <Amount wei={standardWei} className={className}>
      <p className="mb-2 text-soft">{words.standardRule}</p>
      <Ledger
        lines={[
          ...(status
            ? [{ label: words.rate, figure: formatHeed(status.rateWeiPerSecond), unit: words.perSecond }]
            : []),
          { label: words.floor, figure: formatHeed(floorWei), unit: "HEED" },
          { label: words.ceiling, figure: formatHeed(ceilingWei), unit: "HEED" },
          { label: words.price, figure: formatHeed(standardWei), unit: "HEED", total: true },
        ]}
      />
      <p className="mt-2 text-soft">{bound}</p>
    </Amount>
  );
}
