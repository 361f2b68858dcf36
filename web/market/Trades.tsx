"use client";

import { PieceLink } from "../content/PieceLink.tsx";
import { useFormats, useWords } from "../language/context.tsx";
import { Amount } from "../money/Amount.tsx";
import { formatHeed } from "../money/heed.ts";
import { Ledger } from "../money/Ledger.tsx";
import type { Trade } from "../oracle/types.ts";
import { useTrades } from "../oracle/useTrades.ts";

/** Purchases, newest first, as they are made. */
export function Trades({ trades }: { trades: readonly Trade[] }) {
  const { market: words } = useWords();
  const line = useTrades();
  return (
    <>
      <p role="status" data-line={line} className="mb-4 flex items-center gap-2 text-sm text-soft">
        <span
          aria-hidden="true"
          className={`size-2 rounded-full ${line === "live" ? "bg-ink" : "border border-strong-line"}`}
        />
        {words[line]}
      </p>
      {trades.length === 0 && <p className="font-serif text-lg text-soft">{words.noTrades}</p>}
      <ol aria-live="polite" aria-relevant="additions" aria-label={words.trades}>
        {trades.map((trade) => (
          <Row key={trade.id} trade={trade} />
        ))}
      </ol>
    </>
  );
}

function Row({ trade }: { trade: Trade }) {
  const { market: words, computation } = useWords();
  const { second } = useFormats();
  const { id, atMs, quantity, unitPriceWei, amountWei, txHash, ...piece } = trade;
  return (
    <li data-trade={id} className="flex flex-wrap items-baseline gap-x-6 gap-y-1 border-t border-line py-3 text-sm">
      <span className="min-w-0 flex-1 basis-64">
        <PieceLink contentId={piece.contentId} title={piece.title} language={piece.language} />
        {quantity !== "1" && <span className="figures text-soft"> {words.times(quantity)}</span>}
      </span>
      <time dateTime={new Date(atMs).toISOString()} className="figures text-soft" title={txHash}>
        {second(atMs)}
      </time>
      <Amount wei={amountWei}>
        <Ledger
          lines={[
            { label: computation.unit, figure: formatHeed(unitPriceWei), unit: "HEED" },
            { label: computation.quantity, figure: words.times(quantity) },
            { label: computation.total, figure: formatHeed(amountWei), unit: "HEED", total: true },
          ]}
        />
      </Amount>
    </li>
  );
}
