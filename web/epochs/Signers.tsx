"use client";

import { Check, Minus } from "lucide-react";
import { useFormats, useWords } from "../language/context.tsx";
import type { Epoch } from "../oracle/types.ts";
import { Notice } from "../parts/Notice.tsx";

/** Who signed the report, who didn't, and who came to another result. */
export function Signers({ epoch: { signers, quorum, objections } }: { epoch: Epoch }) {
  const { epochs: words } = useWords();
  const { second, whole } = useFormats();
  return (
    <>
      <p className="mb-3 max-w-prose text-sm text-soft">{words.quorum(whole(quorum))}</p>
      <ul className="text-sm">
        {signers.map(({ address, signed, atMs }) => {
          const Icon = signed ? Check : Minus;
          return (
            <li
              key={address}
              data-signed={signed}
              className="flex items-baseline gap-x-3 border-b border-line py-2 last:border-0"
            >
              <Icon aria-hidden="true" size={14} className="shrink-0 translate-y-0.5" />
              <span className="min-w-0">
                <span className="figures mr-3 break-all">{address}</span>
                <span className="text-soft">
                  {signed && atMs !== null ? words.signed(second(atMs)) : words.unsigned}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
      {objections.length > 0 && (
        <div className="mt-6 space-y-4">
          <Notice kind="problem">{words.objectionHint}</Notice>
          <ul aria-label={words.objections} className="figures text-sm break-all">
            {objections.map(({ signer }) => (
              <li key={signer}>{signer}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
