"use client";

import { zeroHash } from "viem";
import { useWords } from "../language/context.tsx";
import type { Epoch } from "../oracle/types.ts";

const NAMES = ["digest", "parent", "payoutsRoot", "spendsRoot", "dataHash", "modelHash"] as const;

/** What the reporters signed, and how anybody computes it again. */
export function Hashes({ epoch }: { epoch: Epoch }) {
  const { epochs: words } = useWords();
  return (
    <>
      <dl className="text-sm">
        {NAMES.map((name) => (
          <div
            key={name}
            className="grid gap-x-6 border-b border-line py-2 last:border-0 sm:grid-cols-[12rem_minmax(0,1fr)]"
          >
            <dt className="text-soft">{words.names[name]}</dt>
            <dd className="figures break-all" data-hash={name}>
              {name === "parent" && epoch.parent === zeroHash ? words.noneBefore : epoch[name]}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-4 text-sm text-soft">
        {words.hashHint} <code className="text-ink">npm run heed -- audit epoch {epoch.epoch}</code>
      </p>
    </>
  );
}
