"use client";

import Link from "next/link";
import { useConfig } from "../config/context.tsx";
import { LOCAL_CHAIN_ID } from "../config/runtime.ts";
import { useWords } from "../language/context.tsx";
import { useLibrary } from "../oracle/queries.ts";
import { useSession } from "../oracle/useSession.ts";
import { Button, buttonClass } from "../parts/Button.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Page } from "../parts/Page.tsx";
import { Problem } from "../parts/Problem.tsx";
import { useAccountDialog } from "../session/AccountProvider.tsx";
import { LicenceRow } from "./LicenceRow.tsx";

/** What the viewer's wallet owns, newest first. */
export function Library() {
  const { library: words } = useWords();
  return (
    <Page title={words.title} intro={words.intro}>
      <Shelf />
    </Page>
  );
}

function Shelf() {
  const { library: words, account } = useWords();
  const { chainId } = useConfig();
  const { known, address, ...session } = useSession();
  const dialog = useAccountDialog();
  const { data, error, refetch } = useLibrary();
  if (session.error) return <Problem error={session.error} retry={session.retry} />;
  if (known && address === null) {
    return (
      <div className="border-t border-line py-8">
        <p className="font-serif text-lg">{words.signIn}</p>
        <Button look="solid" className="mt-4" onClick={() => dialog.open()}>
          {account.signIn}
        </Button>
      </div>
    );
  }
  if (error) return <Problem error={error} retry={refetch} />;
  if (!data) return <Loading>{words.loading}</Loading>;
  if (data.licences.length === 0) {
    return (
      <div className="border-t border-line py-8">
        <p className="font-serif text-lg">{words.empty}</p>
        {chainId === LOCAL_CHAIN_ID && <p className="mt-2 text-sm text-soft">{words.localChain}</p>}
        <Link href="/" className={`mt-4 ${buttonClass("solid")}`}>
          {words.toFeed}
        </Link>
      </div>
    );
  }
  return (
    <ul>
      {data.licences.map((licence) => (
        <LicenceRow key={`${licence.txHash}-${licence.content.contentId}`} licence={licence} />
      ))}
    </ul>
  );
}
