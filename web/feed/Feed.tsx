"use client";

import { Fragment, useState } from "react";
import { AdCard } from "../campaigns/AdCard.tsx";
import { DeviceSwitch } from "../device/DeviceSwitch.tsx";
import { useDeviceOrder } from "../device/useDeviceOrder.ts";
import { useWords } from "../language/context.tsx";
import { useAttention, useFeed, useLibrary, useStatus } from "../oracle/queries.ts";
import type { FeedItem } from "../oracle/types.ts";
import { useSession } from "../oracle/useSession.ts";
import { Button } from "../parts/Button.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Problem } from "../parts/Problem.tsx";
import { SegmentedControl } from "../parts/SegmentedControl.tsx";
import { useAccountDialog } from "../session/AccountProvider.tsx";
import { ABOUT_NOBODY, FeedCard } from "./FeedCard.tsx";
import { PersonalisedNote } from "./PersonalisedNote.tsx";

type Scope = "all" | "following";

const NOTHING: readonly FeedItem[] = [];
/** An ad takes the place of a card: after these pieces the next is the last of its row. */
const FIRST_AD_AFTER = 4;
const PIECES_AN_AD = 8;

/** Contents in the viewer's own order: the first leads, the rest follow in columns. */
export function Feed() {
  const { feed: words } = useWords();
  const [scope, setScope] = useState<Scope>("all");
  const { data, error: refused, refetch } = useFeed(scope);
  const { known, address, ...session } = useSession();
  const dialog = useAccountDialog();
  // Without an answer to who is signed in there is nobody's following to ask for.
  const error = refused ?? (scope === "following" ? session.error : null);
  const needsSession = scope === "following" && known && !session.error && address === null;
  const retry = () => {
    if (session.error) session.retry();
    if (refused) void refetch();
  };
  const { data: status } = useStatus();
  const { data: attention } = useAttention();
  const verified = new Map(attention?.contents.map(({ contentId, verifiedMs }) => [contentId, verifiedMs]));
  const { data: library } = useLibrary();
  const owned = new Set(library?.licences.map(({ content }) => content.contentId));
  const order = useDeviceOrder(data?.items ?? NOTHING);
  const rateWei = status ? BigInt(status.rateWeiPerSecond) : null;
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-x-10 gap-y-4 pt-8 pb-6 sm:pt-10">
        <div className="min-w-0 flex-1 basis-96">
          <h1 className="text-4xl leading-tight font-semibold tracking-[-0.015em] sm:text-5xl">{words.title}</h1>
          {data && (
            <PersonalisedNote
              personalised={data.personalised}
              newcomer={ABOUT_NOBODY.has(data.items[0]?.reasons[0]?.code ?? "")}
            />
          )}
        </div>
        <SegmentedControl
          label={words.scope}
          options={{ all: words.all, following: words.following }}
          value={scope}
          onChange={setScope}
        />
      </div>
      {error && <Problem error={error} retry={retry} />}
      {needsSession && (
        <div className="border-t border-line py-10">
          <p className="font-serif text-lg text-soft">{words.followingSignIn}</p>
          <Button look="solid" className="mt-4" onClick={() => dialog.open()}>
            {words.connect}
          </Button>
        </div>
      )}
      {!data && !error && !needsSession && <Loading>{words.loading}</Loading>}
      {data?.items.length === 0 && (
        <p className="border-t border-line py-10 font-serif text-lg text-soft">
          {scope === "following" ? words.emptyFollowing : words.empty}
        </p>
      )}
      {data && (
        <ol className="grid grid-cols-1 border-t-2 border-ink sm:grid-cols-2 sm:gap-x-10 lg:grid-cols-6">
          {order.items.map((item, index) => {
            const ad =
              (index - FIRST_AD_AFTER) % PIECES_AN_AD === 0 && data.ads[(index - FIRST_AD_AFTER) / PIECES_AN_AD];
            return (
              <Fragment key={item.content.contentId}>
                <FeedCard
                  item={item}
                  rank={index === 0 ? "lead" : index <= 2 ? "second" : "rest"}
                  verifiedMs={verified.get(item.content.contentId) ?? 0}
                  rateWei={rateWei}
                  owned={owned.has(item.content.contentId)}
                />
                {ad && (
                  <li key={ad.id} className="border-b border-line py-6 lg:col-span-2">
                    <AdCard ad={ad} />
                  </li>
                )}
              </Fragment>
            );
          })}
        </ol>
      )}
      {data && data.items.length > 0 && <DeviceSwitch order={order} />}
    </>
  );
}
