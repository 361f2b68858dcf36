"use client";

import { useWords } from "../language/context.tsx";
import { Dialog } from "../parts/Dialog.tsx";
import type { AccountStep } from "./AccountProvider.tsx";
import { ConnectStep } from "./ConnectStep.tsx";
import { ConsentStep } from "./ConsentStep.tsx";
import { SignInStep } from "./SignInStep.tsx";

/** Connect, sign in, consent: one dialog, a step at a time; any may be left for later. */
export function AccountDialog({ step, close }: { step: AccountStep | null; close(): void }) {
  const words = useWords();
  const heads = {
    connect: [words.connect.title, words.connect.intro],
    "sign-in": [words.signIn.title, words.signIn.intro],
    consent: [words.consent.title, words.consent.intro],
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
      {step === "consent" && <ConsentStep done={close} />}
    </Dialog>
  );
}
