"use client";

import Link from "next/link";
import { Byline } from "../content/Byline.tsx";
import { Kicker } from "../content/Kicker.tsx";
import { pieceLanguage } from "../content/pieceLanguage.ts";
import { ChineseFonts } from "../language/ChineseFonts.tsx";
import { useFormats, useWords } from "../language/context.tsx";
import { Amount } from "../money/Amount.tsx";
import { formatHeed } from "../money/heed.ts";
import { Ledger } from "../money/Ledger.tsx";
import type { Licence } from "../oracle/types.ts";

/** One owned piece: what, by whom, since when, and what was paid for it. */
export function LicenceRow({ licence }: { licence: Licence }) {
  const { library: words, computation } = useWords();
  const { date, whole } = useFormats();
  const { content, quantity, boughtAtMs, txHash, unitPriceWei } = licence;
  const total = BigInt(unitPriceWei) * BigInt(quantity);
  return (
    <li className="grid gap-x-10 gap-y-3 border-t border-line py-6 sm:grid-cols-[minmax(0,1fr)_auto]">
      {content.language.startsWith("zh") && <ChineseFonts />}
      <div>
        <Kicker content={content} />
        <h2 lang={pieceLanguage(content.language)} className="mt-1 text-2xl leading-tight font-semibold">
          <Link href={`/content/${content.contentId}`} className="hover:text-link">
            {content.title}
          </Link>
        </h2>
        <Byline creator={content.creator} className="mt-1" />
      </div>
      <div className="text-sm sm:text-right">
        <p>
          <Amount wei={total} className="text-[1.0625rem] font-medium">
            <Ledger
              lines={[
                { label: computation.unit, figure: formatHeed(unitPriceWei), unit: "HEED" },
                { label: computation.quantity, figure: `× ${quantity}` },
                { label: words.paid, figure: formatHeed(total), unit: "HEED", total: true },
              ]}
            />
          </Amount>
        </p>
        <p className="mt-1 text-soft">
          {words.licences(whole(quantity))}
          {boughtAtMs !== null && ` · ${words.bought(date(boughtAtMs))}`}
        </p>
        <p className="figures mt-1 text-xs text-soft" title={txHash}>
          {words.transaction} {txHash.slice(0, 10)}…{txHash.slice(-6)}
        </p>
      </div>
    </li>
  );
}
