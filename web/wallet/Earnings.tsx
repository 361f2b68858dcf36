"use client";

import Link from "next/link";
import { useState } from "react";
import { CampaignName } from "../campaigns/CampaignName.tsx";
import { useClaimRewards } from "../chain/useRewards.ts";
import { useWallet } from "../chain/useWallet.ts";
import { NetworkNotice } from "../frame/NetworkNotice.tsx";
import { useFormats, useWords } from "../language/context.tsx";
import { Amount } from "../money/Amount.tsx";
import { formatHeed } from "../money/heed.ts";
import { Ledger } from "../money/Ledger.tsx";
import { useEarnings } from "../oracle/earningQueries.ts";
import type { Earnings as EarningsAnswer } from "../oracle/types.ts";
import { Button } from "../parts/Button.tsx";
import { Figure, Figures } from "../parts/Figure.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Problem } from "../parts/Problem.tsx";
import { Table } from "../parts/Table.tsx";
import { EarnedByEpoch } from "./EarnedByEpoch.tsx";

/** What campaigns paid: claimable, pending and until when, by epoch and why, by campaign. */
export function Earnings() {
  const { earnings: words } = useWords();
  const { data, error, refetch } = useEarnings();
  if (error && !data) return <Problem error={error} retry={refetch} />;
  if (!data) return <Loading>{words.loading}</Loading>;
  return (
    <>
      <Sums earnings={data} />
      {data.pending.length > 0 && <Pending pending={data.pending} />}
      {data.epochs.length === 0 ? (
        <p className="mt-4 font-serif text-lg text-soft">{words.none}</p>
      ) : (
        <EarnedByEpoch epochs={data.epochs} titles={data.adTitles} />
      )}
      {data.campaigns.length > 0 && <PaidBy {...data} />}
    </>
  );
}

function Sums({ earnings }: { earnings: EarningsAnswer }) {
  const { earnings: words } = useWords();
  const { earnedWei, claimedWei, claimableWei, pendingWei } = earnings;
  const line = (label: string, wei: string) => ({ label, figure: formatHeed(wei), unit: "HEED" });
  return (
    <Figures>
      <Figure label={words.claimable}>
        <Amount wei={claimableWei} className="font-medium">
          <p className="mb-2 text-soft">{words.rule}</p>
          <Ledger
            lines={[
              line(words.earned, earnedWei),
              { ...line(words.pending, pendingWei), figure: `− ${formatHeed(pendingWei)}` },
              { ...line(words.claimed, claimedWei), figure: `− ${formatHeed(claimedWei)}` },
              { ...line(words.claimable, claimableWei), total: true },
            ]}
          />
        </Amount>
        <ClaimButton earnings={earnings} />
      </Figure>
      <Figure label={words.pending}>
        <Amount wei={pendingWei} />
      </Figure>
      <Figure label={words.claimed}>
        <Amount wei={claimedWei} />
      </Figure>
      <Figure label={words.earned}>
        <Amount wei={earnedWei} />
      </Figure>
    </Figures>
  );
}

function ClaimButton({ earnings: { claim, claimableWei } }: { earnings: EarningsAnswer }) {
  const { earnings: words } = useWords();
  const { wrongNetwork, connected } = useWallet();
  const claimRewards = useClaimRewards();
  const [busy, setBusy] = useState(false);
  if (claim === null) return <p className="mt-2 text-sm text-soft">{words.nothing}</p>;
  const run = async () => {
    setBusy(true);
    await claimRewards(claim, BigInt(claimableWei));
    setBusy(false);
  };
  return (
    <div className="mt-3 space-y-3">
      <NetworkNotice />
      <Button
        look="solid"
        className="whitespace-nowrap"
        disabled={busy || wrongNetwork || !connected}
        onClick={() => void run()}
      >
        {busy ? words.claiming : words.claim(formatHeed(claimableWei))}
      </Button>
    </div>
  );
}

function Pending({ pending }: Pick<EarningsAnswer, "pending">) {
  const { earnings: words, epochs, colon } = useWords();
  const { second } = useFormats();
  const until = (finalAtMs: number | null) =>
    finalAtMs === null ? words.waiting : words.claimableAfter(second(finalAtMs));
  return (
    <div className="mt-8">
      <h3 className="mb-2 text-lg font-semibold">{words.pendingTitle}</h3>
      <Table
        caption={words.pendingTitle}
        columns={[{ name: epochs.title }, { name: epochs.state }, { name: words.sum, figures: true }]}
        rows={pending.map(({ epoch, amountWei, state, finalAtMs, heldBack }) => ({
          key: String(epoch),
          cells: [
            <Link key="epoch" prefetch={false} href={`/epochs/${epoch}`} className="text-link">
              {epochs.one(String(epoch))}
            </Link>,
            `${epochs.short[state] ?? state}${colon}${heldBack ? words.heldBack : until(finalAtMs)}`,
            <Amount key="amount" wei={amountWei} />,
          ],
        }))}
      />
    </div>
  );
}

function PaidBy({ campaigns, adTitles }: Pick<EarningsAnswer, "campaigns" | "adTitles">) {
  const { earnings: words, epochs, seconds } = useWords();
  const { whole } = useFormats();
  return (
    <div className="mt-8">
      <h3 className="mb-2 text-lg font-semibold">{words.campaignsTitle}</h3>
      <Table
        caption={words.campaignsTitle}
        columns={[
          { name: epochs.campaign },
          { name: words.bought, figures: true },
          { name: words.paid, figures: true },
        ]}
        rows={campaigns.map(({ campaignId, amountWei, ms }) => ({
          key: campaignId,
          cells: [
            <Link key="campaign" prefetch={false} href={`/campaigns/${campaignId}`} className="text-link">
              <CampaignName campaignId={campaignId} titles={adTitles} />
            </Link>,
            <span key="ms" className="text-attention">
              {seconds(whole(ms / 1000))}
            </span>,
            <Amount key="paid" wei={amountWei} />,
          ],
        }))}
      />
    </div>
  );
}
