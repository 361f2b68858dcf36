"use client";

import { useWallet } from "../chain/useWallet.ts";
import { useWords } from "../language/context.tsx";
import { useAppeals } from "../oracle/earningQueries.ts";
import { useConsent } from "../oracle/queries.ts";
import { useSession } from "../oracle/useSession.ts";
import { Button } from "../parts/Button.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Page } from "../parts/Page.tsx";
import { Problem } from "../parts/Problem.tsx";
import { Section } from "../parts/Section.tsx";
import { useAccountDialog } from "../session/AccountProvider.tsx";
import { ConsentForm } from "../session/ConsentForm.tsx";
import { Appeals } from "./Appeals.tsx";
import { Balances } from "./Balances.tsx";
import { Earnings } from "./Earnings.tsx";
import { EarningTerms } from "./EarningTerms.tsx";
import { Known } from "./Known.tsx";
import { TakeAway } from "./TakeAway.tsx";

/** What the viewer holds and earned, what may be measured, what is known, and how to take it away. */
export function WalletAndData() {
  const { wallet: words, account } = useWords();
  const { connected, address } = useWallet();
  const session = useSession();
  const dialog = useAccountDialog();
  return (
    <Page title={words.title} intro={words.intro}>
      <Section title={words.balances}>
        {connected && address ? (
          <Balances address={address} />
        ) : (
          <Ask text={words.connect} action={account.connect} act={() => dialog.open("connect")} />
        )}
      </Section>
      {session.address !== null ? (
        <SignedIn />
      ) : (
        connected && (
          <Section title={words.consent}>
            {session.error ? (
              <Problem error={session.error} retry={session.retry} />
            ) : (
              <Ask text={words.signIn} action={account.signIn} act={() => dialog.open("sign-in")} />
            )}
          </Section>
        )
      )}
    </Page>
  );
}

function Ask({ text, action, act }: { text: string; action: string; act(): void }) {
  return (
    <>
      <p className="font-serif text-lg">{text}</p>
      <Button look="solid" className="mt-4" onClick={act}>
        {action}
      </Button>
    </>
  );
}

function SignedIn() {
  const words = useWords();
  const { data: consent, error, refetch } = useConsent();
  const { data: appeals } = useAppeals();
  return (
    <>
      <Section title={words.earnings.title}>
        <Earnings />
      </Section>
      <Section title={words.wallet.consent}>
        <div className="max-w-xl">
          {error && <Problem error={error} retry={refetch} />}
          {!consent && !error && <Loading>{words.loading}</Loading>}
          {/* Remounted when consent changes elsewhere, so that the switches show what holds. */}
          {consent && <ConsentForm key={`${consent.collect} ${consent.personalise}`} given={consent} />}
        </div>
      </Section>
      <Section title={words.earnings.terms}>
        <EarningTerms />
      </Section>
      <Section title={words.wallet.known}>
        <Known />
      </Section>
      {appeals && appeals.appeals.length > 0 && (
        <Section title={words.earnings.appeals}>
          <Appeals appeals={appeals.appeals} />
        </Section>
      )}
      <section className="flex flex-wrap gap-3 border-t border-line py-8">
        <TakeAway />
      </section>
    </>
  );
}
