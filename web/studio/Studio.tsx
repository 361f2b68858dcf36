"use client";

import Link from "next/link";
import type { Address } from "viem";
import { Money } from "../creator/Money.tsx";
import { useWords } from "../language/context.tsx";
import { useCreator, useStudio } from "../oracle/queries.ts";
import { useSession } from "../oracle/useSession.ts";
import { buttonClass } from "../parts/Button.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Page } from "../parts/Page.tsx";
import { Problem } from "../parts/Problem.tsx";
import { Section } from "../parts/Section.tsx";
import { SignedIn } from "../session/SignedIn.tsx";
import { CsvButton } from "./CsvButton.tsx";
import { IncomeByDay, IncomeByPiece } from "./Income.tsx";
import { PieceTable } from "./PieceTable.tsx";

/** A creator's own figures: what came in, what can be claimed, how each piece is read. */
export function Studio() {
  const { studio: words } = useWords();
  return (
    <Page title={words.title} intro={words.intro}>
      <SignedIn reason={words.signIn}>
        <Own />
      </SignedIn>
    </Page>
  );
}

function Own() {
  const { studio: words } = useWords();
  const { address } = useSession();
  const { data, error, refetch } = useStudio();
  const { data: creator } = useCreator(address as Address);
  if (error && !data) return <Problem error={error} retry={refetch} />;
  if (!data) return <Loading>{words.loading}</Loading>;
  return (
    <>
      {creator && <Money creator={creator} />}
      <Section title={words.income} aside={<CsvButton table="income" />}>
        <p className="mb-4 max-w-2xl text-sm text-soft">{words.incomeHint}</p>
        <IncomeByDay income={data.income} />
      </Section>
      {data.income.length > 0 && (
        <Section title={words.byPiece}>
          <IncomeByPiece income={data.income} titles={data.titles} />
        </Section>
      )}
      <Section
        title={words.pieces}
        aside={
          <span className="flex flex-wrap gap-x-5 gap-y-2">
            <CsvButton table="pieces" />
            <Link href="/studio/new" className={buttonClass("solid")}>
              {words.publishNew}
            </Link>
          </span>
        }
      >
        <PieceTable pieces={data.pieces} />
        <p className="mt-4 max-w-2xl text-sm text-soft">{words.privacy}</p>
      </Section>
    </>
  );
}
