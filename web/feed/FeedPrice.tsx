"use client";

import { useWords } from "../language/context.tsx";
import { Amount } from "../money/Amount.tsx";
import { PriceComputation } from "../money/PriceComputation.tsx";
import type { FeedItem } from "../oracle/types.ts";

/** The viewer's own price over the standard one, right-aligned; the standard one alone where there is no other. */
export function FeedPrice({ item, rateWei }: { item: FeedItem; rateWei: bigint | null }) {
  const { feed: words } = useWords();
  const { content, personalWei, standardWei, valueSeconds, interest } = item;
  const own = personalWei ?? standardWei;
  return (
    <div className="text-right leading-tight">
      <p>
        <Amount wei={own} className="text-[1.0625rem] font-medium">
          {rateWei !== null && (
            <PriceComputation
              interest={personalWei === null ? undefined : interest}
              value={valueSeconds}
              personal={personalWei !== null}
              rateWei={rateWei}
              floorWei={BigInt(content.floorWei)}
              ceilingWei={BigInt(content.ceilingWei)}
              priceWei={BigInt(own)}
            />
          )}
        </Amount>
      </p>
      <p className="mt-1 text-xs text-soft">
        {personalWei === null ? (
          words.standard
        ) : (
          <>
            {words.forYou} · {words.standard} <Amount wei={standardWei} className="figures" />
          </>
        )}
      </p>
    </div>
  );
}
