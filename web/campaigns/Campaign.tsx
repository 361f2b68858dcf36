"use client";

import { pieceLanguage } from "../content/pieceLanguage.ts";
import { useFormats, useWords } from "../language/context.tsx";
import { nameOfLanguage } from "../language/language.ts";
import { Amount } from "../money/Amount.tsx";
import { useCampaign } from "../oracle/campaignQueries.ts";
import type { CampaignDetail } from "../oracle/types.ts";
import { useSession } from "../oracle/useSession.ts";
import { SeriesChart } from "../parts/Chart.tsx";
import { Figure, Figures } from "../parts/Figure.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Page } from "../parts/Page.tsx";
import { Problem } from "../parts/Problem.tsx";
import { Section } from "../parts/Section.tsx";
import { AdCopy } from "./AdCard.tsx";
import { ManageCampaign } from "./ManageCampaign.tsx";

/** A campaign: what it spent and bought, whom it reached, epoch by epoch; and, for its advertiser, what can be done about it. */
export function Campaign({ id }: { id: string }) {
  const words = useWords();
  const { campaigns } = words;
  const { date } = useFormats();
  const { data, error, refetch } = useCampaign(id);
  const { address } = useSession();
  if (!data) {
    return (
      <Page title={campaigns.campaign(id)}>
        {error ? <Problem error={error} retry={refetch} /> : <Loading>{campaigns.loading}</Loading>}
      </Page>
    );
  }
  const who = data.advertiser.name || words.shortAddress(data.advertiser.address);
  const dates = [campaigns.from(date(data.startsAtS * 1000)), campaigns.until(date(data.endsAtS * 1000))].join(" ");
  return (
    <Page
      title={data.creative?.title ?? campaigns.campaign(id)}
      lang={data.creative ? pieceLanguage(data.creative.language) : undefined}
      intro={`${campaigns.by(who)} · ${campaigns.states[data.state]}${data.endsAtS > 0 ? ` · ${dates}` : ""}`}
    >
      <Sums campaign={data} />
      <Section title={campaigns.chart}>
        <Bought campaign={data} />
      </Section>
      <div className="grid gap-x-16 lg:grid-cols-2">
        <Section title={campaigns.ad}>
          {data.creative ? <AdCopy creative={data.creative} /> : <Notice>{campaigns.noBrief}</Notice>}
        </Section>
        <Section title={campaigns.audience}>
          <Wanted campaign={data} />
        </Section>
      </div>
      {address?.toLowerCase() === data.advertiser.address.toLowerCase() && (
        <Section title={campaigns.manage}>
          <ManageCampaign campaign={data} />
        </Section>
      )}
    </Page>
  );
}

function Sums({ campaign }: { campaign: CampaignDetail }) {
  const words = useWords();
  const { campaigns } = words;
  const { whole, percent } = useFormats();
  const { spentWei, availableWei, boughtMs, costPerSecondWei, maxRateWei, served, viewability, clicks, reach } =
    campaign;
  const count = (n: number | null) =>
    n === null ? <span className="text-base text-soft">{campaigns.few}</span> : whole(n);
  return (
    <>
      <Figures>
        <Figure label={campaigns.spent}>
          <Amount wei={spentWei} decimals={2} />
        </Figure>
        <Figure label={campaigns.left}>
          <Amount wei={availableWei} decimals={2} />
        </Figure>
        <Figure label={campaigns.bought}>
          <span className="text-attention">{words.seconds(whole(Math.floor(boughtMs / 1000)))}</span>
        </Figure>
        <Figure label={campaigns.cost}>{costPerSecondWei === null ? "–" : <Amount wei={costPerSecondWei} />}</Figure>
        <Figure label={campaigns.served}>{count(served)}</Figure>
        <Figure label={campaigns.viewability}>
          {viewability === null ? count(null) : <span title={campaigns.viewabilityHint}>{percent(viewability)}</span>}
        </Figure>
        <Figure label={campaigns.reach}>{reach === null ? count(null) : campaigns.viewers(whole(reach))}</Figure>
        <Figure label={campaigns.clicks}>{count(clicks)}</Figure>
      </Figures>
      <p className="max-w-prose pt-2 pb-8 text-sm text-soft">
        {campaigns.rough} {campaigns.viewabilityHint} {campaigns.highest}
        {words.colon}
        <Amount wei={maxRateWei} />
      </p>
    </>
  );
}

function Bought({ campaign: { epochs } }: { campaign: CampaignDetail }) {
  const { campaigns } = useWords();
  const { whole, tenths, moment } = useFormats();
  const format = (n: number) => (n > 0 && n < 10 ? tenths(n) : whole(n));
  return (
    <SeriesChart
      kind="bars"
      title={campaigns.chart}
      xLabel={campaigns.epoch}
      yLabel={campaigns.seconds}
      series={[{ name: campaigns.seconds, format, tone: "attention" }]}
      rows={epochs.map(({ fromMs, boughtMs }) => ({ label: moment(fromMs), values: [boughtMs / 1000] }))}
      empty={campaigns.noEpochs}
    />
  );
}

function Wanted({ campaign: { audience } }: { campaign: CampaignDetail }) {
  const words = useWords();
  const { campaigns } = words;
  if (!audience) return <Notice>{campaigns.noBrief}</Notice>;
  const topics = audience.topics.map((topic) => words.topics[topic] ?? topic).join(words.comma);
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
      <dt className="text-soft">{campaigns.topics}</dt>
      <dd>{topics || campaigns.anyTopic}</dd>
      <dt className="text-soft">{campaigns.languages}</dt>
      <dd>{audience.languages.map(nameOfLanguage).join(words.comma) || campaigns.anyLanguage}</dd>
      <dt className="text-soft">{campaigns.matching}</dt>
      <dd>{campaigns[audience.matching]}</dd>
    </dl>
  );
}
