"use client";

import type { Address } from "viem";
import { useWords } from "../language/context.tsx";
import { useCreator } from "../oracle/queries.ts";
import { Loading } from "../parts/Loading.tsx";
import { Page } from "../parts/Page.tsx";
import { Problem } from "../parts/Problem.tsx";
import { Section } from "../parts/Section.tsx";
import { Follow } from "./Follow.tsx";
import { Money } from "./Money.tsx";
import { Pieces } from "./Pieces.tsx";
import { Splits } from "./Splits.tsx";

/** A creator: pieces with the attention they got, money in, money out. */
export function Creator({ address }: { address: Address }) {
  const { creator: words, shortAddress } = useWords();
  const { data, error, refetch } = useCreator(address);
  if (error && !data) return <Problem error={error} retry={refetch} />;
  if (!data) return <Loading>{words.loading}</Loading>;
  return (
    <Page title={data.name || shortAddress(address)} intro={data.bio}>
      <div className="-mt-4 mb-8 flex flex-wrap items-center gap-4">
        <span className="figures text-sm break-all text-soft">{address}</span>
        <Follow creator={address} following={data.following} />
      </div>
      <Money creator={data} />
      {data.splits.length > 0 && (
        <Section title={words.splits}>
          <Splits splits={data.splits} />
        </Section>
      )}
      <Section title={words.pieces}>
        <Pieces creator={data} />
      </Section>
    </Page>
  );
}
