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
import { MOST_CLAIMED, splitsToClaim } from "./claims.ts";

type Splits = CreatorPage["splits"];

/** Revenue, claimed, claimable; and the claim itself, for the wallet that it belongs to. */
export function Money({ creator }: { creator: CreatorPage }) {
  const { creator: words } = useWords();
  const { whole } = useFormats();
  const claimed = splitsToClaim(creator.splits);
  const splitIds = claimed.map(({ splitId }) => splitId);
  const { data: claimable } = useClaimable(creator.address as Address, splitIds);
  const indexed = claimed.reduce((sum, { dueWei }) => sum + BigInt(dueWei), 0n);
  const due = claimable ?? indexed;
  return (
    <dl className="grid grid-cols-2 border-t-2 border-ink sm:grid-cols-4">
      <Figure label={words.revenue}>
        <Amount wei={creator.revenueWei} className="text-2xl">
          <Ledger
            lines={[
              ...earning(creator.splits).map(({ splitId, revenueWei }) => ({
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
          <DueLedger splits={earning(creator.splits)} indexed={indexed} due={due} />
        </Amount>
        <ClaimButton creator={creator} splitIds={splitIds} due={due} />
      </Figure>
    </dl>
  );
}

function earning(splits: Splits): Splits {
  return splits.filter(({ revenueWei }) => BigInt(revenueWei) > 0n);
}

/** Share of each split's revenue − claimed already + what the index doesn't hold = due. */
function DueLedger({ splits, indexed, due }: { splits: Splits; indexed: bigint; due: bigint }) {
  const { creator: words, computation, colon } = useWords();
  const { percent } = useFormats();
  const owing = splitsToClaim(splits);
  const shown = owing.length > 0 ? owing : splits.slice(0, MOST_CLAIMED);
  const shareOf = ({ revenueWei, bps }: Splits[number]) => (BigInt(revenueWei) * BigInt(bps)) / 10_000n;
  const earned = shown.reduce((sum, split) => sum + shareOf(split), 0n);
  const line = (label: string, wei: bigint, sign = "") => ({ label, figure: sign + formatHeed(wei), unit: "HEED" });
  return (
    <Ledger
      lines={[
        ...shown.map((split) =>
          line(
            `${words.split(split.splitId)}${colon}${formatHeed(split.revenueWei)} × ${percent(split.bps / 10_000)}`,
            shareOf(split),
          ),
        ),
        { ...line(words.shareColumn, earned), total: true },
        line(computation.claimed, earned - indexed, "− "),
        ...(due > indexed ? [line(words.referrals, due - indexed, "+ ")] : []),
        { ...line(computation.due, due), total: true },
      ]}
    />
  );
}

function Figure({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="border-line py-5 pr-4 max-sm:nth-[-n+2]:border-b">
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
      {splitIds.length === MOST_CLAIMED && <p className="text-sm text-soft">{words.inParts}</p>}
    </div>
  );
}
