"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { useFaucetOnArrival } from "../chain/useFaucet.ts";
import { useWallet } from "../chain/useWallet.ts";
import { useConsent } from "../oracle/queries.ts";
import { useSession } from "../oracle/useSession.ts";
import { AccountDialog } from "./AccountDialog.tsx";

/** `first-consent` follows upon signing in, and only while nothing was agreed to yet; `consent` is opened on purpose. */
export type AccountStep = "connect" | "sign-in" | "first-consent" | "consent";

interface Account {
  /** Opens the dialog at the first step not yet taken, or at the step asked for */
  open(step?: AccountStep): void;
}

const Context = createContext<Account | null>(null);

export function AccountProvider({ children }: { children: ReactNode }) {
  const wallet = useWallet();
  const session = useSession();
  const { data: given, isPending: asking } = useConsent();
  const [step, setStep] = useState<AccountStep | null>(null);
  useFaucetOnArrival();

  const signedIn = session.address !== null;
  const agreed = given?.collect === true;
  // Each step taken leads to the next: connected → sign in → consent, if that is still to be given. Losing the wallet closes what needed it.
  useEffect(() => {
    if (step === "connect" && wallet.connected) setStep(signedIn ? "first-consent" : "sign-in");
    else if (step === "sign-in" && signedIn) setStep("first-consent");
    else if (step === "first-consent" && agreed) setStep(null);
    else if (step !== null && step !== "connect" && !wallet.connected && !signedIn) setStep(null);
  }, [step, wallet.connected, signedIn, agreed]);

  const account = useMemo<Account>(
    () => ({
      open: (asked) => setStep(asked ?? (!wallet.connected ? "connect" : signedIn ? "consent" : "sign-in")),
    }),
    [wallet.connected, signedIn],
  );
  return (
    <Context value={account}>
      {children}
      <AccountDialog step={step === "first-consent" && asking ? "sign-in" : step} close={() => setStep(null)} />
    </Context>
  );
}

/** Opens the account dialog. Throws outside of AccountProvider. */
export function useAccountDialog(): Account {
  const account = useContext(Context);
  if (account === null) throw new Error("useAccountDialog needs an AccountProvider above it");
  return account;
}
