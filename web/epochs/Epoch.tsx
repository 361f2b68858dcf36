"use client";

import Link from "next/link";
import type { Hex } from "viem";
import { CampaignName } from "../campaigns/CampaignName.tsx";
import { useFormats, useWords } from "../language/context.tsx";
import { Amount } from "../money/Amount.tsx";
import { formatHeed } from "../money/heed.ts";
import { useEpoch } from "../oracle/epochQueries.ts";
import type { Epoch as EpochDetail } from "../oracle/types.ts";
import { Figure, Figures, Unit } from "../parts/Figure.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Page } from "../parts/Page.tsx";
import { Problem } from "../parts/Problem.tsx";
import { Section } from "../parts/Section.tsx";
import { Table } from "../parts/Table.tsx";
import { TransactionDetails } from "../transactions/TransactionDetails.tsx";
import { Hashes } from "./Hashes.tsx";
import { InclusionCheck } from "./InclusionCheck.tsx";
import { Signers } from "./Signers.tsx";

/** One epoch: what was sold at what price, who signed it, what is on the chain, and a check that takes nobody's word. */
export function Epoch({ epoch }: { epoch: number }) {
  const { epochs: words, market } = useWords();
  const { data, error, refetch } = useEpoch(epoch);
  const { second } = useFormats();
  if (!data) {
    return (
      <Page title={words.one(String(epoch))}>
        {error ? <Problem error={error} retry={refetch} /> : <Loading>{words.loading}</Loading>}
      </Page>
    );
  }
  return (
    <Page
      title={words.one(String(epoch))}
      intro={
        <>
          {words.until(second(data.fromMs), second(data.toMs))}{" "}
          <Link href="/epochs" className="text-link">
            {market.allEpochs}
          </Link>
        </>
      }
    >
      <State epoch={data} />
      <Totals epoch={data} />
      <Section title={words.check.title}>
        <InclusionCheck epoch={epoch} postedIn={data.txHash as Hex | null} />
      </Section>
      <div className="grid gap-x-16 lg:grid-cols-2">
        <Section title={words.campaigns}>
          <CampaignSpends epoch={data} />
        </Section>
        <Section title={words.rulesTitle}>
          <Reductions epoch={data} />
        </Section>
      </div>
      <Section title={words.signers}>
        <Signers epoch={data} />
      </Section>
      {data.digest !== null && (
        <Section title={words.hashes}>
          <Hashes epoch={data} />
        </Section>
      )}
      <Section title={words.transactions}>
        <Transactions epoch={data} />
      </Section>
    </Page>
  );
}

function State({ epoch }: { epoch: EpochDetail }) {
  const { state, challengeEndsAtMs, problem, holdsBack, writesOff, writtenOff } = epoch;
  const { epochs: words } = useWords();
  const { second } = useFormats();
  return (
    <div className="mb-6 space-y-3">
      <p data-state={state} className="font-serif text-lg">
        {words.states[state] ?? state}
        {state === "posted" && challengeEndsAtMs !== null && ` ${words.vetoUntil(second(challengeEndsAtMs))}`}
      </p>
      {holdsBack && <p>{words.holdsBack}</p>}
      {writesOff.map((one) => (
        <p key={one.epoch}>
          {words.writesOff(formatHeed(one.amountWei))} <EpochLink epoch={one.epoch} />
        </p>
      ))}
      {writtenOff !== null && (
        <p>
          {words.writtenOff(formatHeed(writtenOff.amountWei))} <EpochLink epoch={writtenOff.by} />
        </p>
      )}
      {problem !== null && (
        <Notice kind="problem">
          <span lang="en">{problem}</span>
        </Notice>
      )}
    </div>
  );
}

function EpochLink({ epoch }: { epoch: number }) {
  const { epochs: words } = useWords();
  return (
    <Link prefetch={false} href={`/epochs/${epoch}`} className="text-link">
      {words.one(String(epoch))}
    </Link>
  );
}

function Totals({ epoch }: { epoch: EpochDetail }) {
  const { epochs: words, seconds, computation } = useWords();
  const { whole } = useFormats();
  return (
    <Figures>
      <Figure label={words.rate}>
        {formatHeed(epoch.rateWei)} <Unit>{computation.perSecond}</Unit>
      </Figure>
      <Figure label={words.supply}>
        {epoch.supplyMs === null ? words.few : seconds(whole(epoch.supplyMs / 1000))}
      </Figure>
      <Figure label={words.sold}>
        <span className="text-attention">
          {epoch.soldMs === null ? words.few : seconds(whole(epoch.soldMs / 1000))}
        </span>
      </Figure>
      <Figure label={words.spent}>
        <Amount wei={epoch.spentWei} decimals={2} />
      </Figure>
      <Figure label={words.demand}>
        {epoch.demandWei === null ? words.few : <Amount wei={epoch.demandWei} decimals={2} />}
      </Figure>
      <Figure label={words.viewers}>{epoch.viewers === null ? words.fewer : whole(epoch.viewers)}</Figure>
      <Figure label={words.campaigns}>{whole(epoch.campaigns)}</Figure>
      {epoch.payoutsTotalWei !== null && (
        <Figure label={words.payoutsTotal}>
          <Amount wei={epoch.payoutsTotalWei} decimals={2} />
        </Figure>
      )}
    </Figures>
  );
}

function CampaignSpends({ epoch }: { epoch: EpochDetail }) {
  const { epochs: words, seconds } = useWords();
  const { whole } = useFormats();
  if (epoch.campaignSpends.length === 0) return <p className="text-soft">{words.noRules}</p>;
  return (
    <Table
      caption={words.campaigns}
      columns={[{ name: words.campaign }, { name: words.bought, figures: true }, { name: words.spent, figures: true }]}
      rows={epoch.campaignSpends.map(({ campaignId, spentWei, boughtMs }) => ({
        key: campaignId,
        cells: [
          <Link key="campaign" prefetch={false} href={`/campaigns/${campaignId}`} className="text-link">
            <CampaignName campaignId={campaignId} titles={epoch.adTitles} />
          </Link>,
          <span key="bought" className="text-attention">
            {seconds(whole(boughtMs / 1000))}
          </span>,
          <Amount key="spent" wei={spentWei} />,
        ],
      }))}
    />
  );
}

function Reductions({ epoch: { reductions } }: { epoch: EpochDetail }) {
  const { epochs: words, seconds } = useWords();
  const { whole } = useFormats();
  if (reductions === null) return <p className="text-soft">{words.rulesHidden}</p>;
  if (reductions.length === 0) return <p className="text-soft">{words.noRules}</p>;
  return (
    <Table
      caption={words.rulesTitle}
      columns={[{ name: words.rule }, { name: words.cut, figures: true }]}
      rows={reductions.map(({ rule, cutMs }) => ({
        key: rule,
        cells: [words.rules[rule] ?? rule, seconds(whole(cutMs / 1000))],
      }))}
    />
  );
}

function Transactions({ epoch: { txHash, settleTxHashes, openedTxHash } }: { epoch: EpochDetail }) {
  const { epochs: words } = useWords();
  const all = [
    ...(txHash === null ? [] : [[words.postedBy, txHash] as const]),
    ...settleTxHashes.map((hash) => [words.settledBy, hash] as const),
    ...(openedTxHash === null ? [] : [[words.openedBy, openedTxHash] as const]),
  ];
  if (all.length === 0) return <p className="text-soft">{words.noTransactions}</p>;
  return (
    <ul>
      {all.map(([label, hash]) => (
        <li key={`${label} ${hash}`} className="border-b border-line py-2 last:border-0">
          <TransactionDetails label={label} hash={hash as Hex} />
        </li>
      ))}
    </ul>
  );
}
