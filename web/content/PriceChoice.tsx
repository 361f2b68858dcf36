"use client";

import { RadioGroup } from "radix-ui";
import { useId } from "react";
import { useFormats, useWords } from "../language/context.tsx";
import { reasonText } from "../language/reasons.ts";
import { Amount } from "../money/Amount.tsx";
import { StandardPrice } from "../money/StandardPrice.tsx";
import { useConsent } from "../oracle/queries.ts";
import type { ContentDetail, Explanation, Quotes, SignedQuote } from "../oracle/types.ts";
import { useSession } from "../oracle/useSession.ts";
import { QuoteComputation } from "./QuoteComputation.tsx";
import type { PriceKind } from "./usePurchase.ts";

export interface PriceChoiceProps {
  content: ContentDetail;
  quotes: Quotes | undefined;
  kind: PriceKind | undefined;
  choose(kind: PriceKind): void;
}

/** Personal and standard price side by side; the buyer may take either. */
export function PriceChoice({ content, quotes, kind, choose }: PriceChoiceProps) {
  const words = useWords();
  const { signed } = useFormats();
  const reasons = quotes?.personal ? quotes.explanation.reasons : [];
  return (
    <>
      <RadioGroup.Root
        value={kind ?? "standard"}
        onValueChange={(next) => choose(next as PriceKind)}
        aria-label={words.buy.choose}
        className="grid grid-cols-2 gap-3"
      >
        <Price
          kind="personal"
          label={words.buy.personal}
          quote={quotes?.personal ?? null}
          explanation={quotes?.explanation}
        />
        <Price
          kind="standard"
          label={words.buy.standard}
          quote={quotes?.standard ?? null}
          content={content}
          explanation={quotes?.explanation}
        />
      </RadioGroup.Root>
      {reasons.length > 0 && (
        <ul className="space-y-1 font-serif text-[0.9375rem] leading-snug text-soft italic">
          {reasons.map((reason) => {
            const { text, language } = reasonText(words, reason);
            return (
              <li key={reason.code} className="flex justify-between gap-4">
                <span lang={language}>{text}</span>
                {typeof reason.params.seconds === "number" && (
                  <span className="figures shrink-0 font-sans text-xs leading-6 text-attention not-italic">
                    {words.seconds(signed(reason.params.seconds))}
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {reasons.some(({ params }) => typeof params.seconds === "number") && (
        <p className="text-xs leading-snug text-soft">{words.buy.reasonSeconds}</p>
      )}
    </>
  );
}

interface PriceProps {
  kind: PriceKind;
  label: string;
  quote: SignedQuote | null;
  /** Whose standard price is shown where there is nobody to quote for yet */
  content?: ContentDetail;
  explanation: Explanation | undefined;
}

function Price({ kind, label, quote, content, explanation }: PriceProps) {
  const id = useId();
  const { seconds } = useWords();
  const { tenths } = useFormats();
  const value = explanation && (kind === "personal" ? explanation.value : explanation.standardValue);
  return (
    <div
      data-price={kind}
      className="flex flex-col justify-between gap-2 border border-line p-3 has-[[data-state=checked]]:border-ink has-[[data-state=checked]]:bg-raised"
    >
      <div className="flex items-center gap-2 text-sm">
        <RadioGroup.Item
          id={id}
          value={kind}
          disabled={quote === null}
          className="grid size-4 shrink-0 place-items-center rounded-full border border-strong-line disabled:opacity-40 data-[state=checked]:border-ink"
        >
          <RadioGroup.Indicator className="size-2 rounded-full bg-ink" />
        </RadioGroup.Item>
        <label htmlFor={id}>{label}</label>
      </div>
      {quote === null && content === undefined ? (
        <NoPersonalPrice />
      ) : (
        <div className="text-right">
          {explanation && quote ? (
            <Amount wei={quote.unitPriceWei} className="text-lg font-medium">
              <QuoteComputation kind={kind} quote={quote} explanation={explanation} />
            </Amount>
          ) : (
            content && <StandardPrice content={content} className="text-lg font-medium" />
          )}
          {value !== undefined && <p className="figures text-xs text-attention">{seconds(tenths(value))}</p>}
        </div>
      )}
    </div>
  );
}

function NoPersonalPrice() {
  const { buy: words, footer } = useWords();
  const { address, error } = useSession();
  const consent = useConsent();
  const signedOut = error ? footer.unreachable : words.noPersonalSignedOut;
  const agreed = consent.data?.personalise ? words.noPersonalYet : words.noPersonalConsent;
  const why = address === null ? signedOut : consent.isLoadingError ? footer.unreachable : agreed;
  return <p className="text-xs leading-snug text-soft">{why}</p>;
}
