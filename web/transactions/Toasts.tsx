"use client";

import { Check, CircleAlert, Hourglass, PenLine, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useWords } from "../language/context.tsx";
import { useTransactionStore, useTransactions } from "./context.tsx";
import { failureText } from "./failureText.ts";
import type { Transaction } from "./store.ts";

const ICONS = { checking: Hourglass, awaiting: PenLine, pending: Hourglass, done: Check, failed: CircleAlert } as const;
const DONE_SHOWN_MS = 8_000;

/**
 * Transactions in the corner of every page, each through one life-cycle. On a wide screen it is the left one: what is paid with
 * stands on the right, and must not be covered.
 */
export function Toasts() {
  const words = useWords();
  const transactions = useTransactions();
  return (
    <section
      aria-label={words.transaction.region}
      aria-live="polite"
      className="pointer-events-none fixed top-0 right-0 z-[60] flex w-full flex-col gap-2 p-3 sm:top-auto sm:bottom-0 sm:w-96 sm:p-5 lg:right-auto lg:left-0"
    >
      {transactions.map((transaction) => (
        <Toast key={transaction.id} transaction={transaction} />
      ))}
    </section>
  );
}

function Toast({ transaction }: { transaction: Transaction }) {
  const { id, kind, subject, state, hash, failure } = transaction;
  const words = useWords();
  const store = useTransactionStore();
  // Pointed at (a pointer that merely rests where it appeared doesn't count) or focused: it stays.
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (state !== "done" || held) return;
    const timer = setTimeout(() => store.dismiss(id), DONE_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state, held, id, store]);
  const Icon = ICONS[state];
  const said = failure ? failureText(words, failure) : { text: words.transaction.states[state] };
  const settled = state === "done" || state === "failed";
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing is done by pointing at it; it only stays while it is read
    <div
      data-state={state}
      data-kind={kind}
      onPointerMove={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex items-start gap-3 border border-strong-line bg-raised p-4 text-sm"
    >
      <Icon aria-hidden="true" size={18} className="mt-0.5 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">
          {words.transaction.kinds[kind]} · {subject}
        </p>
        <p lang={said.lang} className="text-soft">
          {said.text}
        </p>
        {hash && (
          <p className="figures mt-1 truncate text-xs text-soft" title={hash}>
            {words.transaction.hash} {hash.slice(0, 10)}…{hash.slice(-8)}
          </p>
        )}
      </div>
      {settled && (
        <button
          type="button"
          aria-label={words.transaction.dismiss}
          onClick={() => store.dismiss(id)}
          className="-m-2 p-2 text-soft hover:text-ink"
        >
          <X aria-hidden="true" size={16} />
        </button>
      )}
    </div>
  );
}
