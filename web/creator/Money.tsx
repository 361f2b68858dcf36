"use client";

import { useState } from "react";
import type { Address } from "viem";
import { useClaim, useClaimable } from "../chain/useClaim.ts";
import { useWallet } from "../chain/useWallet.ts";
import { NetworkNotice } from "../frame/NetworkNotice.tsx";
import { useFormats, useWords } from "../language/context.tsx";
import { Amount } from "../money/Amount.tsx";
import { formatHeed } from "../money/heed.ts";
import { Ledger } from "../money/Ledger.tsx";
import type { CreatorPage } from "../oracle/types.ts";
import { Button } from "../parts/Button.tsx";

/** Revenue, claimed, claimable; and the claim itself, for the wallet that it belongs to. */
export function Money({ creator }: { creator: CreatorPage }) {
  const { creator: words, computation } = useWords();
  const { whole, percent } = useFormats();
  const splitIds = creator.splits.map(({ splitId }) => splitId);
  const { data: claimable } = useClaimable(creator.address as Address, splitIds);
  const due = claimable ?? creator.splits.reduce((sum, { dueWei }) => sum + BigInt(dueWei), 0n);
  const shareOf = (revenueWei: string, bps: number) => (BigInt(revenueWei) * BigInt(bps)) / 10_000n;
  const earned = creator.splits.reduce((sum, { revenueWei, bps }) => sum + shareOf(revenueWei, bps), 0n);
  return (
    <dl className="grid grid-cols-2 border-t-2 border-ink sm:grid-cols-4">
      <Figure label={words.revenue}>
        <Amount wei={creator.revenueWei} className="text-2xl">
          <Ledger
            lines={[
              ...creator.splits.map(({ splitId, revenueWei }) => ({
                label: words.split(splitId),
                figure: formatHeed(revenueWei),
                unit: "HEED",
              })),
              { label: words.revenue, figure: formatHeed(creator.revenueWei), unit: "HEED", total: true },
            ]}
          />
        </Amount>
      </Figure>
      <Figure label={words.claimed}>
        <Amount wei={creator.claimedWei} className="text-2xl">
          <p>{words.claimedRule}</p>
        </Amount>
      </Figure>
      <Figure label={words.purchases}>
        <span className="figures text-2xl">{whole(creator.purchases)}</span>
      </Figure>
      <Figure label={words.claimable}>
        <Amount wei={due} className="text-2xl font-medium">
          <Ledger
            lines={[
              ...creator.splits.map(({ splitId, bps, revenueWei }) => ({
                label: `${words.split(splitId)}: ${formatHeed(revenueWei)} × ${percent(bps / 10_000)}`,
                figure: formatHeed(shareOf(revenueWei, bps)),
                unit: "HEED",
              })),
              { label: words.shareColumn, figure: formatHeed(earned), unit: "HEED", total: true },
              { label: computation.claimed, figure: `− ${formatHeed(creator.claimedWei)}`, unit: "HEED" },
              { label: computation.due, figure: formatHeed(due), unit: "HEED", total: true },
            ]}
          />
        </Amount>
        <ClaimButton creator={creator} splitIds={splitIds} due={due} />
      </Figure>
    </dl>
  );
}

function Figure({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="border-b border-line py-5 pr-4">
      <dt className="text-sm text-soft">{label}</dt>
      <dd className="mt-1">{children}</dd>
    </div>
  );
}

function ClaimButton({ creator, splitIds, due }: { creator: CreatorPage; splitIds: string[]; due: bigint }) {
  const { creator: words } = useWords();
  const { address, wrongNetwork } = useWallet();
  const claim = useClaim();
  const [busy, setBusy] = useState(false);
  if (due === 0n) return <p className="mt-2 text-sm text-soft">{words.nothing}</p>;
  if (address?.toLowerCase() !== creator.address.toLowerCase()) {
    return <p className="mt-2 text-sm text-soft">{words.onlyOwner}</p>;
  }
  const run = async () => {
    setBusy(true);
    await claim(splitIds, due);
    setBusy(false);
  };
  return (
    <div className="mt-3 space-y-3">
      <NetworkNotice />
      <Button look="solid" disabled={busy || wrongNetwork} onClick={() => void run()}>
        {busy ? words.claiming : words.claim(formatHeed(due))}
      </Button>
    </div>
  );
}
