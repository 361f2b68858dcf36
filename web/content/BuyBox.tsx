"use client";

import { useState } from "react";
import { useWallet } from "../chain/useWallet.ts";
import { NetworkNotice } from "../frame/NetworkNotice.tsx";
import { useWords } from "../language/context.tsx";
import { Amount } from "../money/Amount.tsx";
import { formatHeed } from "../money/heed.ts";
import { Ledger } from "../money/Ledger.tsx";
import { useFeedPrice } from "../oracle/queries.ts";
import type { ContentDetail } from "../oracle/types.ts";
import { Button } from "../parts/Button.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Problem } from "../parts/Problem.tsx";
import { useAccountDialog } from "../session/AccountProvider.tsx";
import { BuyOptions } from "./BuyOptions.tsx";
import { PriceChoice } from "./PriceChoice.tsx";
import { QuoteLife } from "./QuoteLife.tsx";
import { usePurchase } from "./usePurchase.ts";

export interface BuyBoxProps {
  /** Of the page's address */
  contentId: string;
  content: ContentDetail;
  licences: bigint | undefined;
}

/** Both prices side by side, and the button that pays one of them. Somebody who owns the piece opens it on purpose. */
export function BuyBox({ contentId, content, licences }: BuyBoxProps) {
  const { buy: words, piece } = useWords();
  const owns = (licences ?? 0n) > 0n;
  const [again, setAgain] = useState(false);
  return (
    <section aria-labelledby="buy" className="border-t-2 border-ink pt-4">
      <h2 id="buy" className="text-2xl font-semibold">
        {owns ? piece.owned : words.title}
      </h2>
      {owns && !again ? (
        <Button className="mt-3" onClick={() => setAgain(true)}>
          {words.another}
        </Button>
      ) : (
        <Offer contentId={contentId} content={content} />
      )}
    </section>
  );
}

function Offer({ contentId, content }: Omit<BuyBoxProps, "licences">) {
  const { buy: words, computation } = useWords();
  const { connected, wrongNetwork } = useWallet();
  const dialog = useAccountDialog();
  const purchase = usePurchase(contentId, content);
  const inFeed = useFeedPrice(contentId);
  const { quotes, error, refetch, kind, quote, quantity, recipient, recipientBad, moved, busy } = purchase;
  if (error) return <Problem error={error} retry={refetch} />;
  if (connected && !quotes) return <Loading>{words.loading}</Loading>;
  const before = inFeed === null ? null : formatHeed(inFeed);
  const read = before !== null && quotes?.personal && before !== formatHeed(quotes.personal.unitPriceWei);
  const total = quote ? BigInt(quote.unitPriceWei) * BigInt(quantity) : undefined;
  return (
    <div className="mt-3 space-y-4">
      <PriceChoice content={content} quotes={quotes} kind={kind} choose={purchase.choose} />
      {read && <p className="text-xs leading-snug text-soft">{words.feedPrice(before)}</p>}
      {!connected && (
        <Button look="solid" className="w-full" onClick={() => dialog.open("connect")}>
          {words.connect}
        </Button>
      )}
      {connected && quote && total !== undefined && (
        <>
          <BuyOptions purchase={purchase} />
          {wrongNetwork && <NetworkNotice />}
          <div className="flex items-baseline justify-between border-t border-line pt-3">
            <span className="text-sm text-soft">{words.total}</span>
            <Amount wei={total} className="text-xl font-medium">
              <Ledger
                lines={[
                  { label: computation.unit, figure: formatHeed(quote.unitPriceWei), unit: "HEED" },
                  { label: computation.quantity, figure: `× ${quantity}` },
                  { label: computation.total, figure: formatHeed(total), unit: "HEED", total: true },
                ]}
              />
            </Amount>
          </div>
          {moved && <Notice>{words.moved(formatHeed(moved.was), formatHeed(moved.now))}</Notice>}
          <Button
            look="solid"
            className="w-full"
            disabled={busy || recipientBad !== null || wrongNetwork}
            onClick={() => void purchase.buy()}
          >
            {busy ? words.busy : (recipient ? words.actionGift : words.action)(formatHeed(total))}
          </Button>
          <QuoteLife until={purchase.until} />
        </>
      )}
    </div>
  );
}
