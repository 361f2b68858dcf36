"use client";

import { useWords } from "../language/context.tsx";
import { useSession } from "../oracle/useSession.ts";
import { Button } from "../parts/Button.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Page } from "../parts/Page.tsx";
import { Problem } from "../parts/Problem.tsx";
import { useAccountDialog } from "../session/AccountProvider.tsx";
import { CampaignForm } from "./CampaignForm.tsx";

/** The form for a new campaign, for whoever is signed in. */
export function NewCampaign() {
  const words = useWords();
  const { known, address, ...session } = useSession();
  const dialog = useAccountDialog();
  return (
    <Page title={words.campaigns.create} intro={words.campaigns.intro}>
      {session.error && <Problem error={session.error} retry={session.retry} />}
      {!known && <Loading>{words.loading}</Loading>}
      {known && !session.error && address === null && (
        <div className="border-t border-line py-10">
          <p className="font-serif text-lg text-soft">{words.campaigns.signIn}</p>
          <Button look="solid" className="mt-4" onClick={() => dialog.open()}>
            {words.campaigns.connect}
          </Button>
        </div>
      )}
      {address !== null && <CampaignForm />}
    </Page>
  );
}
