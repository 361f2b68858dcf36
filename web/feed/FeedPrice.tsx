"use client";

import { useWords } from "../language/context.tsx";
import { Amount } from "../money/Amount.tsx";
import { PriceComputation } from "../money/PriceComputation.tsx";
import { StandardPrice } from "../money/StandardPrice.tsx";
import type { FeedItem } from "../oracle/types.ts";

/** The viewer's own price over the standard one, figures right-aligned; the standard one alone where there is no other. */
export function FeedPrice({ item, rateWei }: { item: FeedItem; rateWei: bigint | null }) {
  const { feed: words } = useWords();
  const { content, personalWei, standardWei, valueSeconds, interest } = item;
  const own = personalWei ?? standardWei;
  return (
    <dl className="grid grid-cols-[auto_auto] items-baseline justify-end gap-x-2.5 text-right leading-snug">
      <dt className="text-xs text-soft">{personalWei === null ? words.standard : words.forYou}</dt>
      <dd>
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
      </dd>
      {personalWei !== null && (
        <>
          <dt className="text-xs text-soft">{words.standard}</dt>
          <dd>
            <StandardPrice content={content} className="text-sm text-soft" />
          </dd>
        </>
      )}
    </dl>
  );
}
