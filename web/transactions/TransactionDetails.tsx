"use client";

import { useState } from "react";
import type { Hex } from "viem";
import { useReceipt } from "../chain/useReceipt.ts";
import { useFormats, useWords } from "../language/context.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Problem } from "../parts/Problem.tsx";

/** A transaction by its hash; opened, what the chain says of it. */
export function TransactionDetails({ label, hash }: { label: string; hash: Hex }) {
  const { epochs: words, loading } = useWords();
  const { whole } = useFormats();
  const [open, setOpen] = useState(false);
  const { data, error, refetch } = useReceipt(hash, open);
  const lines = data && [
    [words.block, whole(Number(data.blockNumber))],
    [words.from, data.from],
    [words.gas, whole(Number(data.gasUsed))],
    [words.result, data.status === "success" ? words.succeeded : words.reverted],
  ];
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)} className="text-sm">
      <summary className="cursor-pointer">
        {label} <span className="figures break-all text-soft">{hash}</span>
      </summary>
      {error && <Problem error={error} retry={refetch} />}
      {!data && !error && <Loading>{loading}</Loading>}
      {lines && (
        <dl className="mt-2 ml-4 grid grid-cols-[8rem_minmax(0,1fr)] gap-x-4 gap-y-1">
          {lines.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-soft">{name}</dt>
              <dd className="figures break-all">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </details>
  );
}
