"use client";

import { useId } from "react";
import { useWords } from "../language/context.tsx";
import { FieldProblem } from "../parts/FieldProblem.tsx";
import { MOST_LICENCES, type PurchaseState } from "./usePurchase.ts";

const QUANTITIES = Array.from({ length: MOST_LICENCES }, (_, index) => index + 1);

/** How many licences, and for whom. */
export function BuyOptions({ purchase }: { purchase: PurchaseState }) {
  const { buy: words } = useWords();
  const id = useId();
  const { quantity, setQuantity, recipient, recipientBad, setRecipient } = purchase;
  const complain = recipientBad !== null && recipient !== "";
  return (
    <div className="space-y-3 text-sm">
      <div className="flex items-center justify-between gap-4">
        <label htmlFor={`${id}-quantity`}>{words.quantity}</label>
        <select
          id={`${id}-quantity`}
          value={quantity}
          onChange={(event) => setQuantity(Number(event.target.value))}
          className="figures min-h-9 rounded-[3px] border border-strong-line bg-raised px-2 text-right"
        >
          {QUANTITIES.map((quantity) => (
            <option key={quantity} value={quantity}>
              {quantity}
            </option>
          ))}
        </select>
      </div>
      <label className="flex items-center gap-2.5">
        <input
          type="checkbox"
          checked={recipient !== null}
          onChange={(event) => setRecipient(event.target.checked ? "" : null)}
          className="size-4 accent-(--ink)"
        />
        {words.gift}
      </label>
      {recipient !== null && (
        <div>
          <label htmlFor={`${id}-recipient`} className="block text-soft">
            {words.recipient}
          </label>
          <input
            id={`${id}-recipient`}
            value={recipient}
            onChange={(event) => setRecipient(event.target.value.trim())}
            autoComplete="off"
            spellCheck={false}
            placeholder="0x…"
            aria-invalid={complain}
            aria-describedby={complain ? `${id}-bad` : undefined}
            className="figures mt-1 min-h-9 w-full rounded-[3px] border border-strong-line bg-raised px-2 aria-invalid:border-ink"
          />
          {complain && (
            <FieldProblem id={`${id}-bad`}>
              {recipientBad === "lost" ? words.recipientLost : words.recipientBad}
            </FieldProblem>
          )}
        </div>
      )}
    </div>
  );
}
