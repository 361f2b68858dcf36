"use client";

import { useWords } from "../language/context.tsx";
import { useConsent } from "../oracle/queries.ts";
import { Dialog } from "../parts/Dialog.tsx";
import type { AccountStep } from "./AccountProvider.tsx";
import { ConnectStep } from "./ConnectStep.tsx";
import { ConsentStep } from "./ConsentStep.tsx";
import { SignInStep } from "./SignInStep.tsx";

/** Connect, sign in, consent: one dialog, a step at a time; any may be left for later. */
export function AccountDialog({ step, close }: { step: AccountStep | null; close(): void }) {
  const words = useWords();
  const { data: given } = useConsent();
  const consent = [words.consent.title, given?.collect ? words.consent.given : words.consent.intro] as const;
  const heads = {
    connect: [words.connect.title, words.connect.intro],
    "sign-in": [words.signIn.title, words.signIn.intro],
    "first-consent": consent,
    consent,
  } as const;
  const [title, description] = heads[step ?? "connect"];
  return (
    <Dialog
      open={step !== null}
      onOpenChange={(open) => {
        if (!open) close();
      }}
      title={title}
      description={description}
    >
      {step === "connect" && <ConnectStep />}
      {step === "sign-in" && <SignInStep later={close} />}
      {(step === "consent" || step === "first-consent") && <ConsentStep done={close} />}
    </Dialog>
  );
}
