"use client";

import { useEffect, useRef, useState } from "react";
import type { Address } from "viem";
import { useBuy } from "../chain/useBuy.ts";
import { useWallet } from "../chain/useWallet.ts";
import { useConfig } from "../config/context.tsx";
import { useQuotes } from "../oracle/queries.ts";
import type { ContentDetail, Quotes, SignedQuote } from "../oracle/types.ts";
import { recipientProblem } from "./recipient.ts";

export type PriceKind = "personal" | "standard";

/** Most licences that one quote lets a buyer take. */
export const MOST_LICENCES = 10;

/** How long the oracle lets a quote live. The local chain's clock may run ahead of this one, so expiresAt alone says too much. */
const QUOTE_LIFE_MS = 120_000;

/** A quote nearer to its end than this is fetched anew before the wallet opens. */
const FRESH_MS = 20_000;

const REFETCH_AFTER = new Set([
  "quote-expired",
  "quote-not-valid",
  "price-out-of-bounds",
  "price-moved",
  "answer-differs",
]);

function cheaper(quotes: Quotes): PriceKind {
  const { personal, standard } = quotes;
  return personal !== null && BigInt(personal.unitPriceWei) <= BigInt(standard.unitPriceWei) ? "personal" : "standard";
}

/**
 * The state of one purchase: quotes, which of them, how many, for whom; and buying at exactly the price on screen.
 * @param contentId of the page's address, which the quotes must be for
 */
export function usePurchase(contentId: string, content: ContentDetail) {
  const { address } = useWallet();
  const buyAt = useBuy();
  const [chosen, choose] = useState<PriceKind | null>(null);
  const [quantity, setQuantity] = useState(1);
  const [recipient, setRecipient] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { market, token, oracle } = useConfig();
  const recipientBad = recipient === null ? null : recipientProblem(recipient, [market, token, oracle]);
  const gift = recipient === null || recipientBad ? undefined : (recipient as Address);
  const terms = { buyer: address, maxQuantity: MOST_LICENCES, recipient: gift };
  const { data: quotes, dataUpdatedAt, error, refetch } = useQuotes(contentId, terms, address !== undefined);
  const kind = quotes && (chosen === "personal" && quotes.personal === null ? "standard" : (chosen ?? cheaper(quotes)));
  const quote = quotes && kind && quotes[kind];
  const until = Math.min(dataUpdatedAt + QUOTE_LIFE_MS, (quote?.expiresAt ?? 0) * 1000);
  const moved = useMoved(kind, quote?.unitPriceWei);

  /** Fetches a quote that lives long enough; null where that changed the price, which the viewer must see first. */
  const fresh = async (shown: SignedQuote): Promise<SignedQuote | null> => {
    if (until - Date.now() >= FRESH_MS) return shown;
    const renewed = (await refetch()).data;
    const next = renewed && kind && renewed[kind];
    return next && next.unitPriceWei === shown.unitPriceWei ? next : null;
  };

  const buy = async () => {
    if (!quote) return;
    setBusy(true);
    const current = await fresh(quote);
    if (current !== null) {
      const { unitPriceWei } = quote;
      const of = { title: content.title, creator: content.creator.address };
      const failure = await buyAt({ ...of, contentId, quote: current, unitPriceWei, quantity, gift });
      if (failure !== null && REFETCH_AFTER.has(failure.code)) await refetch();
    }
    setBusy(false);
  };
  const retry = () => void refetch();
  return {
    ...{ quotes, error, refetch: retry, kind, quote, until, quantity, recipient, recipientBad, busy, moved },
    ...{ choose, setQuantity, setRecipient, buy },
  };
}

export type PurchaseState = ReturnType<typeof usePurchase>;

/** The last change of the price of the same kind, so that it never moves unseen. */
function useMoved(kind: PriceKind | undefined, wei: string | undefined): { was: string; now: string } | null {
  const last = useRef<{ kind: PriceKind; wei: string } | null>(null);
  const [moved, setMoved] = useState<{ was: string; now: string } | null>(null);
  useEffect(() => {
    if (kind === undefined || wei === undefined) return;
    const before = last.current;
    last.current = { kind, wei };
    if (before?.kind !== kind) setMoved(null);
    else if (before.wei !== wei) setMoved({ was: before.wei, now: wei });
  }, [kind, wei]);
  return moved;
}
