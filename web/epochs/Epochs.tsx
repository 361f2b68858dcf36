"use client";

import Link from "next/link";
import { useFormats, useWords } from "../language/context.tsx";
import { Amount } from "../money/Amount.tsx";
import { formatHeed } from "../money/heed.ts";
import { useEpochs } from "../oracle/epochQueries.ts";
import { Button } from "../parts/Button.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Page } from "../parts/Page.tsx";
import { Problem } from "../parts/Problem.tsx";
import { Table } from "../parts/Table.tsx";

/** All epochs in which campaigns ran, newest first. */
export function Epochs() {
  const { epochs: words } = useWords();
  return (
    <Page title={words.title} intro={words.intro}>
      <List />
    </Page>
  );
}

function List() {
  const { epochs: words, seconds } = useWords();
  const { whole, date } = useFormats();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useEpochs();
  if (error && !data) return <Problem error={error} retry={refetch} />;
  if (!data) return <Loading>{words.loading}</Loading>;
  const epochs = data.pages.flatMap((page) => page.epochs);
  const { durationS, challengeWindowS } = data.pages[0]!;
  return (
    <div data-epochs={epochs.length} className="border-t-2 border-ink pt-4">
      <p className="mb-6 text-sm text-soft">{words.lasts(whole(durationS), whole(challengeWindowS))}</p>
      {epochs.length === 0 ? (
        <p className="font-serif text-lg">{words.none}</p>
      ) : (
        <Table
          caption={words.title}
          columns={[
            { name: words.when },
            { name: words.state },
            { name: words.supply, figures: true },
            { name: words.sold, figures: true },
            { name: words.rate, figures: true },
            { name: words.spent, figures: true },
            { name: words.viewers, figures: true },
            { name: words.campaigns, figures: true },
          ]}
          rows={epochs.map((epoch) => ({
            key: String(epoch.epoch),
            cells: [
              <Link
                key="epoch"
                prefetch={false}
                href={`/epochs/${epoch.epoch}`}
                className="text-link whitespace-nowrap"
              >
                {date(epoch.fromMs)}
              </Link>,
              <span key="state" className="whitespace-nowrap">
                {words.short[epoch.state] ?? epoch.state}
              </span>,
              epoch.supplyMs === null ? words.few : seconds(whole(epoch.supplyMs / 1000)),
              <span key="sold" className="text-attention">
                {epoch.soldMs === null ? words.few : seconds(whole(epoch.soldMs / 1000))}
              </span>,
              formatHeed(epoch.rateWei),
              <Amount key="spent" wei={epoch.spentWei} decimals={2} />,
              epoch.viewers === null ? words.fewer : whole(epoch.viewers),
              whole(epoch.campaigns),
            ],
          }))}
        />
      )}
      {hasNextPage && (
        <Button className="mt-6" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {isFetchingNextPage ? words.loading : words.older}
        </Button>
      )}
    </div>
  );
}
