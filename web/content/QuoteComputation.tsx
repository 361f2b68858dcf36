"use client";

import { failureOf } from "../chain/failure.ts";
import { useWords } from "../language/context.tsx";
import { PriceComputation } from "../money/PriceComputation.tsx";
import { useRecompute } from "../oracle/mutations.ts";
import type { Explanation, SignedQuote } from "../oracle/types.ts";
import { useSession } from "../oracle/useSession.ts";
import { Button } from "../parts/Button.tsx";
import { failureText } from "../transactions/failureText.ts";
import type { PriceKind } from "./usePurchase.ts";

export interface QuoteComputationProps {
  kind: PriceKind;
  quote: SignedQuote;
  explanation: Explanation;
}

/** A signed price's computation, what it was computed from, and a button that has it recomputed. */
export function QuoteComputation({ kind, quote, explanation }: QuoteComputationProps) {
  const { computation: words } = useWords();
  const { interest, value, standardValue, rateWei, floorWei, ceilingWei, model, inputsHash } = explanation;
  const personal = kind === "personal";
  return (
    <>
      <PriceComputation
        interest={personal ? interest : undefined}
        value={personal ? value : standardValue}
        personal={personal}
        rateWei={BigInt(rateWei)}
        floorWei={BigInt(floorWei)}
        ceilingWei={BigInt(ceilingWei)}
        priceWei={BigInt(quote.unitPriceWei)}
      />
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-3 border-t border-line pt-2 text-xs text-soft">
        <dt>{words.model}</dt>
        <dd className="truncate text-right">{model}</dd>
        <dt>{words.inputs}</dt>
        <dd className="figures truncate text-right" title={inputsHash}>
          {inputsHash.slice(0, 14)}…
        </dd>
      </dl>
      <p className="mt-1 text-xs text-soft">{words.signedBy}</p>
      <Recompute quote={quote} />
    </>
  );
}

/** The oracle explains a price only to the wallet it was signed for. */
function Recompute({ quote }: { quote: SignedQuote }) {
  const all = useWords();
  const words = all.computation;
  const { address } = useSession();
  const { mutate, data, isPending, error } = useRecompute();
  if (address === null) return null;
  const said = error
    ? failureText(all, failureOf(error))
    : { text: data ? (data.holds ? words.holds : words.fails) : "" };
  return (
    <div className="mt-2 flex items-center gap-3">
      <Button onClick={() => mutate(quote.digest)} disabled={isPending}>
        {isPending ? words.checking : words.check}
      </Button>
      <span role="status" lang={said.lang}>
        {said.text}
      </span>
    </div>
  );
}
